package io.countersign.analytics;

import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.LayerStore;
import io.countersign.model.json.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The database {@code audit-<size>.duckdb} beside an export: what its files hold, laid out so that questions are fast, for
 * {@link AuditWarehouse} and for whoever opens it with DuckDB. It follows from the files alone and can be deleted at any time.
 *
 * <p>An update adds the entries that are new. It adds them to the database before the current one, so that nobody who is
 * reading is disturbed; there are two databases on disk therefore, once a second update was made. Safe for concurrent use.
 */
public final class NativeLayer {
    /** So many bytes at the start of a DuckDB file are its headers, which change with every checkpoint. */
    static final int HEAD_BYTES = 3 * 4096;

    private static final int MEMORY_MEGABYTES = 1_000;

    private final ProgressListener progress;
    private final BooleanSupplier cancelled;
    private final Runnable beforeEachStep;
    private final int memoryMegabytesMax;
    private final LayerStore.SnapshotRule snapshots;

    private NativeLayer(Builder builder) {
        this.progress = builder.progress;
        this.cancelled = builder.cancelled;
        this.beforeEachStep = builder.beforeEachStep;
        this.memoryMegabytesMax = builder.memoryMegabytesMax;
        this.snapshots = builder.snapshots;
    }

    /** Starts to describe an update. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds an update. Not for use by several threads. */
    public static final class Builder {
        private ProgressListener progress = ProgressListener.NONE;
        private BooleanSupplier cancelled = () -> false;
        private Runnable beforeEachStep = () -> {};
        private int memoryMegabytesMax = MEMORY_MEGABYTES;
        private LayerStore.SnapshotRule snapshots = LayerStore.SnapshotRule.STANDARD;

        private Builder() {}

        /** Is told the number of entries that are in, after each pair of files, on the calling thread. */
        public Builder progress(ProgressListener listener) {
            this.progress = listener;
            return this;
        }

        /** Is asked after each pair of files whether to give up. */
        public Builder cancelledBy(BooleanSupplier signal) {
            this.cancelled = signal;
            return this;
        }

        /** When snapshots are taken; answers are the same whatever it says. */
        Builder snapshots(LayerStore.SnapshotRule rule) {
            this.snapshots = rule;
            return this;
        }

        /**
         * Memory of the engine, in megabytes: from 64, and {@value #MEMORY_MEGABYTES} unless said here. What does not fit goes
         * to a scratch directory.
         *
         * @throws IllegalArgumentException if it is less
         */
        public Builder memoryMegabytesMax(int megabytes) {
            if (megabytes < 64) {
                throw new IllegalArgumentException("Memory in megabytes must be at least 64: " + megabytes);
            }
            this.memoryMegabytesMax = megabytes;
            return this;
        }

        /** Runs before each change of the directory that has to last, and may end the process. */
        Builder beforeEachStep(Runnable step) {
            this.beforeEachStep = step;
            return this;
        }

        /** Ready to run, as often as wanted. */
        public NativeLayer build() {
            return new NativeLayer(this);
        }
    }

    /**
     * Brings the database up to the newest export in the directory. Does nothing if it is there already.
     *
     * @return the database's file
     * @throws ExportIntegrityException if there is no export, or a file that is to be read is not what the manifest says;
     *     the database that was there stays
     * @throws ExportFailedException if files cannot be read or written, or an export is under way; the database that was
     *     there stays
     * @throws CancellationException if it was cancelled; the database that was there stays
     */
    public Path update(Path exportDirectory) {
        ExportFolder folder = new ExportFolder(exportDirectory, beforeEachStep);
        try (ExportFolder.Writing writing = folder.write()) {
            return update(folder, writing, folder.loadManifest());
        } catch (IOException e) {
            throw new ExportFailedException("The native layer of " + exportDirectory + " cannot be written: " + e, e);
        } catch (DuckDbException e) {
            String advice = e.type().equals("out of memory")
                    ? "; memoryMegabytesMax, now " + memoryMegabytesMax + ", gives it more"
                    : "";
            String reason = e.what().lines().findFirst().orElse("");
            throw new ExportFailedException(
                    "The native layer of " + exportDirectory + " cannot be written (" + e.type() + "): " + reason
                            + advice,
                    e);
        }
    }

