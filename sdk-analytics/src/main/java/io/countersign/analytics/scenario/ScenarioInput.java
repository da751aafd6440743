package io.countersign.analytics.scenario;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.Rows;
import io.countersign.analytics.internal.SourceRelation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rows of a source in the engine, as a view of the scenario's own columns over a table: numbers are DECIMALs, and rows with a
 * fault stand aside. Used by one thread.
 */
final class ScenarioInput {
    private static final int FRACTION_DIGITS_MAX = 18;
    private static final int INTEGER_DIGITS_MAX = 20;
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");
    private static final Map<String, Integer> WHOLE = Map.of(
            "TINYINT",
            3,
            "SMALLINT",
            5,
            "INTEGER",
            10,
            "BIGINT",
            19,
            "UTINYINT",
            3,
            "USMALLINT",
            5,
            "UINTEGER",
            10,
            "UBIGINT",
            20);
    private static final String NUMBER = "[+-]?0*[0-9]{1,20}([.][0-9]{1,18}0*)?";

    /** How a column is read. */
    enum Kind {
        TEXT,
        /** A text that may be absent, as may the column; empty then. */
        OPTIONAL_TEXT,
        /** BUY or SELL in any case. */
        SIDE,
        NUMBER
    }

    /**
     * A column that a scenario reads.
     *
     * @param bound a comparison that each number must meet, such as {@code > 0}; empty for any
     */
    record Column(String name, Kind kind, String bound) {
        static Column text(String name) {
            return new Column(name, Kind.TEXT, "");
        }

        static Column number(String name, String bound) {
            return new Column(name, Kind.NUMBER, bound);
        }
    }

    private final DuckDb duck;
    private final SourceTable source;
    private final ScenarioFindings findings;
    /** Digits after the point of columns whose type says so; 18 where it is to be found out. */
    private final Map<String, Integer> declaredScales = new LinkedHashMap<>();

    private ScenarioInput(DuckDb duck, SourceTable source) {
        this.duck = duck;
        this.source = source;
        this.findings = new ScenarioFindings(source.toString());
    }

    /**
     * Reads a source.
     *
     * @param view how the scenario's script calls the rows
     * @throws ScenarioInputException if a column is missing or holds no exact numbers
     */
    static ScenarioInput load(DuckDb duck, SourceTable source, String view, List<Column> columns) {
        ScenarioInput input = new ScenarioInput(duck, source);
        try {
            source.open(duck);
            input.read(view, columns);
            return input;
        } catch (DuckDbException e) {
            if (e.type().equals("out of memory")) {
                throw e;
            }
            throw new ScenarioInputException("The rows cannot be read: " + source + ": " + e.what(), e);
        }
    }

    ScenarioFindings findings() {
        return findings;
    }

    long rowsRead() {
        return Long.parseLong(duck.value("SELECT count(*) FROM input"));
    }

    /** An aggregate that says how many digits after the point a column needs. */
    String scaleOf(String column) {
        int declared = declaredScales.getOrDefault(column, FRACTION_DIGITS_MAX);
        return declared < FRACTION_DIGITS_MAX
                ? "max(" + declared + ")"
                : "max(length(rtrim(split_part(CAST(" + column + " AS VARCHAR), '.', 2), '0')))";
    }

    /** Digits after the point of a column's type. */
    int typeScale(String column) {
        return declaredScales.getOrDefault(column, FRACTION_DIGITS_MAX);
    }

    private void read(String view, List<Column> columns) {
        Map<String, String> types = types();
        requireNames(columns, types);
        List<String> read = new ArrayList<>();
        StringBuilder fault = new StringBuilder("CASE");
        for (Column column : columns) {
            String actual = source.nameOf(column.name());
            String type = types.getOrDefault(actual, "");
            if (type.isEmpty()) {
                read.add("'' AS " + column.name());
                continue;
            }
            String raw = "raw_" + column.name();
            read.add(SourceRelation.quoted(actual) + " AS " + raw);
            read.add(expression(column, SourceRelation.quoted(actual), type) + " AS " + column.name());
            if (column.kind() != Kind.OPTIONAL_TEXT) {
                fault.append(" WHEN " + raw + " IS NULL THEN " + told("EMPTY", column, "''"));
            }
            if (column.kind() == Kind.NUMBER || column.kind() == Kind.SIDE) {
                fault.append(" WHEN " + column.name() + " IS NULL THEN " + told("NUMBER", column, raw));
            }
            if (!column.bound().isEmpty()) {
                fault.append(" WHEN NOT (" + column.name() + " " + column.bound() + ") THEN ");
                fault.append(told("RANGE", column, raw));
            }
        }
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        duck.run("CREATE TABLE input AS SELECT " + names + ", " + fault + " END AS fault FROM (SELECT "
                + String.join(", ", read) + " FROM " + SourceRelation.NAME + ")");
        duck.run("DROP " + relationKind() + " " + SourceRelation.NAME);
        duck.run("CREATE VIEW " + view + " AS SELECT rowid + 1 AS row_number, " + names
                + " FROM input WHERE fault IS NULL");
        report(columns);
    }

