package io.countersign.analytics.internal;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement on a thread of its own, which ends with it, while the caller's thread watches.
 *
 * <p>The thread has a deep stack, since the engine plans and evaluates by recursion: an expression of 900 terms, which is
 * within the engine's own limit of depth, runs over the usual stack of a Java thread and takes the process with it.
 */
final class WatchedStatement {
    private static final long STACK_BYTES = 64L << 20;
    private static final long POLL_MILLIS = 10;

    private final Watcher watcher;
    private volatile @Nullable DuckDBPreparedStatement running;

    WatchedStatement(Watcher watcher) {
        this.watcher = watcher;
    }

    /** From the worker: the statement that is about to run. */
    <S extends Statement> S running(S statement) throws SQLException {
        running = statement.unwrap(DuckDBPreparedStatement.class);
        return statement;
    }

    /**
     * The result, once it is there.
     *
     * @throws CancellationException if the watcher gave up or its thread was interrupted; the statement has ended
     */
    <T> T run(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "countersign-question", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return watch(task);
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        } finally {
            end(task, thread);
        }
    }

    private <T> T watch(FutureTask<T> task) throws SQLException {
        while (true) {
            try {
                return task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                watcher.requireGoOn();
                watcher.waiting(this::percentDone);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("The thread that waited for the answer was interrupted");
            } catch (ExecutionException e) {
                throw cause(e);
            }
        }
    }

    /** Negative when there is nothing to tell, as before it begins and when it has just ended. */
    private double percentDone() {
        DuckDBPreparedStatement statement = running;
        try {
            return statement == null ? -1 : statement.getQueryProgress().getPercentage();
        } catch (SQLException closed) {
            return -1;
        }
    }

    /** Cancels until it is over, since the engine hears a call only while it runs the statement. */
    private void end(FutureTask<?> task, Thread thread) {
        boolean interrupted = false;
        boolean given = !task.isDone();
        while (thread.isAlive()) {
            DuckDBPreparedStatement statement = running;
            try {
                if (!task.isDone() && statement != null) {
                    statement.cancel();
                }
                thread.join(POLL_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (SQLException closed) {
                // It is about to end by itself.
            }
        }
        if (given) {
            close(task);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets go of a result that came after all. */
    private static void close(FutureTask<?> task) {
        try {
            if (task.get() instanceof Rows late) {
                late.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException stopped) {
            // As it was asked to.
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
