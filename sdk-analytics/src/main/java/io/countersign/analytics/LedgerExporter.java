package io.countersign.analytics;

import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.PartWriter;
import io.countersign.audit.LedgerInspector;
import io.countersign.audit.proof.Checkpoint;
import io.countersign.audit.proof.ProofRejectedException;
import io.countersign.audit.proof.SignedNote;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.merkle.MerkleFrontier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a journal to a directory of Parquet files that anyone can query and verify without us.
 *
 * <p>The first export writes everything, each later one only the entries that are new; files once written are never touched
 * again. The same entries in the same steps make the same bytes. Reads the journal entry by entry in bounded memory, and works
 * out the Merkle root on the way: an export that does not end at the journal's root is not published. Safe for concurrent use;
 * two exports into one directory exclude each other.
 */
public final class LedgerExporter {
    /** Most entries of one file, which holds fewer where they are large. */
    public static final int PART_ENTRIES_MAX = 1_000_000;

    private static final int PROGRESS_ENTRIES = 10_000;

    private final Source source;
    private final Supplier<Optional<String>> checkpoint;
    private final int partEntriesMax;
    private final ProgressListener progress;
    private final BooleanSupplier cancelled;
    private final Runnable beforeEachStep;

    private LedgerExporter(Builder builder, Source source) {
        this.source = source;
        this.checkpoint = builder.checkpoint;
        this.partEntriesMax = builder.partEntriesMax;
        this.progress = builder.progress;
        this.cancelled = builder.cancelled;
        this.beforeEachStep = builder.beforeEachStep;
    }

    /** Where entries come from. */
    private interface Source {
        JournalHead head();

        EntryCursor read(EntryQuery query);
    }

    /** Starts an exporter. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds an exporter. Not for use by several threads. */
    public static final class Builder {
        private @Nullable Source source;
        private Supplier<Optional<String>> checkpoint = Optional::empty;
        private int partEntriesMax = PART_ENTRIES_MAX;
        private ProgressListener progress = ProgressListener.NONE;
        private BooleanSupplier cancelled = () -> false;
        private Runnable beforeEachStep = () -> {};

        private Builder() {}

        /** The journal to export. This or {@link #ledger} is needed. */
        public Builder journal(Journal journal) {
            this.source = new Source() {
                @Override
                public JournalHead head() {
                    return journal.head();
                }

                @Override
                public EntryCursor read(EntryQuery query) {
                    return journal.read(query);
                }
            };
            return this;
        }

        /** A ledger to export that is only read; its last signed checkpoint, where it has one, is where the export ends. */
        public Builder ledger(LedgerInspector ledger) {
            this.source = new Source() {
                @Override
                public JournalHead head() {
                    return ledger.head();
                }

                @Override
                public EntryCursor read(EntryQuery query) {
                    return ledger.read(query);
                }
            };
            return checkpoint(ledger::findCheckpoint);
        }

        /** Is told the number of entries in the export, every 10,000 or so, on the calling thread. */
        public Builder progress(ProgressListener listener) {
            this.progress = listener;
            return this;
        }

        /** Is asked every 10,000 entries or so whether to give up. */
        public Builder cancelledBy(BooleanSupplier signal) {
            this.cancelled = signal;
            return this;
        }

        /**
         * Where the journal's signed checkpoint comes from, as a signed note whose first lines are origin, size and root. Asked
         * once at the start of each export, which then ends at the size it says. Empty, as without this call, when the journal
         * signs nothing: the export then ends at the journal's head.
         */
        public Builder checkpoint(Supplier<Optional<String>> signedCheckpoint) {
            this.checkpoint = signedCheckpoint;
            return this;
        }

        /**
         * Most entries of one file, from 1 to {@link #PART_ENTRIES_MAX}, which it is unless said here.
         *
         * @throws IllegalArgumentException if it is outside these bounds
         */
        public Builder partEntriesMax(int entries) {
            if (entries < 1 || entries > PART_ENTRIES_MAX) {
                throw new IllegalArgumentException(
                        "Entries of one file must be from 1 to " + PART_ENTRIES_MAX + ": " + entries);
            }
            this.partEntriesMax = entries;
            return this;
        }

        /** Runs before each change of the directory that has to last, and may end the process. */
        Builder beforeEachStep(Runnable step) {
            this.beforeEachStep = step;
            return this;
        }

        /** The exporter. */
        public LedgerExporter build() {
            return new LedgerExporter(this, Objects.requireNonNull(source, "An exporter needs a journal or a ledger"));
        }
    }

