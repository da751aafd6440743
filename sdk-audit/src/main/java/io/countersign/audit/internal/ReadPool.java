package io.countersign.audit.internal;

import io.countersign.model.LedgerUnavailableException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A few connections for reading, kept open between questions. Thread-safe. */
final class ReadPool implements LedgerAnswers {
    private static final int IDLE_MAX = 4;

    private final LedgerStore store;
    private final Deque<LedgerQueries> idle = new ArrayDeque<>();
    private boolean closed;

    ReadPool(LedgerStore store) {
        this.store = store;
    }

    /** A connection that waited may have been cut off meanwhile: what fails on one is asked again on a new one. */
    @Override
    public <T> T ask(LedgerQueries.Question<T> question) {
        LedgerQueries waiting = takeIdle();
        if (waiting != null) {
            try {
                return ask(question, waiting);
            } catch (SQLException e) {
                closeIdle();
            }
        }
        try {
            return ask(question, new LedgerQueries(store, store.connectForReading()));
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    "The ledger " + store.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
        }
        closeIdle();
    }

    private <T> T ask(LedgerQueries.Question<T> question, LedgerQueries queries) throws SQLException {
        boolean sound = false;
        try {
            T answer = question.ask(queries);
            sound = true;
            return answer;
        } finally {
            giveBack(queries, sound);
        }
    }

    private @Nullable LedgerQueries takeIdle() {
        synchronized (idle) {
            if (closed) {
                throw new LedgerUnavailableException("The ledger " + store.name() + " is closed");
            }
            return idle.poll();
        }
    }

    private void giveBack(LedgerQueries queries, boolean sound) {
        synchronized (idle) {
            if (sound && !closed && idle.size() < IDLE_MAX) {
                idle.push(queries);
                return;
            }
        }
        Connections.closeQuietly(queries.connection());
    }

    private void closeIdle() {
        List<LedgerQueries> rest;
        synchronized (idle) {
            rest = new ArrayList<>(idle);
            idle.clear();
        }
        rest.forEach(queries -> Connections.closeQuietly(queries.connection()));
    }
}