    private String relationKind() {
        return duck.value("SELECT CASE WHEN EXISTS (SELECT 1 FROM duckdb_tables() WHERE table_name = '"
                + SourceRelation.NAME + "') THEN 'TABLE' ELSE 'VIEW' END");
    }

    private Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        try (Rows rows = duck.query("DESCRIBE " + SourceRelation.NAME)) {
            while (rows.next()) {
                types.put(rows.text(1), rows.text(2));
            }
        }
        return types;
    }

    private void requireNames(List<Column> columns, Map<String, String> types) {
        List<String> expected = columns.stream().map(Column::name).toList();
        for (String renamed : source.renamed()) {
            if (!expected.contains(renamed)) {
                throw new ScenarioInputException("The scenario has no column " + renamed + " to rename; it reads "
                        + String.join(", ", expected) + ": " + source);
            }
        }
        List<String> missing = columns.stream()
                .filter(column -> column.kind() != Kind.OPTIONAL_TEXT
                        || !source.nameOf(column.name()).equals(column.name()))
                .map(column -> source.nameOf(column.name()))
                .filter(name -> !types.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new ScenarioInputException(
                    "No column " + String.join(", ", missing) + " in " + source + ", which has "
                            + String.join(", ", types.keySet())
                            + ". Add it, or say with SourceTable.withColumn what it is called");
        }
    }

    private String expression(Column column, String raw, String type) {
        return switch (column.kind()) {
            case TEXT -> "CAST(" + raw + " AS VARCHAR)";
            case OPTIONAL_TEXT -> "coalesce(CAST(" + raw + " AS VARCHAR), '')";
            case SIDE -> "CASE upper(CAST(" + raw + " AS VARCHAR)) WHEN 'BUY' THEN 'BUY' WHEN 'SELL' THEN 'SELL' END";
            case NUMBER -> number(column, raw, type);
        };
    }

    private String number(Column column, String raw, String type) {
        Matcher decimal = DECIMAL.matcher(type);
        boolean isDecimal = decimal.matches();
        int width = isDecimal ? Integer.parseInt(decimal.group(1)) : WHOLE.getOrDefault(type, 0);
        int scale = isDecimal ? Integer.parseInt(decimal.group(2)) : 0;
        if (width > 0 && scale <= FRACTION_DIGITS_MAX && width - scale <= INTEGER_DIGITS_MAX) {
            declaredScales.put(column.name(), scale);
            return "CAST(" + raw + " AS DECIMAL(" + width + ", " + scale + "))";
        }
        if (!isDecimal && !type.equals("VARCHAR") && !type.equals("HUGEINT") && !type.equals("UHUGEINT")) {
            throw new ScenarioInputException("Column " + source.nameOf(column.name()) + " is " + type
                    + ", which holds no exact decimals: give it as DECIMAL or as text, in " + source);
        }
        // Casts round what has too many digits, so they must be counted first.
        String text = "CAST(" + raw + " AS VARCHAR)";
        return "CASE WHEN regexp_full_match(" + text + ", '" + NUMBER + "') THEN CAST(" + text
                + " AS DECIMAL(38, 18)) END";
    }

    private static String told(String fault, Column column, String value) {
        return "concat('" + fault + "|" + column.name() + "|', " + value + ")";
    }

    private void report(List<Column> columns) {
        Map<String, Column> byName = columns.stream().collect(Collectors.toMap(Column::name, column -> column));
        String sql = "SELECT split_part(fault, '|', 1), split_part(fault, '|', 2), count(*), min(rowid) + 1,"
                + " arg_min(fault, rowid) FROM input WHERE fault IS NOT NULL GROUP BY 1, 2 ORDER BY 4";
        try (Rows rows = duck.query(sql)) {
            while (rows.next()) {
                String name = rows.text(2);
                Column column = byName.get(name);
                String value = rows.text(5).split("\\|", 3)[2];
                if (column != null) {
                    report(rows.text(1), column, value, rows.number(3), rows.number(4));
                }
            }
        }
    }

    private void report(String fault, Column column, String value, long count, long firstRow) {
        String name = source.nameOf(column.name());
        switch (fault) {
            case "EMPTY" ->
                findings.leftOut(
                        ScenarioFindings.EMPTY,
                        column.name(),
                        count,
                        firstRow,
                        value,
                        "Column " + name + " holds no value: fill it in");
            case "NUMBER" ->
                findings.leftOut(
                        ScenarioFindings.NUMBER,
                        column.name(),
                        count,
                        firstRow,
                        value,
                        "Column " + name + " holds \"" + value + "\": "
                                + (column.kind() == Kind.SIDE
                                        ? "a side is BUY or SELL"
                                        : "give a decimal without exponent, with at most 20 digits before and 18 after"
                                                + " the point"));
            default ->
                findings.leftOut(
                        ScenarioFindings.RANGE,
                        column.name(),
                        count,
                        firstRow,
                        value,
                        "Column " + name + " must be " + column.bound() + ": " + value
                                + ", check where it was read from");
        }
    }
}
