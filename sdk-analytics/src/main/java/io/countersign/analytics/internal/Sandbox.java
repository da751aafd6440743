package io.countersign.analytics.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An engine for statements that are not ours. The walls, each enough against most of it: the database is open for reading
 * only and there is no other, the engine may touch no other file and load nothing, its settings are locked, and only a single
 * SELECT gets to it. The last alone would not do, since a SELECT can carry data-modifying parts.
 */
public final class Sandbox {
    /** What the parser makes of a text; asked inside the engine, since the answer is as deep as the text. */
    private static final String PARSED = "SELECT CAST(p ->> 'error' AS BOOLEAN), p ->> 'error_type',"
            + " json_array_length(p -> 'statements') FROM (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS p)";

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
            duck.run("SET errors_as_json = true");
            duck.run("SET enable_progress_bar = true");
            duck.run("SET enable_progress_bar_print = false");
            duck.run("SET progress_bar_time = 0");
            duck.run("SET max_execution_time = " + time.toMillis());
            duck.run("SET lock_configuration = true");
            return duck;
        } catch (RuntimeException e) {
            duck.close();
            throw e;
        }
    }

    /** A text that is not one question. */
    public static final class NoQuestionException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String what;

        NoQuestionException(String what) {
            super(what);
            this.what = what;
        }

        /** Why not. */
        public String what() {
            return what;
        }
    }

    /**
     * Lets pass what the engine's own parser takes for one SELECT. A text that it cannot parse passes too: running it tells
     * where the fault is.
     */
    public static void requireOneSelect(DuckDb duck, String sql) throws NoQuestionException {
        try (Rows parsed = duck.query(PARSED, sql)) {
            parsed.next();
            if (parsed.flag(1)) {
                if (!parsed.findText(2).equals(Optional.of("parser"))) {
                    throw new NoQuestionException(
                            "Only a SELECT is answered here, nothing that changes or reaches anything");
                }
            } else if (parsed.number(3) != 1) {
                throw new NoQuestionException("One statement at a time is answered here");
            }
        }
    }
}