    /** The database for a manifest, if there is one and nobody has written to it since. */
    static Optional<Path> find(ExportFolder folder, ExportManifest manifest) {
        return folder.findLayers()
                .filter(LayerIndex::isOfThisVersion)
                .map(LayerIndex::current)
                .filter(layer -> layer.size() == manifest.size() && layer.root().equals(manifest.root()))
                .filter(layer -> untouched(folder, layer))
                .map(layer -> folder.resolve(layer.fileName()));
    }

    private Path update(ExportFolder folder, ExportFolder.Writing writing, ExportManifest manifest) throws IOException {
        Optional<Path> there = find(folder, manifest);
        if (there.isPresent()) {
            return there.get();
        }
        Optional<LayerIndex> index = folder.findLayers().filter(LayerIndex::isOfThisVersion);
        Base base = base(folder, writing, index, manifest);
        try (LayerStore store = base.store()) {
            add(folder, store, manifest, manifest.size());
        }
        LayerIndex.Layer made = LayerIndex.Layer.builder()
                .size(manifest.size())
                .root(manifest.root())
                .bytes(Files.size(base.file()))
                .head(head(base.file()))
                .build();
        LayerIndex.Builder next = LayerIndex.builder().current(made);
        index.map(LayerIndex::current)
                .filter(layer -> layer.size() < manifest.size() && untouched(folder, layer))
                .ifPresent(next::spare);
        writing.publishLayer(base.file(), next.build());
        return folder.resolve(made.fileName());
    }

    /** Makes a database of its own from a manifest's files. */
    void make(ExportFolder folder, ExportManifest manifest, Path database, Path spill) throws IOException {
        make(folder, manifest, manifest.size(), database, spill);
    }

    private void make(ExportFolder folder, ExportManifest manifest, long size, Path database, Path spill)
            throws IOException {
        try (LayerStore store = LayerStore.open(database, spill, memoryMegabytesMax, snapshots)) {
            add(folder, store, manifest, size);
        }
    }

    /** Finds what is wrong with the databases that an export lists; the newest is compared with one that is made for it. */
    void check(ExportFolder folder, ExportManifest manifest, ExportFindings findings) throws IOException {
        if (!folder.hasLayers()) {
            return;
        }
        Optional<LayerIndex> index = folder.findLayers();
        if (index.isEmpty()) {
            findings.error(ExportFindings.LAYER, ExportFolder.LAYERS, "The list of databases cannot be read");
            return;
        }
        boolean untouched = true;
        for (LayerIndex.Layer layer : index.get().layers()) {
            if (!untouched(folder, layer)) {
                untouched = false;
                findings.error(
                        ExportFindings.LAYER,
                        layer.fileName(),
                        "The database is missing, cut, or was written to since it was made: make it anew");
            }
        }
        if (!index.get().isOfThisVersion()) {
            findings.warn(
                    ExportFindings.LAYER,
                    ExportFolder.LAYERS,
                    "The databases were made by another version of this library and were not compared with the files: make"
                            + " them anew");
        } else if (untouched) {
            compare(folder, manifest, index.get().current(), findings);
        }
    }

    private void compare(ExportFolder folder, ExportManifest manifest, LayerIndex.Layer layer, ExportFindings findings)
            throws IOException {
        Path scratch = Files.createTempDirectory("countersign-verify");
        try {
            Path made = scratch.resolve("made.duckdb");
            Path spill = scratch.resolve("spill");
            make(folder, manifest, layer.size(), made, spill);
            for (String difference : LayerStore.differences(made, folder.resolve(layer.fileName()), spill)) {
                findings.error(
                        ExportFindings.LAYER,
                        layer.fileName(),
                        "The database does not follow from the files: " + difference);
            }
        } catch (DuckDbException e) {
            findings.error(
                    ExportFindings.LAYER,
                    layer.fileName(),
                    "The database cannot be compared with the files: " + e.what());
        } finally {
            ExportFolder.deleteTree(scratch);
        }
    }

