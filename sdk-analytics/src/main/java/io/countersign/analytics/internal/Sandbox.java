package io.countersign.analytics.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine for statements that are not ours. The walls, each enough against most of it: the database is open for reading
 * only and there is no other, the engine may touch no other file and load nothing, its settings are locked, and only a single
 * SELECT gets to it, of bounded length and without the functions that no limit of the engine holds for. The last alone would not
 * do, since a SELECT can carry data-modifying parts.
 */
public final class Sandbox {
    /** Characters of a statement. Planning follows the text more than linearly, and no limit of the engine holds for it. */
    public static final int LENGTH_MAX = 100_000;

    private static final String CHANGES = "Only a SELECT is answered here, nothing that changes or reaches anything";

    /** Functions that are not called here, by what to do instead. */
    private static final Map<String, String> REFUSED = refused();

    /** What the parser makes of a text; asked inside the engine, since the answer is as deep as the text. */
    private static final String PARSED = """
            SELECT CAST(p ->> 'error' AS BOOLEAN),
                p ->> 'error_type',
                json_array_length(p -> 'statements'),
                regexp_matches(t, '"type":"[A-Z_]+_QUERY_NODE"'),
                contains(t, '"materialized":"CTE_MATERIALIZE_NEVER"'),
                regexp_matches(t, '"function_name":"[^"]*","schema":"[^"]'),
                list_distinct(regexp_extract_all(lower(t), '"function_name":"([^"]*)"', 1)),
                list_distinct(regexp_extract_all(
                    regexp_replace(lower(t), '"function":[{]"class":"function","type":"function","alias":"[^"]*",'
                        || '"query_location":[0-9]+,"query_location_length":[0-9]+,"function_name":', '', 'g'),
                    '"function_name":"([^"]*)"', 1))
            FROM (SELECT p, CAST(p AS VARCHAR) AS t FROM (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS p))
            """;

    /**
     * Functions whose one argument says how much they make, hidden behind ones that take at most 32,767. They make it beside the
     * memory that the engine counts, and cannot be interrupted.
     */
    private static final List<String> MEASURED = List.of(
            "repeat(s, n) AS system.main.repeat(s, CAST(n AS SMALLINT))",
            "lpad(s, n, p) AS system.main.lpad(s, CAST(n AS SMALLINT), p)",
            "rpad(s, n, p) AS system.main.rpad(s, CAST(n AS SMALLINT), p)",
            "bitstring(s, n) AS system.main.bitstring(s, CAST(n AS SMALLINT))",
            "list_resize(l, n) AS system.main.list_resize(l, CAST(n AS SMALLINT)),"
                    + " (l, n, v) AS system.main.list_resize(l, CAST(n AS SMALLINT), v)",
            "array_resize(l, n) AS system.main.array_resize(l, CAST(n AS SMALLINT)),"
                    + " (l, n, v) AS system.main.array_resize(l, CAST(n AS SMALLINT), v)");

    private Sandbox() {}

    /** Opens the database of a native layer inside the walls. */
    public static DuckDb open(Path database, int memoryMegabytes, Duration time, int threads) {
        DuckDb duck = DuckDb.inMemory(Map.of(
                "autoload_known_extensions", "false",
                "autoinstall_known_extensions", "false",
                "allow_community_extensions", "false",
                "temp_directory", "",
                "memory_limit", memoryMegabytes + "MB",
                "threads", Integer.toString(threads)));
        try {
            duck.readLayer(database);
            duck.run("DETACH memory");
            duck.run("SET enable_external_access = false");
            for (String macro : MEASURED) {
                duck.run("CREATE TEMP MACRO " + macro);
            }
            duck.run("SET errors_as_json = true");
            duck.tellProgress();
            duck.run("SET max_execution_time = " + time.toMillis());
            duck.run("SET lock_configuration = true");
            return duck;
        } catch (RuntimeException e) {
            duck.close();
            throw e;
        }
    }

    /** A text that is not answered. */
    public static final class NoQuestionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String what;
        private final boolean tooLong;

        NoQuestionException(String what, boolean tooLong) {
            super(what);
            this.what = what;
            this.tooLong = tooLong;
        }

        /** Why not. */
        public String what() {
            return what;
        }

        /** Whether less of it might be answered. */
        public boolean tooLong() {
            return tooLong;
        }
    }

    /**
     * Asks one question, on a thread of its own, while the caller's watches.
     *
     * @throws NoQuestionException if the text is none
     * @throws java.util.concurrent.CancellationException if the watcher gives up or its thread is interrupted
     */
    public static Rows ask(DuckDb duck, String sql, Watcher watcher) {
        if (sql.length() > LENGTH_MAX) {
            throw new NoQuestionException(
                    "A question of " + sql.length() + " characters is longer than " + LENGTH_MAX, true);
        }
        if (sql.indexOf('\0') >= 0) {
            throw refusal("A question holds no NUL characters; there is one at character " + (sql.indexOf('\0') + 1));
        }
        return duck.query(watcher, () -> requireOneSelect(duck, sql), sql);
    }

    /**
     * Lets pass what the engine's own parser takes for one SELECT that calls nothing refused. A text that it cannot parse
     * passes too: running it tells where the fault is.
     */
    private static void requireOneSelect(DuckDb duck, String sql) {
        try (Rows parsed = duck.query(PARSED, sql)) {
            parsed.next();
            if (parsed.flag(1)) {
                if (!parsed.findText(2).equals(Optional.of("parser"))) {
                    throw refusal(CHANGES);
                }
                return;
            }
            if (parsed.number(3) != 1) {
                throw refusal("One statement at a time is answered here");
            }
            if (parsed.flag(4)) {
                throw refusal(CHANGES);
            }
            if (parsed.flag(5)) {
                throw refusal("NOT MATERIALIZED is not taken here: leave it out");
            }
            if (parsed.flag(6)) {
                throw refusal("Functions are called by their bare names here, without a schema");
            }
            for (String name : parsed.texts(7)) {
                String advice = REFUSED.get(name);
                if (advice != null) {
                    throw refusal("The function " + name + " is not called here: " + advice);
                }
            }
            for (String name : parsed.texts(8)) {
                if (name.equals("range") || name.equals("generate_series")) {
                    throw refusal("The function " + name + " makes no lists here: select FROM " + name + "(...)");
                }
            }
        }
    }

    private static NoQuestionException refusal(String what) {
        return new NoQuestionException(what, false);
    }

    private static Map<String, String> refused() {
        String inside = "ask what it would run";
        String slow = "it cannot be stopped on long texts";
        String wide = "its width has no limit; use lpad, round or strftime";
        return Map.ofEntries(
                Map.entry("query", inside),
                Map.entry("json_execute_serialized_sql", inside),
                Map.entry("printf", wide),
                Map.entry("format", wide),
                Map.entry("equi_width_bins", "its number of bins has no limit"),
                Map.entry("levenshtein", slow),
                Map.entry("editdist3", slow),
                Map.entry("damerau_levenshtein", slow),
                Map.entry("jaro_similarity", slow),
                Map.entry("jaro_winkler_similarity", slow),
                Map.entry("sleep_ms", "it only waits"),
                Map.entry("pg_sleep", "it only waits"));
    }
}