    /**
     * Brings a directory up to the journal's head, or up to its signed checkpoint where there is one. Makes the directory if it
     * does not exist; does nothing if it is there already.
     *
     * @return the manifest now in force
     * @throws ExportIntegrityException if the directory holds something that is not this export, or the export is damaged;
     *     nothing was changed
     * @throws LedgerIntegrityException if the journal contradicts itself, its checkpoint, or what was exported before; nothing
     *     was published
     * @throws ExportFailedException if files cannot be read or written, or another export is under way; nothing was published
     * @throws CancellationException if it was cancelled; nothing was published
     */
    public ExportManifest export(Path directory) {
        ExportFolder folder = new ExportFolder(directory, beforeEachStep);
        try (ExportFolder.Writing writing = folder.write()) {
            Optional<ExportManifest> previous = soundExport(directory, folder);
            Goal goal = goal();
            long done = previous.map(ExportManifest::size).orElse(0L);
            if (previous.isPresent() && done >= goal.size()) {
                requireContinues(previous.get(), goal);
                boolean signedOnlyNow = goal.checkpoint().isPresent()
                        && previous.get().checkpoint().isEmpty();
                if (done > goal.size() || !signedOnlyNow) {
                    return previous.get();
                }
            }
            return new Run(writing, previous, goal).publish();
        } catch (IOException e) {
            throw new ExportFailedException("The export into " + directory + " failed: " + e, e);
        } catch (DuckDbException e) {
            throw new ExportFailedException(
                    "The export into " + directory + " failed (" + e.type() + "): " + e.getMessage(), e);
        }
    }

    private static Optional<ExportManifest> soundExport(Path directory, ExportFolder folder) {
        ExportFindings findings = new ExportFindings();
        Optional<ExportManifest> manifest = folder.findManifest(findings);
        manifest.ifPresent(found -> folder.checkFiles(found, findings));
        folder.checkStrangers(manifest, findings);
        if (findings.report().hasErrors()) {
            throw new ExportIntegrityException(
                    "The directory " + directory + " is not a sound export of ours: export into an empty one.",
                    findings.report());
        }
        return manifest;
    }

    /** Where an export ends. */
    private record Goal(long size, Digest root, Optional<String> checkpoint) {}

    private Goal goal() {
        Optional<String> note = checkpoint.get();
        if (note.isEmpty()) {
            JournalHead head = source.head();
            return new Goal(head.size(), head.root(), note);
        }
        try {
            Checkpoint signed = Checkpoint.parse(SignedNote.parse(note.get()).text());
            return new Goal(signed.size(), Digest.ofHash(signed.root()), note);
        } catch (ProofRejectedException e) {
            throw new LedgerIntegrityException("The journal's checkpoint is none: " + e.getMessage(), e);
        }
    }

    private static void requireContinues(ExportManifest previous, Goal goal) {
        if (previous.size() > goal.size() && goal.checkpoint().isEmpty()) {
            throw new LedgerIntegrityException("The journal has " + goal.size() + " entries, the export already "
                    + previous.size() + ": it is another journal, or it was cut back");
        }
        if (previous.size() == goal.size() && !previous.root().equals(goal.root())) {
            throw new LedgerIntegrityException("At size " + goal.size() + " the journal's root is " + goal.root()
                    + ", the export's " + previous.root() + ": it is another journal, or it was rewritten");
        }
    }

    /** One export under way. */
    private final class Run {
        private final ExportFolder.Writing writing;
        private final Optional<ExportManifest> previous;
        private final Goal goal;
        private final MerkleFrontier frontier;
        private final List<ExportFile> added = new ArrayList<>();
        private Optional<Instant> knownUntil;

        Run(ExportFolder.Writing writing, Optional<ExportManifest> previous, Goal goal) {
            this.writing = writing;
            this.previous = previous;
            this.goal = goal;
            this.frontier = previous.map(ExportManifest::tree).orElseGet(MerkleFrontier::new);
            this.knownUntil = previous.flatMap(ExportManifest::knownUntil);
        }

