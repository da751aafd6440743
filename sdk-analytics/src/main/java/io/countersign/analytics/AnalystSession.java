package io.countersign.analytics;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.Sandbox;
import io.countersign.analytics.internal.Watcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A place to ask anything in SQL that cannot do harm: it reads the export's native layer or a copy made for it, reaches no file and no network, changes
 * nothing, and is held to its limits. One {@code SELECT} at a time ({@code WITH}, {@code FROM}, {@code VALUES}, {@code
 * DESCRIBE}, {@code SUMMARIZE} and {@code SHOW} are such too). Not for use by several threads.
 */
public final class AnalystSession implements AutoCloseable {
    private final QueryLimits limits;
    private final @Nullable Path scratch;
    private final DuckDb duck;

    private AnalystSession(QueryLimits limits, @Nullable Path scratch, DuckDb duck) {
        this.limits = limits;
        this.scratch = scratch;
        this.duck = duck;
    }

    /** Starts a session on the database of a native layer. */
    static AnalystSession over(Path database, QueryLimits limits) {
        return start(database, limits, null);
    }

    /** Starts a session on a native layer made for it in a scratch directory, which goes with it. */
    static AnalystSession overCopy(QueryLimits limits, ExportFolder folder, ExportManifest manifest, Watcher watcher) {
        try {
            Path scratch = Files.createTempDirectory("countersign-analyst");
            try {
                Path database = scratch.resolve("audit.duckdb");
                NativeLayer.builder()
                        .progress((done, total) -> watcher.waiting(() -> 100.0 * done / total))
                        .cancelledBy(watcher::givenUp)
                        .build()
                        .make(folder, manifest, database, scratch.resolve("spill"));
                return start(database, limits, scratch);
            } catch (RuntimeException e) {
                ExportFolder.deleteTree(scratch);
                throw e;
            }
        } catch (IOException e) {
            throw new ExportFailedException("No scratch directory for the session: " + e, e);
        } catch (DuckDbException e) {
            throw new ExportFailedException("The export cannot be copied for the session: " + e.getMessage(), e);
        }
    }

    private static AnalystSession start(Path database, QueryLimits limits, @Nullable Path scratch) {
        try {
            return new AnalystSession(
                    limits,
                    scratch,
                    Sandbox.open(database, limits.memoryMegabytesMax(), limits.timeMax(), limits.threadsMax()));
        } catch (DuckDbException e) {
            throw new ExportFailedException("The session cannot be started: " + e.getMessage(), e);
        }
    }

    /** What a question may take. */
    public QueryLimits limits() {
        return limits;
    }

    /**
     * Answers one question.
     *
     * @throws QueryFailedException if it gets no answer; the session stays usable
     */
    public ResultTable query(String sql) {
        return question(sql).table();
    }

    /** A question that tells how far it is, that can be cancelled, or whose answer goes to a file; it is not asked yet. */
    public AnalystQuestion question(String sql) {
        return new AnalystQuestion(this, sql);
    }

    /** Asks a question. */
    QuestionRows open(String sql, Watcher watcher) {
        try {
            return new QuestionRows(sql, Sandbox.ask(duck, sql, watcher), watcher);
        } catch (Sandbox.NoQuestionException e) {
            throw new QueryFailedException(
                    e.tooLong() ? QueryFailedException.Reason.LIMIT : QueryFailedException.Reason.FORBIDDEN, e.what());
        } catch (DuckDbException e) {
            throw failure(e, sql);
        }
    }

    /** Ends the session and removes its copy, where it has one. */
    @Override
    public void close() {
        duck.close();
        Path copy = scratch;
        if (copy == null) {
            return;
        }
        try {
            ExportFolder.deleteTree(copy);
        } catch (IOException e) {
            throw new ExportFailedException("The scratch directory " + copy + " could not be removed: " + e, e);
        }
    }

    /** What the engine said, for whoever asked. */
    static QueryFailedException failure(DuckDbException e, String sql) {
        QueryFailedException.Reason reason = switch (e.type()) {
            case "parser", "syntax" -> QueryFailedException.Reason.SYNTAX;
            case "binder", "catalog" -> QueryFailedException.Reason.NAME;
            case "permission" -> QueryFailedException.Reason.FORBIDDEN;
            case "out of memory", "interrupt" -> QueryFailedException.Reason.LIMIT;
            case "conversion", "out of range", "mismatch type", "constraint" -> QueryFailedException.Reason.VALUE;
            case "invalid input" -> {
                boolean writes = e.what().contains("read-only") || e.what().contains("locked");
                yield writes ? QueryFailedException.Reason.FORBIDDEN : QueryFailedException.Reason.VALUE;
            }
            default -> QueryFailedException.Reason.ENGINE;
        };
        int line = 0;
        int column = 0;
        String where = "";
        byte[] utf8 = sql.getBytes(StandardCharsets.UTF_8);
        if (e.offset().isPresent() && e.offset().getAsInt() <= utf8.length) {
            String before = new String(utf8, 0, e.offset().getAsInt(), StandardCharsets.UTF_8);
            line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            column = before.length() - before.lastIndexOf('\n');
            where = "Line " + line + ", character " + column + ": ";
        }
        return new QueryFailedException(reason, where + e.what(), line, column, e);
    }
}
