package io.countersign.benchmarks;

import io.countersign.analytics.internal.EntryTable;
import io.countersign.analytics.internal.FieldChangeTable;
import io.countersign.analytics.internal.TableShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** The rows of an export in tables of SQLite, with the indexes that these questions want. Instants are microseconds. */
final class SqliteEngine extends JdbcEngine {
    private static final List<TableShape> SHAPES = List.of(EntryTable.SHAPE, FieldChangeTable.SHAPE);
    private static final int BATCH = 10_000;

    private long bytes;

    private SqliteEngine(Connection connection) {
        super(connection);
    }

    static SqliteEngine open(ExportRows rows, Path scratch) throws SQLException, IOException {
        Path file = scratch.resolve("audit.sqlite");
        SqliteEngine engine = new SqliteEngine(DriverManager.getConnection("jdbc:sqlite:" + file));
        engine.run("PRAGMA page_size=8192");
        engine.run("PRAGMA journal_mode=OFF");
        engine.run("PRAGMA synchronous=OFF");
        engine.run("PRAGMA cache_size=-1000000");
        engine.run("PRAGMA temp_store=MEMORY");
        for (TableShape shape : SHAPES) {
            engine.run("CREATE TABLE " + shape.table() + " ("
                    + rows.peerColumns(shape).stream()
                            .map(column -> column.name() + " " + column.type())
                            .collect(Collectors.joining(", "))
                    + ")");
            engine.load(shape, rows);
        }
        engine.bytes = Files.size(file);
        for (String statement : Question.Dialect.SQLITE.setup()) {
            engine.run(statement);
        }
        return engine;
    }

    private void load(TableShape shape, ExportRows rows) throws SQLException {
        List<TableShape.Column> held = rows.peerColumns(shape);
        String columns = held.stream().map(SqliteEngine::value).collect(Collectors.joining(", "));
        String places = String.join(", ", Collections.nCopies(held.size(), "?"));
        Properties streaming = new Properties();
        streaming.setProperty("jdbc_stream_results", "true");
        connection().setAutoCommit(false);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:", streaming);
                Statement statement = duck.createStatement();
                ResultSet from = statement.executeQuery(ExportRows.select(shape, rows.files(shape), columns));
                PreparedStatement insert =
                        connection().prepareStatement("INSERT INTO " + shape.table() + " VALUES (" + places + ")")) {
            for (int row = 1; from.next(); row++) {
                for (int i = 1; i <= held.size(); i++) {
                    insert.setObject(i, from.getObject(i));
                }
                insert.addBatch();
                if (row % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        connection().commit();
        connection().setAutoCommit(true);
    }

    /** As SQLite has it: no type of its own for instants and truth. */
    private static String value(TableShape.Column column) {
        return switch (column.type()) {
            case "TIMESTAMP WITH TIME ZONE" -> "epoch_us(" + column.name() + ")";
            case "BOOLEAN" -> "CAST(" + column.name() + " AS INTEGER)";
            case "BLOB" -> "decode(" + column.name() + ")";
            default -> column.name();
        };
    }

    /** What the tables take without indexes. */
    long bytes() {
        return bytes;
    }

    @Override
    public String name() {
        return "SQLite";
    }

    @Override
    public Question.Dialect dialect() {
        return Question.Dialect.SQLITE;
    }
}
