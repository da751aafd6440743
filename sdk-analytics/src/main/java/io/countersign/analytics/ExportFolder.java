package io.countersign.analytics;

import io.countersign.analytics.internal.Watcher;
import io.countersign.model.MalformedInputException;
import io.countersign.model.json.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

/**
 * The directory of an export. Files are made in a staging directory inside it and moved to their place whole; the pointer to
 * the newest manifest moves last, so that readers see one export or the next and nothing between.
 */
final class ExportFolder {
    static final String LATEST = "latest";
    static final String LAYERS = "native.json";

    private static final String LOCK = ".lock";
    private static final String STAGING = ".staging";
    private static final String INTENT = "intent.json";
    private static final int MANIFEST_LENGTH_MAX = 64 * 1024 * 1024;

    private final Path directory;
    private final Runnable beforeEachStep;

    ExportFolder(Path directory) {
        this(directory, () -> {});
    }

    /** With something that runs before each change of the directory that has to last, and may end the process. */
    ExportFolder(Path directory, Runnable beforeEachStep) {
        this.directory = directory;
        this.beforeEachStep = beforeEachStep;
    }

    Path resolve(ExportFile file) {
        return resolve(file.path());
    }

    Path resolve(String path) {
        return directory.resolve(path.replace("/", directory.getFileSystem().getSeparator()));
    }

    /** The manifest that {@code latest} names, if the directory holds an export; what is wrong with it becomes findings. */
    Optional<ExportManifest> findManifest(ExportFindings findings) {
        try {
            String name = Files.readString(directory.resolve(LATEST), StandardCharsets.UTF_8)
                    .strip();
            if (!name.matches("manifest-(0|[1-9][0-9]{0,17})\\.json")) {
                findings.error(ExportFindings.LATEST, LATEST, "The pointer names no manifest: \"" + name + "\"");
                return Optional.empty();
            }
            Optional<ExportManifest> manifest = readManifest(name, findings);
            if (manifest.isPresent() && !manifest.get().fileName().equals(name)) {
                findings.error(
                        ExportFindings.MANIFEST,
                        name,
                        "The manifest is of size " + manifest.get().size() + ", which is not what its name says");
            }
            return manifest;
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            findings.error(ExportFindings.LATEST, LATEST, "The pointer cannot be read: " + e);
            return Optional.empty();
        }
    }

    /**
     * The manifest that {@code latest} names.
     *
     * @throws ExportIntegrityException if there is none that can be read
     */
    ExportManifest loadManifest() {
        ExportFindings findings = new ExportFindings();
        Optional<ExportManifest> found = findManifest(findings);
        if (found.isEmpty() && !findings.report().hasErrors()) {
            findings.error(ExportFindings.LATEST, LATEST, "There is no export in the directory");
        }
        requireSound(findings);
        return found.orElseThrow();
    }

    /**
     * Passes if size and hash of these files are what their manifest says.
     *
     * @throws ExportIntegrityException otherwise
     */
    void requireSound(List<ExportFile> files) {
        requireSound(files, QueryProgress.watcher(progress -> {}, () -> false));
    }

    /**
     * As above, watched from file to file.
     *
     * @throws CancellationException if the watcher gives up
     */
    void requireSound(List<ExportFile> files, Watcher watcher) {
        ExportFindings findings = new ExportFindings();
        long bytes = files.stream().mapToLong(ExportFile::bytes).sum();
        long read = 0;
        for (ExportFile file : files) {
            if (watcher.givenUp()) {
                throw new CancellationException("Opening the export " + directory + " was cancelled");
            }
            checkFile(file, findings);
            read += file.bytes();
            double percent = 100.0 * read / bytes;
            watcher.waiting(() -> percent);
        }
        requireSound(findings);
    }

    private void requireSound(ExportFindings findings) {
        if (findings.report().hasErrors()) {
            throw new ExportIntegrityException(
                    "The export " + directory + " is not what its manifest says: export anew.", findings.report());
        }
    }

    /** Whether the export lists databases made from it. */
    boolean hasLayers() {
        return Files.exists(directory.resolve(LAYERS), LinkOption.NOFOLLOW_LINKS);
    }

    /** The databases made from the export, if there is a list of them that can be read. */
    Optional<LayerIndex> findLayers() {
        try {
            return Optional.of(LayerIndex.parse(Files.readAllBytes(directory.resolve(LAYERS))));
        } catch (IOException | MalformedInputException e) {
            return Optional.empty();
        }
    }

