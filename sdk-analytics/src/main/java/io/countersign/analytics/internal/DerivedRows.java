package io.countersign.analytics.internal;

import io.countersign.model.journal.JournalEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The field changes that follow from entries, worked out again to be compared with a file. */
public final class DerivedRows implements AutoCloseable {
    private static final String TABLE = FieldChangeTable.SHAPE.table();

    private final DuckDb duck;
    private RowAppender rows;
    private long count;

    private DerivedRows(DuckDb duck) {
        this.duck = duck;
        duck.run(FieldChangeTable.SHAPE.create());
        this.rows = duck.append(TABLE);
    }

    /** So many rows of one entry are missing or too many. */
    public record Difference(long sequence, long rows) {}

    /** Starts; what does not fit into memory goes to the directory, which the caller removes. */
    public static DerivedRows open(Path spill) {
        return new DerivedRows(DuckDb.inMemory(Map.of("memory_limit", "512MB", "temp_directory", spill.toString())));
    }

    /** The engine, for other looks at the file. */
    public DuckDb duck() {
        return duck;
    }

    /** Adds what follows from an entry. */
    public void add(JournalEntry entry) {
        count += FieldChangeTable.append(rows, entry);
    }

    /** Rows added since the start or the last clearing. */
    public long count() {
        return count;
    }

    /** Where a file differs from what was added, by entry. */
    public List<Difference> differences(Path file) {
        rows.close();
        rows = duck.append(TABLE);
        String names = FieldChangeTable.SHAPE.names();
        String expected = "SELECT " + names + " FROM " + TABLE;
        String actual = Views.select(FieldChangeTable.SHAPE, List.of(file));
        String sql = "SELECT coalesce(sequence, -1), count(*) FROM ((" + expected + " EXCEPT ALL " + actual
                + ") UNION ALL (" + actual + " EXCEPT ALL " + expected + ")) GROUP BY 1 ORDER BY 1";
        List<Difference> differences = new ArrayList<>();
        try (Rows found = duck.query(sql)) {
            while (found.next()) {
                differences.add(new Difference(found.number(1), found.number(2)));
            }
        }
        return differences;
    }

    /** Starts afresh. */
    public void clear() {
        rows.close();
        duck.run("TRUNCATE " + TABLE);
        rows = duck.append(TABLE);
        count = 0;
    }

    @Override
    public void close() {
        rows.close();
        duck.close();
    }
}
