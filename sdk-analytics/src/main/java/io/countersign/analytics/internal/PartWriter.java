package io.countersign.analytics.internal;

import io.countersign.model.journal.JournalEntry;
import java.nio.file.Path;
import java.util.Map;

/** Gathers entries and writes them, in order, to a pair of Parquet files. */
public final class PartWriter implements AutoCloseable {
    private final DuckDb duck;
    private RowAppender entryRows;
    private RowAppender fieldRows;
    private long firstSequence;
    private long entries;
    private long fieldChanges;

    private PartWriter(DuckDb duck) {
        this.duck = duck;
        duck.run(EntryTable.SHAPE.create());
        duck.run(FieldChangeTable.SHAPE.create());
        this.entryRows = duck.append(EntryTable.SHAPE.table());
        this.fieldRows = duck.append(FieldChangeTable.SHAPE.table());
    }

    /** What was written: the entries, and the rows that follow from them. */
    public record Part(long firstSequence, long lastSequence, long entries, long fieldChanges) {}

    /** Starts; what does not fit into memory goes to the directory, which the caller removes. */
    public static PartWriter open(Path spill, int memoryMegabytes) {
        return new PartWriter(
                DuckDb.inMemory(Map.of("memory_limit", memoryMegabytes + "MB", "temp_directory", spill.toString())));
    }

    /** The engine that writes the files. */
    public String engine() {
        return duck.version();
    }

    public long entries() {
        return entries;
    }

    public long firstSequence() {
        return firstSequence;
    }

    public long lastSequence() {
        return firstSequence + entries - 1;
    }

    /** Adds the entry after the last. */
    public void add(JournalEntry entry) {
        if (entries == 0) {
            firstSequence = entry.sequence();
        }
        fieldChanges += FieldChangeTable.append(fieldRows, entry);
        EntryTable.append(entryRows, entry);
        entries++;
    }

    /** Writes what was gathered and starts afresh; the second file only if there is something for it. */
    public Part write(Path ledgerFile, Path fieldChangeFile) {
        entryRows.close();
        fieldRows.close();
        Part part = new Part(firstSequence, lastSequence(), entries, fieldChanges);
        duck.run(EntryTable.SHAPE.copyTo(DuckDb.literal(ledgerFile)));
        if (fieldChanges > 0) {
            duck.run(FieldChangeTable.SHAPE.copyTo(DuckDb.literal(fieldChangeFile)));
        }
        duck.run("TRUNCATE " + EntryTable.SHAPE.table());
        duck.run("TRUNCATE " + FieldChangeTable.SHAPE.table());
        entryRows = duck.append(EntryTable.SHAPE.table());
        fieldRows = duck.append(FieldChangeTable.SHAPE.table());
        entries = 0;
        fieldChanges = 0;
        return part;
    }

    @Override
    public void close() {
        try {
            entryRows.close();
            fieldRows.close();
        } finally {
            duck.close();
        }
    }
}
