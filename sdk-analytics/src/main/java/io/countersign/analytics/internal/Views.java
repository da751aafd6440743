package io.countersign.analytics.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Puts the questions over an export's files. */
public final class Views {
    private static final String SCRIPT = "views.sql";

    private Views() {}

    /** Views over exactly these files: what is asked is read from them. */
    public static void overFiles(DuckDb duck, List<Path> ledger, List<Path> fieldChanges) {
        source(duck, EntryTable.SHAPE, ledger, "VIEW");
        source(duck, FieldChangeTable.SHAPE, fieldChanges, "VIEW");
        questions(duck);
    }

    /** The same over tables of the engine's own, which hold a copy of the files without the envelopes. */
    public static void overTables(DuckDb duck, List<Path> ledger, List<Path> fieldChanges) {
        source(duck, EntryTable.SHAPE, ledger, "TABLE");
        duck.run("ALTER TABLE entry DROP COLUMN envelope");
        source(duck, FieldChangeTable.SHAPE, fieldChanges, "TABLE");
        questions(duck);
    }

    /** A query for the rows of files of one shape, in the files' order; of no file, no rows. */
    public static String select(TableShape shape, List<Path> files) {
        if (files.isEmpty()) {
            List<String> nothing = shape.columns().stream()
                    .map(column -> "CAST(NULL AS " + column.type() + ") AS " + column.name())
                    .toList();
            return "SELECT " + String.join(", ", nothing) + " WHERE false";
        }
        return "SELECT " + shape.names() + " FROM read_parquet(" + DuckDb.filesLiteral(files)
                + ", hive_partitioning = false)";
    }

    private static void source(DuckDb duck, TableShape shape, List<Path> files, String as) {
        duck.run("CREATE " + as + " " + shape.table() + " AS " + select(shape, files));
    }

    private static void questions(DuckDb duck) {
        for (String statement : script().split(";\n", -1)) {
            if (!statement.isBlank()) {
                duck.run(statement);
            }
        }
    }

    private static String script() {
        try (InputStream in = Views.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + SCRIPT);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + SCRIPT + " from the jar failed", e);
        }
    }
}
