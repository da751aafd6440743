package io.countersign.analytics.internal;

import io.countersign.model.json.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The database of a native layer, open for adding to it. It holds what the export's files hold, without the envelopes, and
 * beside that what makes questions fast and can be kept as entries come: what each entry about a change says, in columns, and
 * from time to time a snapshot of all fields. Not for use by several threads.
 */
public final class LayerStore implements AutoCloseable {
    /** The name under which the database is attached. */
    public static final String NAME = "audit";

    private static final Script TABLES = Script.load("layer.sql");
    private static final Script ADD = Script.load("layer_add.sql");
    private static final Script SNAPSHOT = Script.load("layer_snapshot.sql");
    private static final String DEFINITIONS = """
            SELECT schema_name || '.' || view_name AS name, sql FROM duckdb_views() WHERE database_name = '%1$s' UNION ALL
            SELECT schema_name || '.' || table_name, sql FROM duckdb_tables() WHERE database_name = '%1$s' UNION ALL
            SELECT schema_name || '.' || function_name, macro_definition FROM duckdb_functions()
            WHERE database_name = '%1$s'""";
    private static final int SNAPSHOT_CHANGES_MIN = 20_000;

    private final DuckDb duck;
    private final SnapshotRule rule;

    private LayerStore(DuckDb duck, SnapshotRule rule) {
        this.duck = duck;
        this.rule = rule;
    }

    /** Says when to take a snapshot. */
    @FunctionalInterface
    public interface SnapshotRule {
        /** When as many rows have come as the last snapshot holds: so snapshots cost no more than what is added. */
        SnapshotRule STANDARD = (changes, rows) -> changes >= Math.max(SNAPSHOT_CHANGES_MIN, rows);

        /** Whether one is due, with so many changes of fields since the last, which has so many rows. */
        boolean isDue(long changes, long rows);
    }

    /** A part of the export that is in the layer. */
    public record Part(long firstSequence, long lastSequence, String ledgerSha256) {}

    /**
     * Opens the file, making it if it does not exist; what does not fit into memory goes to the directory.
     *
     * @throws DuckDbException if it is open elsewhere, or is no such database
     */
    public static LayerStore open(Path file, Path spill, int memoryMegabytes, SnapshotRule rule) {
        DuckDb duck = DuckDb.inMemory(Map.of(
                "memory_limit",
                memoryMegabytes + "MB",
                "temp_directory",
                spill.toString(),
                "autoload_known_extensions",
                "false"));
        try {
            duck.run("ATTACH ':memory:' AS source");
            duck.run("USE source");
            Views.relations(duck, List.of(), List.of());
            duck.attachForWriting(file, NAME);
            duck.run("USE " + NAME);
            duck.run(TABLES);
            Views.overLayer().forEach(duck::run);
            return new LayerStore(duck, rule);
        } catch (RuntimeException e) {
            duck.close();
            throw e;
        }
    }

    /** A digest over everything that databases are made by here: one that was made by something else does not answer the same. */
    public static Digest definition() {
        return Digest.of(Stream.concat(Stream.of(TABLES, Views.CHANGE_FACT, ADD, SNAPSHOT), Views.overLayer().stream())
                .map(Script::text)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8));
    }

    /** What is in it, in order. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        try (Rows rows = duck.query(
                "SELECT first_sequence, last_sequence, ledger_sha256 FROM layer.part ORDER BY first_sequence")) {
            while (rows.next()) {
                parts.add(new Part(rows.number(1), rows.number(2), rows.text(3)));
            }
        }
        return parts;
    }

    /** Adds the entries of a part and what follows from them. */
    public void add(Part part, Path ledger, Optional<Path> fieldChanges) {
        duck.run("USE source");
        Views.relations(duck, List.of(ledger), fieldChanges.stream().toList());
        duck.run("USE " + NAME);
        duck.run("BEGIN");
        duck.run(ADD);
        duck.run("INSERT INTO layer.part VALUES (" + part.firstSequence() + ", " + part.lastSequence() + ", "
                + DuckDb.literal(part.ledgerSha256()) + ")");
        duck.run("COMMIT");
        if (rule.isDue(changesSinceSnapshot(), rowsOfSnapshot())) {
            duck.run("BEGIN");
            duck.run(SNAPSHOT);
            duck.run("COMMIT");
        }
    }

    /**
     * In what another database differs from one that was made for comparison, in words; empty when they say the same.
     *
     * @throws DuckDbException if one of them cannot be read
     */
    public static List<String> differences(Path made, Path other, Path spill) {
        try (DuckDb duck = DuckDb.inMemory(Map.of(
                "memory_limit", "1GB", "temp_directory", spill.toString(), "autoload_known_extensions", "false"))) {
            duck.run("ATTACH " + DuckDb.literal(made) + " AS made (READ_ONLY)");
            duck.run("ATTACH " + DuckDb.literal(other) + " AS other (READ_ONLY)");
            List<String> differences = new ArrayList<>();
            String definitions = excess(DEFINITIONS.formatted("made"), DEFINITIONS.formatted("other"));
            duck.texts("SELECT DISTINCT name FROM (" + definitions + ") ORDER BY name")
                    .forEach(name -> differences.add(name + " is defined differently"));
            if (differences.isEmpty()) {
                for (String table : duck.texts("SELECT schema_name || '.' || table_name FROM duckdb_tables()"
                        + " WHERE database_name = 'made' ORDER BY 1")) {
                    String rows = duck.value("SELECT count(*) FROM ("
                            + excess("SELECT * FROM made." + table, "SELECT * FROM other." + table) + ")");
                    if (!rows.equals("0")) {
                        differences.add(table + " has " + rows + " rows too many or too few");
                    }
                }
            }
            return differences;
        }
    }

    private static String excess(String one, String two) {
        return "((" + one + ") EXCEPT ALL (" + two + ")) UNION ALL ((" + two + ") EXCEPT ALL (" + one + "))";
    }

    /** Brings everything into the one file. */
    public void checkpoint() {
        duck.run("CHECKPOINT " + NAME);
    }

    @Override
    public void close() {
        duck.close();
    }

    private long changesSinceSnapshot() {
        return number("SELECT count(*) FROM layer.field_change WHERE era = (SELECT max(era) FROM layer.snapshot)");
    }

    private long rowsOfSnapshot() {
        return number("SELECT max_by(field_rows, era) FROM layer.snapshot");
    }

    private long number(String sql) {
        return Long.parseLong(duck.value(sql));
    }
}