    /** A database to add to, which holds the first of the manifest's files. */
    private record Base(Path file, LayerStore store) {}

    /** The spare one if nobody reads it, else a copy of the current one, else a new one. */
    private Base base(
            ExportFolder folder, ExportFolder.Writing writing, Optional<LayerIndex> index, ExportManifest manifest)
            throws IOException {
        Path spill = writing.stage("spill/.");
        Optional<LayerIndex.Layer> spare = index.flatMap(LayerIndex::spare).filter(layer -> untouched(folder, layer));
        if (spare.isPresent()) {
            Optional<Base> base = open(folder.resolve(spare.get().fileName()), spill, manifest);
            if (base.isPresent()) {
                return base.get();
            }
        }
        Path staged = writing.stage(LayerIndex.Layer.fileName(manifest.size()));
        Optional<LayerIndex.Layer> current = index.map(LayerIndex::current).filter(layer -> untouched(folder, layer));
        if (current.isPresent()) {
            Files.copy(folder.resolve(current.get().fileName()), staged);
            Optional<Base> base = open(staged, spill, manifest);
            if (base.isPresent()) {
                return base.get();
            }
            Files.delete(staged);
        }
        return new Base(staged, LayerStore.open(staged, spill, memoryMegabytesMax, snapshots));
    }

    private Optional<Base> open(Path file, Path spill, ExportManifest manifest) {
        try {
            LayerStore store = LayerStore.open(file, spill, memoryMegabytesMax, snapshots);
            List<LayerStore.Part> parts = parts(manifest);
            List<LayerStore.Part> held = store.parts();
            if (held.size() <= parts.size() && held.equals(parts.subList(0, held.size()))) {
                return Optional.of(new Base(file, store));
            }
            store.close();
            return Optional.empty();
        } catch (DuckDbException e) {
            return Optional.empty(); // somebody reads it, or another version made it
        }
    }

    private void add(ExportFolder folder, LayerStore store, ExportManifest manifest, long size) {
        List<ExportFile> ledger = manifest.files(ExportFile.Content.LEDGER).stream()
                .filter(file -> file.lastSequence() < size)
                .toList();
        for (ExportFile file : ledger.subList(store.parts().size(), ledger.size())) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException(
                        "The native layer was given up after " + file.firstSequence() + " entries");
            }
            Optional<ExportFile> changes = manifest.files(ExportFile.Content.FIELD_CHANGE).stream()
                    .filter(other -> other.firstSequence() == file.firstSequence())
                    .findFirst();
            folder.requireSound(Stream.concat(Stream.of(file), changes.stream()).toList());
            store.add(part(file), folder.resolve(file), changes.map(folder::resolve));
            progress.progressed(file.lastSequence() + 1, size);
        }
        store.checkpoint();
    }

    private static List<LayerStore.Part> parts(ExportManifest manifest) {
        return manifest.files(ExportFile.Content.LEDGER).stream()
                .map(NativeLayer::part)
                .toList();
    }

    private static LayerStore.Part part(ExportFile file) {
        return new LayerStore.Part(
                file.firstSequence(), file.lastSequence(), file.sha256().toString());
    }

    /** Whether a database is as it was when it was made, as far as its length and headers tell. */
    private static boolean untouched(ExportFolder folder, LayerIndex.Layer layer) {
        Path file = folder.resolve(layer.fileName());
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.notExists(folder.resolve(layer.fileName() + ".wal"))
                    && Files.size(file) == layer.bytes()
                    && head(file).equals(layer.head());
        } catch (IOException e) {
            return false;
        }
    }

    private static Digest head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Digest.of(in.readNBytes(HEAD_BYTES));
        }
    }
}
