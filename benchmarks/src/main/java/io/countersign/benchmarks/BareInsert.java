package io.countersign.benchmarks;

import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A way of inserting the rows of entries into a bare table. */
enum BareInsert {
    /** A prepared statement for each row, sent in batches. */
    STATEMENTS("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)") {
        @Override
        void insert(PreparedStatement insert, List<JournalEntry> rows) throws SQLException {
            for (JournalEntry row : rows) {
                AppendWorkload.bind(insert, row);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    },

    /** One prepared statement for all rows of a batch, which takes an array for each column. PostgreSQL only. */
    ARRAYS(
            "INSERT INTO entry SELECT * FROM unnest(?::int8[], ?::bytea[], ?::text[], ?::int8[], ?::int8[], ?::text[], ?::text[],"
                    + " ?::int8[], ?::int8[], ?::text[])") {
        @Override
        void insert(PreparedStatement insert, List<JournalEntry> rows) throws SQLException {
            set(insert, 1, "int8", rows, Long[]::new, JournalEntry::sequence);
            set(insert, 2, "bytea", rows, byte[][]::new, JournalEntry::envelopeBytes);
            set(insert, 3, "text", rows, String[]::new, JournalEntry::stream);
            set(insert, 4, "int8", rows, Long[]::new, JournalEntry::revision);
            set(
                    insert,
                    5,
                    "int8",
                    rows,
                    Long[]::new,
                    row -> row.envelope().previousSequence().orElse(null));
            set(insert, 6, "text", rows, String[]::new, JournalEntry::type);
            set(insert, 7, "text", rows, String[]::new, row -> row.actor().id());
            set(insert, 8, "int8", rows, Long[]::new, row -> Instants.toMicros(row.occurredAt()));
            set(insert, 9, "int8", rows, Long[]::new, row -> Instants.toMicros(row.recordedAt()));
            set(insert, 10, "text", rows, String[]::new, row -> row.envelope().idempotencyKey());
            insert.executeUpdate();
        }
    };

    private final String sql;

    BareInsert(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    /** Inserts rows; the caller commits. */
    abstract void insert(PreparedStatement insert, List<JournalEntry> rows) throws SQLException;

    /** Inserts all rows, with a commit for each batch. */
    void insertAll(Connection connection, List<JournalEntry> rows, int batch) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int first = 0; first < rows.size(); first += batch) {
                insert(insert, rows.subList(first, Math.min(rows.size(), first + batch)));
                connection.commit();
            }
        }
    }

    private static <T> void set(
            PreparedStatement insert,
            int column,
            String type,
            List<JournalEntry> rows,
            IntFunction<T[]> array,
            Function<JournalEntry, @Nullable T> value)
            throws SQLException {
        insert.setArray(
                column,
                insert.getConnection()
                        .createArrayOf(type, rows.stream().map(value).toArray(array)));
    }
}
