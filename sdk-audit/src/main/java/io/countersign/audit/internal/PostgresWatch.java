package io.countersign.audit.internal;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.journal.EntryFollower;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Listens on a connection of its own for what the trigger on the head says. Used by one thread; any may close it. */
final class PostgresWatch implements EntryFollower.Watch {
    private final Source source;
    private final String ledger;
    private final String channel;

    private @Nullable Connection listening;
    private boolean closed;

    /** Where connections come from. */
    @FunctionalInterface
    interface Source {
        Connection connect() throws SQLException;
    }

    PostgresWatch(Source source, String ledger, String schema) {
        this.source = source;
        this.ledger = ledger;
        this.channel = "countersign_" + schema;
    }

    /** The first time it only begins to listen, so that nothing is missed that came before. */
    @Override
    public void await(long atMost) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while following the ledger " + ledger);
        }
        try {
            Connection connection = connection();
            if (connection != null) {
                int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(atMost));
                connection.unwrap(PGConnection.class).getNotifications(millis);
            }
        } catch (SQLException e) {
            forget();
            throw new LedgerUnavailableException(
                    "The ledger " + ledger + " cannot be listened to: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        forget();
    }

    /** Null when it has just begun to listen, or is closed. */
    private synchronized @Nullable Connection connection() throws SQLException {
        if (listening != null || closed) {
            return listening;
        }
        Connection connection = source.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
            listening = connection;
        } finally {
            if (listening == null) {
                connection.close();
            }
        }
        return null;
    }

    private synchronized void forget() {
        Connection connection = listening;
        listening = null;
        if (connection != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("UNLISTEN " + channel);
            } catch (SQLException e) {
                // It is cut off, and listens no more.
            } finally {
                Connections.closeQuietly(connection);
            }
        }
    }
}
