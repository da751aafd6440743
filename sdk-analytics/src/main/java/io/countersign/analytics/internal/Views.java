package io.countersign.analytics.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts the questions over an export's files, or over the tables of a native layer. */
public final class Views {
    private static final List<Script> QUESTIONS = List.of(
            Script.load("changes.sql"),
            Script.load("configuration.sql"),
            Script.load("fields.sql"),
            Script.load("delivery.sql"));
    static final Script CHANGE_FACT = Script.load("change_fact.sql");
    private static final Script APPROVAL = Script.load("approval.sql");
    private static final Script BLAME = Script.load("blame.sql");
    private static final String COUNTING =
            "SELECT *, struct_pack(effective_at := effective_at, sequence := sequence) AS place"
                    + " FROM field_change WHERE effective_at <= effective AND recorded_at <= known";
    private static final String ABOUT =
            "about AS (SELECT change_id, unnest(['change/' || change_id, 'refused/' || change_id])"
                    + " AS stream FROM (SELECT unnest(changes) AS change_id))";
    private static final Script WINNER_OF_ALL = Script.load("field_winner_scan.sql");
    private static final Script WINNER_OF_LAYER = Script.load("field_winner_layer.sql");

    private Views() {}

    /** Views over exactly these files: what is asked is read from them. */
    public static void overFiles(DuckDb duck, List<Path> ledger, List<Path> fieldChanges) {
        relations(duck, ledger, fieldChanges);
        String factOfChanges = ABOUT
                + ", entry AS (SELECT e.* FROM main.entry e SEMI JOIN about a ON a.stream = e.stream), fact AS MATERIALIZED ("
                + CHANGE_FACT.query() + ")";
        questions(WINNER_OF_ALL, factOfChanges).forEach(duck::run);
    }

    /** The relations that all questions rest on: what the files hold, and what follows from one row at a time. */
    static void relations(DuckDb duck, List<Path> ledger, List<Path> fieldChanges) {
        duck.run("CREATE OR REPLACE VIEW entry AS " + select(EntryTable.SHAPE, ledger));
        duck.run("CREATE OR REPLACE VIEW field_change AS " + select(FieldChangeTable.SHAPE, fieldChanges));
        duck.run("CREATE OR REPLACE VIEW change_fact AS " + CHANGE_FACT.text());
    }

    /** What puts the questions over a native layer that is the engine's current database. */
    static List<Script> overLayer() {
        return questions(
                WINNER_OF_LAYER,
                ABOUT
                        + ", fact AS MATERIALIZED (SELECT f.* FROM change_fact f SEMI JOIN about a ON a.change_id = f.change_id)");
    }

    /** @param factOfChanges common table expressions that make the relation fact of the changes in a list */
    private static List<Script> questions(Script winner, String factOfChanges) {
        List<Script> scripts = new ArrayList<>();
        scripts.add(winner);
        scripts.add(new Script("CREATE OR REPLACE VIEW approval AS WITH fact AS NOT MATERIALIZED (FROM change_fact), "
                + APPROVAL.query()));
        scripts.add(new Script("CREATE OR REPLACE MACRO approval_of(changes) AS TABLE WITH " + factOfChanges + ", "
                + APPROVAL.query()));
        scripts.add(new Script("CREATE OR REPLACE MACRO blame_as_of(effective, known) AS TABLE"
                + " WITH seen AS NOT MATERIALIZED (" + COUNTING + "), " + BLAME.query()));
        scripts.add(
                new Script("CREATE OR REPLACE MACRO document_blame(in_scope, of_document, effective, known) AS TABLE"
                        + " WITH seen AS MATERIALIZED (" + COUNTING
                        + " AND scope = in_scope AND document = of_document), "
                        + BLAME.query()));
        scripts.addAll(QUESTIONS);
        return scripts;
    }

    /** The columns of a file, in order, as {@code id name type}. */
    public static List<String> columns(DuckDb duck, Path file) {
        String files = DuckDb.filesLiteral(List.of(file));
        return duck.texts(
                "SELECT coalesce(CAST(f.field_id AS VARCHAR), '-') || ' ' || d.column_name || ' ' || d.column_type"
                        + " FROM (DESCRIBE SELECT * FROM read_parquet(" + files
                        + ", hive_partitioning = false)) d POSITIONAL JOIN"
                        + " (SELECT field_id FROM parquet_schema(" + files
                        + ") WHERE coalesce(num_children, 0) = 0) f");
    }

    /** A query for the rows of files of one shape, in the files' order; of no file, no rows. */
    public static String select(TableShape shape, List<Path> files) {
        if (files.isEmpty()) {
            List<String> nothing = shape.columns().stream()
                    .map(column -> "CAST(NULL AS " + column.type() + ") AS " + column.name())
                    .toList();
            return "SELECT " + String.join(", ", nothing) + " WHERE false";
        }
        return "SELECT " + shape.names() + " FROM read_parquet(" + DuckDb.filesLiteral(files) + ", schema = "
                + shape.byId() + ", hive_partitioning = false)";
    }
}