    private Optional<ExportManifest> readManifest(String name, ExportFindings findings) {
        Path file = directory.resolve(name);
        try {
            if (Files.size(file) > MANIFEST_LENGTH_MAX) {
                findings.error(
                        ExportFindings.MANIFEST, name, "A manifest has at most " + MANIFEST_LENGTH_MAX + " bytes");
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(file);
            ExportManifest manifest = ExportManifest.parse(bytes);
            if (!Arrays.equals(bytes, manifest.bytes())) {
                findings.error(ExportFindings.MANIFEST, name, "The manifest is not in canonical form: it was edited");
            }
            return Optional.of(manifest);
        } catch (NoSuchFileException e) {
            findings.error(ExportFindings.MANIFEST, name, "The manifest is missing");
        } catch (IOException | MalformedInputException e) {
            findings.error(ExportFindings.MANIFEST, name, "The manifest cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** Compares size and hash of every file with the manifest. */
    void checkFiles(ExportManifest manifest, ExportFindings findings) {
        manifest.files().forEach(file -> checkFile(file, findings));
    }

    private void checkFile(ExportFile file, ExportFindings findings) {
        Path path = resolve(file);
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                findings.error(ExportFindings.FILE_MISSING, file.path(), "The file is missing");
                return;
            }
            long bytes = Files.size(path);
            if (bytes != file.bytes()) {
                findings.error(
                        ExportFindings.FILE_SIZE,
                        file.path(),
                        "The file has " + bytes + " bytes, the manifest says " + file.bytes());
                return;
            }
            Digest sha256 = sha256(path);
            if (!sha256.equals(file.sha256())) {
                findings.error(
                        ExportFindings.FILE_HASH,
                        file.path(),
                        "The file's hash is " + sha256 + ", the manifest says " + file.sha256());
            }
        } catch (IOException e) {
            findings.error(ExportFindings.FILE_UNREADABLE, file.path(), "The file cannot be read: " + e);
        }
    }

    /** Finds what lies in the directory and belongs to no manifest, and manifests that are missing from the chain. */
    void checkStrangers(Optional<ExportManifest> newest, ExportFindings findings) {
        Set<String> known = new HashSet<>(Set.of(LATEST, LOCK, LAYERS));
        findLayers().ifPresent(index -> index.layers().forEach(layer -> known.add(layer.fileName())));
        newest.ifPresent(manifest -> manifest.files().forEach(file -> known.add(file.path())));
        Optional<ExportManifest> at = newest;
        while (at.isPresent()) {
            known.add(at.get().fileName());
            at = previous(at.get(), findings);
        }
        for (String path : filesInside()) {
            if (!known.contains(path)) {
                findings.error(
                        ExportFindings.FILE_UNKNOWN, path, "The file belongs to no manifest: it was not exported");
            }
        }
    }

    private Optional<ExportManifest> previous(ExportManifest manifest, ExportFindings findings) {
        if (manifest.previous().isEmpty()) {
            return Optional.empty();
        }
        ExportManifest.Previous named = manifest.previous().get();
        String name = ExportManifest.fileName(named.size());
        if (named.size() >= manifest.size()) {
            findings.error(ExportFindings.HISTORY, manifest.fileName(), "It continues the later " + name);
            return Optional.empty();
        }
        Optional<ExportManifest> earlier = readManifest(name, findings);
        if (earlier.isPresent() && !earlier.get().digest().equals(named.sha256())) {
            findings.error(
                    ExportFindings.HISTORY, name, "It is not the manifest that " + manifest.fileName() + " continues");
        }
        if (earlier.isPresent() && !manifest.files().containsAll(earlier.get().files())) {
            findings.error(
                    ExportFindings.HISTORY, manifest.fileName(), "It lacks files of " + name + ", which it continues");
        }
        return earlier.filter(found -> found.size() == named.size());
    }

    private Set<String> filesInside() {
        Set<String> paths = new TreeSet<>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                    return visited.equals(directory.resolve(STAGING))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    paths.add(relative(file));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new ExportFailedException("The export " + directory + " cannot be listed: " + e.getMessage(), e);
        }
        return paths;
    }

    private String relative(Path file) {
        return directory
                .relativize(file)
                .toString()
                .replace(directory.getFileSystem().getSeparator(), "/");
    }

    /** Work on the directory that nobody else may do at the same time. */
    final class Writing implements AutoCloseable {
        private final FileChannel channel;
        private final FileLock lock;

        private Writing(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
        }

        /** Where to make a file before it is published; its directory exists. */
        Path stage(String path) throws IOException {
            Path staged = directory.resolve(STAGING).resolve(path);
            Files.createDirectories(staged.resolveSibling("."));
            return staged;
        }

        /** Moves the staged files to their places, then the manifest, then the pointer. */
        void publish(ExportManifest manifest, List<ExportFile> added) throws IOException {
            Path staging = directory.resolve(STAGING);
            for (ExportFile file : added) {
                sync(staging.resolve(file.path()));
            }
            write(staging.resolve(INTENT), manifest.bytes());
            write(staging.resolve(manifest.fileName()), manifest.bytes());
            write(staging.resolve(LATEST), (manifest.fileName() + "\n").getBytes(StandardCharsets.UTF_8));
            syncDirectory(staging);
            Set<Path> touched = new LinkedHashSet<>();
            for (ExportFile file : added) {
                Path target = resolve(file);
                Files.createDirectories(target.resolveSibling("."));
                move(staging.resolve(file.path()), target);
                for (int slash = file.path().indexOf('/');
                        slash >= 0;
                        slash = file.path().indexOf('/', slash + 1)) {
                    touched.add(resolve(file.path().substring(0, slash)));
                }
            }
            touched.forEach(ExportFolder.this::syncDirectory);
            move(staging.resolve(manifest.fileName()), directory.resolve(manifest.fileName()));
            syncDirectory(directory);
            move(staging.resolve(LATEST), directory.resolve(LATEST));
            syncDirectory(directory);
            deleteTree(staging);
        }

        /** Moves a database to its place, then the list that names it, and removes those that are on the list no longer. */
        void publishLayer(Path database, LayerIndex index) throws IOException {
            sync(database);
            move(database, resolve(index.current().fileName()));
            Path staged = stage(LAYERS);
            write(staged, index.bytes());
            syncDirectory(directory);
            move(staged, directory.resolve(LAYERS));
            syncDirectory(directory);
            removeUnlistedLayers();
        }

        @Override
        public void close() throws IOException {
            deleteTree(directory.resolve(STAGING));
            lock.release();
            channel.close();
        }
    }

    /**
     * Takes the directory for writing, making it if need be, and clears what an export that was cut short left behind.
     *
     * @throws ExportFailedException if somebody else is exporting into it
     */
    Writing write() throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new ExportFailedException(busy());
            }
            clearLeftovers();
            removeUnlistedLayers();
            return new Writing(channel, lock);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new ExportFailedException(busy(), e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private String busy() {
        return "Another export into " + directory + " is under way: wait for it and try again";
    }

    /** An export writes its whole intent before it moves the first file, so what it moved can be told from strangers. */
    private void clearLeftovers() throws IOException {
        Path staging = directory.resolve(STAGING);
        Path intent = staging.resolve(INTENT);
        if (Files.exists(intent)) {
            ExportFindings ignored = new ExportFindings();
            Optional<ExportManifest> published = findManifest(ignored);
            Set<ExportFile> kept = new HashSet<>();
            published.ifPresent(manifest -> kept.addAll(manifest.files()));
            try {
                ExportManifest intended = ExportManifest.parse(Files.readAllBytes(intent));
                for (ExportFile file : intended.files()) {
                    if (!kept.contains(file)) {
                        Files.deleteIfExists(resolve(file));
                    }
                }
                if (published.isEmpty() || published.get().size() < intended.size()) {
                    Files.deleteIfExists(directory.resolve(intended.fileName()));
                }
            } catch (MalformedInputException e) {
                // Cut short while the intent was written: nothing had been moved yet.
            }
        }
        deleteTree(staging);
    }

    /** An update of the native layer that was cut short leaves a database that is on no list. */
    private void removeUnlistedLayers() throws IOException {
        Set<String> listed = new HashSet<>();
        findLayers().ifPresent(index -> index.layers().forEach(layer -> listed.add(layer.fileName())));
        try (DirectoryStream<Path> databases = Files.newDirectoryStream(directory, "audit-*.duckdb*")) {
            for (Path database : databases) {
                String name = String.valueOf(database.getFileName());
                if (name.matches("audit-[0-9]+\\.duckdb(\\.wal)?") && !listed.contains(name)) {
                    Files.delete(database);
                }
            }
        }
    }

    static Digest sha256(Path file) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                byte[] buffer = new byte[1 << 16];
                while (in.read(buffer) >= 0) {
                    // The stream digests what passes.
                }
            }
            return Digest.ofHash(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private void write(Path file, byte[] bytes) throws IOException {
        beforeEachStep.run();
        Files.write(file, bytes);
        sync(file);
    }

    private void move(Path from, Path to) throws IOException {
        beforeEachStep.run();
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private void sync(Path file) throws IOException {
        beforeEachStep.run();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes moves into a directory durable where the platform lets a directory be opened; elsewhere there is no such call. */
    private void syncDirectory(Path directory) {
        beforeEachStep.run();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows does not open directories.
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> paths = new ArrayList<>();
        try (var walk = Files.walk(root)) {
            walk.forEach(paths::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (int i = paths.size() - 1; i >= 0; i--) {
            Files.deleteIfExists(paths.get(i));
        }
    }
}
