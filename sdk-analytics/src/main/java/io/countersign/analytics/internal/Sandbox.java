package io.countersign.analytics.internal;

import io.countersign.model.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An engine for statements that are not ours. The walls, each enough against most of it: the database is open for reading
 * only and there is no other, the engine may touch no other file and load nothing, its settings are locked, and only a single
 * SELECT gets to it. The last alone would not do, since a SELECT can carry data-modifying parts.
 */
public final class Sandbox {
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
        Map<?, ?> parsed =
                Json.read(duck.value("SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)", sql), Map.class);
        if (Boolean.TRUE.equals(parsed.get("error"))) {
            if (!"parser".equals(parsed.get("error_type"))) {
                throw new NoQuestionException(
                        "Only a SELECT is answered here, nothing that changes or reaches anything");
            }
            return;
        }
        if (!(parsed.get("statements") instanceof List<?> statements) || statements.size() != 1) {
            throw new NoQuestionException("One statement at a time is answered here");
        }
    }
}
