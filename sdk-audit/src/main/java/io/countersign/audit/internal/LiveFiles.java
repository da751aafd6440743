package io.countersign.audit.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of an open ledger, told from any others that may come to stand at their paths.
 *
 * <p>As long as their folder has not changed, only that is looked at. Some file systems note who looks at a file and date its next
 * change more finely then (Linux, from 6.13 on), and that date has to reach the disk with the commit: for the write-ahead log this made
 * a commit of one entry a fifth dearer.
 */
final class LiveFiles {
    /** The coarsest clock by which a file system dates the changes of a folder. */
    private static final long FOLDER_CLOCK_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Path folder;

    /** The file, its write-ahead log, and the index of that. */
    private final List<Path> files;

    private final long folderClockNanos;

    private volatile @Nullable Seen seen;

    LiveFiles(Path file) {
        this(file, FOLDER_CLOCK_NANOS);
    }

    LiveFiles(Path file, long folderClockNanos) {
        this.folderClockNanos = folderClockNanos;
        Path name = file.toAbsolutePath();
        this.folder = name.resolveSibling("");
        this.files = Stream.of("", "-wal", "-shm")
                .map(suffix -> name.resolveSibling(name.getFileName() + suffix))
                .toList();
    }

    /** Equal as long as the same files are there. */
    Object identity() {
        Object date = look(folder, true);
        Seen last = seen;
        if (last == null || !last.date().equals(date)) {
            seen = new Seen(date, System.nanoTime(), null);
            return keys();
        }
        Object known = last.keys();
        if (known != null) {
            return known;
        }
        Object keys = keys();
        if (System.nanoTime() - last.since() > folderClockNanos) { // or another change could have the same date
            seen = new Seen(date, last.since(), keys);
        }
        return keys;
    }

    private Object keys() {
        return files.stream().map(file -> look(file, false)).toList();
    }

    private static Object look(Path path, boolean dated) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = found.fileKey() == null ? "not told by the file system" : found.fileKey();
            return dated ? List.of(key, found.lastModifiedTime()) : key;
        } catch (IOException e) {
            return "none";
        }
    }

    /**
     * The folder as it was found.
     *
     * @param date which folder it is, and when it changed last
     * @param since when it was first found so, by {@link System#nanoTime()}
     * @param keys of its files, once no change can hide behind the date
     */
    private record Seen(Object date, long since, @Nullable Object keys) {}
}
