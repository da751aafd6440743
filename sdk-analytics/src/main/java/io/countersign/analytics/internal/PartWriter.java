package io.countersign.analytics.internal;

import io.countersign.model.journal.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries, in order, to pairs of Parquet files. The entries go to their file as they come, on a thread of the writer's own; what
 * follows from them waits for the end of the pair, since it is ordered otherwise.
 */
public final class PartWriter implements AutoCloseable {
    private static final String FEED = "entry_feed";

    /** The engine holds the rows of a row group, and a column of them twice, before it writes them. */
    private static final String MEMORY_LIMIT = "512MB";

    private static final long BYTES_MAX = 160_000_000;

    private final Path folder;
    private final DuckDb duck;
    private final DuckDb entryDuck;
    private final ExecutorService thread;
    private RowAppender fieldRows;
    private final EntryFeed feed = new EntryFeed();
    private @Nullable Future<?> copy;
    private long firstSequence;
    private long entries;
    private long bytes;
    private long fieldChanges;

    private PartWriter(Path folder, DuckDb duck) {
        this.folder = folder;
        this.duck = duck;
        this.entryDuck = duck.another();
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "countersign-export");
            made.setDaemon(true);
            return made;
        });
        duck.register(FEED, feed);
        duck.run(FieldChangeTable.SHAPE.create());
        this.fieldRows = duck.append(FieldChangeTable.SHAPE.table());
    }

    /** What was written: the entries, and the rows that follow from them. */
    public record Part(long firstSequence, long lastSequence, long entries, long fieldChanges) {}

    /** Starts; unfinished files and what does not fit into memory go to the directory, which is made here and the caller removes. */
    public static PartWriter open(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new PartWriter(
                folder,
                DuckDb.inMemory(Map.of(
                        "memory_limit",
                        MEMORY_LIMIT,
                        "temp_directory",
                        folder.resolve("spill").toString())));
    }

    /** The engine that writes the files. */
    public String engine() {
        return duck.version();
    }

    public long entries() {
        return entries;
    }

    /** Whether the entries are all that memory is sure to be enough for: write them. It follows from the entries alone. */
    public boolean isFull() {
        return bytes >= BYTES_MAX;
    }

    public long firstSequence() {
        return firstSequence;
    }

    public long lastSequence() {
        return firstSequence + entries - 1;
    }

    /** Adds the entry after the last. */
    public void add(JournalEntry entry) {
        Future<?> running = copy;
        if (running == null) {
            firstSequence = entry.sequence();
            running = thread.submit(this::copyEntries);
            copy = running;
        }
        fieldChanges += FieldChangeTable.append(fieldRows, entry);
        long entryBytes =
                entry.envelopeBytes().length + (long) entry.payload().toString().length();
        bytes += entryBytes;
        if (!feed.put(entry, entryBytes, running)) {
            await(running); // and learn why
        }
        entries++;
    }

    private void copyEntries() {
        entryDuck.run(EntryTable.SHAPE.copyTo(DuckDb.literal(unfinished()), RowBatch.select(EntryTable.SHAPE, FEED)));
    }

    private Path unfinished() {
        return folder.resolve("entries.parquet");
    }

    /** Writes what is left and starts afresh; the second file only if there is something for it. At least one entry was added. */
    public Part write(Path ledgerFile, Path fieldChangeFile) throws IOException {
        Part part = new Part(firstSequence, lastSequence(), entries, fieldChanges);
        Future<?> running = copy;
        if (running != null) {
            feed.end(running);
        }
        fieldRows.close();
        if (fieldChanges > 0) {
            duck.run(FieldChangeTable.SHAPE.copyTo(DuckDb.literal(fieldChangeFile)));
        }
        if (running != null) {
            copy = null;
            await(running);
        }
        Files.move(unfinished(), ledgerFile);
        duck.run("TRUNCATE " + FieldChangeTable.SHAPE.table());
        fieldRows = duck.append(FieldChangeTable.SHAPE.table());
        entries = 0;
        bytes = 0;
        fieldChanges = 0;
        return part;
    }

    private static void await(Future<?> running) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    running.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // the file is nearly there
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DuckDbException failure) {
                throw failure;
            }
            throw new IllegalStateException("Writing entries failed", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        try {
            Future<?> running = copy;
            if (running != null) {
                feed.giveUp(running);
                abandon(running);
            }
            fieldRows.close();
        } finally {
            thread.shutdown();
            entryDuck.close();
            duck.close();
        }
    }

    /** Waits for the end of what was made to fail. */
    private static void abandon(Future<?> running) {
        try {
            await(running);
        } catch (DuckDbException e) {
            // As it was told to.
        }
    }
}
