package io.countersign.analytics.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.duckdb.DuckDBPreparedStatement;

/** Runs a statement on a thread of its own, which ends with it, while the caller's thread watches. */
final class WatchedStatement {
    private static final long POLL_MILLIS = 10;
    private static final long FIRST_REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NEXT_REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private WatchedStatement() {}

    /**
     * The result, once it is there.
     *
     * @throws CancellationException if the watcher gave up or its thread was interrupted; the statement has ended
     */
    static ResultSet run(DuckDBPreparedStatement statement, Watcher watcher) throws SQLException {
        FutureTask<ResultSet> task = new FutureTask<>(statement::executeQuery);
        Thread thread = new Thread(task, "countersign-question");
        thread.setDaemon(true);
        long start = System.nanoTime();
        thread.start();
        try {
            return watch(statement, task, watcher, start);
        } finally {
            end(statement, task, thread);
        }
    }

    private static ResultSet watch(
            DuckDBPreparedStatement statement, FutureTask<ResultSet> task, Watcher watcher, long start)
            throws SQLException {
        long due = FIRST_REPORT_NANOS;
        while (true) {
            try {
                return task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (watcher.givenUp()) {
                    throw new CancellationException("The question was cancelled");
                }
                long nanos = System.nanoTime() - start;
                if (nanos >= due) {
                    watcher.advanced(nanos, statement.getQueryProgress().getPercentage());
                    due = nanos + NEXT_REPORT_NANOS;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("The thread that waited for the answer was interrupted");
            } catch (ExecutionException e) {
                throw cause(e);
            }
        }
    }

    /** Cancels until it is over, since the engine hears a call only while it runs the statement. */
    private static void end(DuckDBPreparedStatement statement, FutureTask<ResultSet> task, Thread thread)
            throws SQLException {
        boolean interrupted = false;
        while (thread.isAlive()) {
            if (!task.isDone()) {
                statement.cancel();
            }
            try {
                thread.join(POLL_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static SQLException cause(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof SQLException failure) {
            return failure;
        }
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        if (cause instanceof Error failure) {
            throw failure;
        }
        return new SQLException(e);
    }
}
