package io.countersign.benchmarks;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.EntryTable;
import io.countersign.analytics.internal.FieldChangeTable;
import io.countersign.analytics.internal.TableShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of an export in tables of PostgreSQL, with the indexes that these questions want. */
final class PostgresEngine extends JdbcEngine {
    private static final List<TableShape> SHAPES = List.of(EntryTable.SHAPE, FieldChangeTable.SHAPE);

    private final Postgres server;
    private long bytes;

    private PostgresEngine(Postgres server, Connection connection) {
        super(connection);
        this.server = server;
    }

    static PostgresEngine open(ExportRows rows, Path scratch) throws SQLException, IOException {
        Postgres server = Postgres.startForQueries();
        PostgresEngine engine = new PostgresEngine(server, server.connections().getConnection());
        for (TableShape shape : SHAPES) {
            engine.run("CREATE UNLOGGED TABLE " + shape.table() + " ("
                    + rows.peerColumns(shape).stream()
                            .map(column -> column.name() + " " + type(column))
                            .collect(Collectors.joining(", "))
                    + ")");
            for (Path file : rows.files(shape)) {
                engine.load(shape, rows.peerColumns(shape), file, scratch.resolve("rows.csv"));
            }
        }
        engine.run("VACUUM ANALYZE");
        engine.bytes = engine.size();
        for (String statement : Question.Dialect.POSTGRES.setup()) {
            engine.run(statement);
        }
        return engine;
    }

    private static String type(TableShape.Column column) {
        return switch (column.type()) {
            case "BLOB" -> "bytea";
            case "VARCHAR" -> column.name().equals("payload") ? "json" : "text";
            default -> column.type();
        };
    }

    /** By way of a text file, as both engines read and write those fast. */
    private void load(TableShape shape, List<TableShape.Column> held, Path file, Path csv)
            throws SQLException, IOException {
        String columns = held.stream()
                .map(column -> column.type().equals("BLOB") ? "'\\x' || hex(" + column.name() + ")" : column.name())
                .collect(Collectors.joining(", "));
        try (DuckDb duck = DuckDb.inMemory(Map.of())) {
            duck.run("COPY (" + ExportRows.select(shape, List.of(file), columns) + ") TO " + DuckDb.literal(csv)
                    + " (FORMAT csv, HEADER false)");
        }
        run("COPY " + shape.table() + " FROM " + DuckDb.literal(csv) + " (FORMAT csv)");
        Files.delete(csv);
    }

    private long size() throws SQLException {
        long all = 0;
        for (TableShape shape : SHAPES) {
            all += Long.parseLong(rows("SELECT pg_total_relation_size('" + shape.table() + "')")
                    .get(0)
                    .get(0));
        }
        return all;
    }

    /** What the tables take without indexes. */
    long bytes() {
        return bytes;
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public Question.Dialect dialect() {
        return Question.Dialect.POSTGRES;
    }

    @Override
    public void close() throws SQLException, IOException {
        super.close();
        server.close();
    }
}
