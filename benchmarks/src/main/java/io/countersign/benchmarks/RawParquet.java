package io.countersign.benchmarks;

import io.countersign.analytics.internal.EntryTable;
import io.countersign.analytics.internal.FieldChangeTable;
import io.countersign.analytics.internal.TableShape;
import io.countersign.model.journal.Envelope;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Instants;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The rows of an export, written to Parquet by DuckDB and nothing else: from its own tables, or from entries that are put into one by
 * hand. The settings of the files are those of an export.
 */
final class RawParquet implements AutoCloseable {
    private static final TableShape ENTRY = EntryTable.SHAPE;
    private static final TableShape FIELD_CHANGE = FieldChangeTable.SHAPE;
    private static final String APPENDED = "appended";

    private final DuckDBConnection connection;
    private final Path folder;

    private RawParquet(DuckDBConnection connection, Path folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /** An engine in memory with the rows of an export in its tables, that writes into a folder. */
    static RawParquet inMemory(ExportRows rows, Path folder) throws SQLException {
        return open("jdbc:duckdb:", rows, folder);
    }

    /** The same over a new database. */
    static RawParquet onFile(ExportRows rows, Path database, Path folder) throws SQLException {
        return open("jdbc:duckdb:" + database, rows, folder);
    }

    private static RawParquet open(String url, ExportRows rows, Path folder) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        RawParquet raw = new RawParquet(connection.unwrap(DuckDBConnection.class), folder);
        raw.run("SET TimeZone = 'UTC'");
        raw.run("CREATE TABLE " + ENTRY.table() + " AS " + rows.select(ENTRY));
        raw.run("CREATE TABLE " + FIELD_CHANGE.table() + " AS " + rows.select(FIELD_CHANGE));
        raw.run(ENTRY.create(APPENDED));
        return raw;
    }

    /** Both tables, from where they are. */
    Path copyTables() throws SQLException {
        copy(FIELD_CHANGE.table(), FIELD_CHANGE);
        return copy(ENTRY.table(), ENTRY);
    }

    /** Entries, without the rows that follow from them, by way of a table. */
    Path appendAndCopy(List<JournalEntry> entries) throws SQLException {
        run("TRUNCATE " + APPENDED);
        try (DuckDBAppender rows = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, APPENDED)) {
            for (JournalEntry entry : entries) {
                append(rows, entry);
            }
        }
        return copy(APPENDED, ENTRY);
    }

    private static void append(DuckDBAppender rows, JournalEntry entry) throws SQLException {
        Envelope envelope = entry.envelope();
        rows.beginRow()
                .append(envelope.sequence())
                .append(envelope.stream())
                .append(envelope.revision())
                .append(envelope.type())
                .append(envelope.schemaVersion())
                .append(envelope.actor().id())
                .appendEpochMicros(Instants.toMicros(envelope.occurredAt()))
                .appendEpochMicros(Instants.toMicros(envelope.recordedAt()))
                .append(envelope.clockSource())
                .append(envelope.clockErrorMicros())
                .append(envelope.idempotencyKey());
        Optional<Long> previous = envelope.previousSequence();
        if (previous.isPresent()) {
            rows.append((long) previous.get());
        } else {
            rows.appendNull();
        }
        rows.append(envelope.previousLeaf().orElse(null))
                .append(envelope.payloadDigest().toString())
                .append(entry.payload().toString())
                .append(entry.leafHex())
                .append(entry.envelopeBytes())
                .endRow();
    }

    private Path copy(String table, TableShape shape) throws SQLException {
        Path file = folder.resolve(table + ".parquet");
        String ids = shape.columns().stream()
                .map(column -> column.name() + ": " + column.id())
                .collect(Collectors.joining(", ", "{", "}"));
        run("COPY (SELECT * FROM " + table + ") TO '" + file
                + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, FIELD_IDS " + ids + ")");
        return file;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