        ExportManifest publish() throws IOException {
            String engine;
            try (PartWriter parts = PartWriter.open(writing.stage("unfinished"))) {
                engine = parts.engine();
                writeParts(parts);
            }
            if (frontier.size() != goal.size()) {
                throw new LedgerIntegrityException("The journal ends after " + frontier.size()
                        + " entries, its head or checkpoint says " + goal.size());
            }
            Digest root = Digest.ofHash(frontier.root());
            if (!root.equals(goal.root())) {
                throw new LedgerIntegrityException("The root over the first " + goal.size() + " entries is "
                        + root + ", the journal's head or checkpoint says " + goal.root()
                        + (previous.isPresent() ? "; entries exported before may have been rewritten since" : ""));
            }
            List<ExportFile> files =
                    new ArrayList<>(previous.map(ExportManifest::files).orElse(List.of()));
            files.addAll(added);
            ExportManifest manifest = ExportManifest.builder()
                    .size(goal.size())
                    .root(goal.root())
                    .knownUntil(knownUntil)
                    .checkpoint(goal.checkpoint())
                    .engine(engine)
                    .previous(continued())
                    .frontier(frontier.peaks().stream().map(Digest::ofHash).toList())
                    .files(files)
                    .build();
            writing.publish(manifest, added);
            return manifest;
        }

        /** A manifest of the same size, signed only now, takes the place of the unsigned one. */
        private Optional<ExportManifest.Previous> continued() {
            return previous.flatMap(manifest -> manifest.size() == goal.size()
                    ? manifest.previous()
                    : Optional.of(new ExportManifest.Previous(manifest.size(), manifest.digest())));
        }

        private void writeParts(PartWriter parts) throws IOException {
            EntryQuery query = EntryQuery.builder()
                    .fromSequence(frontier.size())
                    .beforeSequence(goal.size())
                    .build();
            String month = "";
            try (EntryCursor entries = source.read(query)) {
                while (entries.hasNext()) {
                    JournalEntry entry = entries.next();
                    requireNext(entry);
                    String itsMonth = Instants.format(entry.recordedAt()).substring(0, "2026-11".length());
                    if (!itsMonth.equals(month) || parts.entries() == partEntriesMax || parts.isFull()) {
                        close(parts, month);
                        month = itsMonth;
                    }
                    add(parts, entry);
                    frontier.append(entry.leafHash());
                    knownUntil = Optional.of(entry.recordedAt());
                    report();
                }
            }
            close(parts, month);
        }

        private void report() {
            long entries = frontier.size();
            if (entries % PROGRESS_ENTRIES == 0 || entries == goal.size()) {
                progress.progressed(entries, goal.size());
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("The export was cancelled after " + entries + " entries");
                }
            }
        }

        private void requireNext(JournalEntry entry) {
            if (entry.sequence() != frontier.size()) {
                throw new LedgerIntegrityException(
                        "After " + frontier.size() + " entries the journal gave sequence " + entry.sequence());
            }
            if (knownUntil.isPresent() && entry.recordedAt().isBefore(knownUntil.get())) {
                throw new LedgerIntegrityException("Entry " + entry.sequence() + " was recorded at "
                        + entry.recordedAt() + ", before the entry it follows (" + knownUntil.get() + ")");
            }
            if (!entry.payload().digest().equals(entry.envelope().payloadDigest())) {
                throw new LedgerIntegrityException("The payload of entry " + entry.sequence() + " has the digest "
                        + entry.payload().digest() + ", its envelope says "
                        + entry.envelope().payloadDigest());
            }
        }

        private void add(PartWriter parts, JournalEntry entry) {
            try {
                parts.add(entry);
            } catch (MalformedInputException e) {
                throw new ExportFailedException(
                        "Entry " + entry.sequence() + " (" + entry.type() + ", schema version "
                                + entry.envelope().schemaVersion()
                                + ") has a shape that this version does not know: export with a newer one",
                        e);
            }
        }

        private void close(PartWriter parts, String month) throws IOException {
            if (parts.entries() == 0) {
                return;
            }
            String part = "part-" + parts.firstSequence() + "-" + parts.lastSequence() + ".parquet";
            String ledger = "ledger/month=" + month + "/" + part;
            String derived = "derived/field_change/month=" + month + "/" + part;
            PartWriter.Part written = parts.write(writing.stage(ledger), writing.stage(derived));
            added.add(file(ExportFile.Content.LEDGER, ledger, written, written.entries()));
            if (written.fieldChanges() > 0) {
                added.add(file(ExportFile.Content.FIELD_CHANGE, derived, written, written.fieldChanges()));
            }
        }

        private ExportFile file(ExportFile.Content content, String path, PartWriter.Part part, long rows)
                throws IOException {
            Path staged = writing.stage(path);
            return ExportFile.builder()
                    .content(content)
                    .path(path)
                    .firstSequence(part.firstSequence())
                    .lastSequence(part.lastSequence())
                    .rows(rows)
                    .bytes(Files.size(staged))
                    .sha256(ExportFolder.sha256(staged))
                    .build();
        }
    }
}
