package io.countersign.audit.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Transactions by statements of their own, on a connection in auto-commit mode. */
final class SqliteTransaction implements LedgerStore.Transaction {
    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private boolean begun;

    SqliteTransaction(Connection connection) throws SQLException {
        this.connection = connection;
        this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
        this.commit = connection.prepareStatement("COMMIT");
    }

    @Override
    public void begin() throws SQLException {
        begin.execute();
        begun = true;
    }

    @Override
    public void commit() throws SQLException {
        commit.execute();
        begun = false;
    }

    /** Where SQLite has done so already, a transaction can be started. */
    @Override
    public void rollback() throws SQLException {
        if (!begun) {
            return;
        }
        begun = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            try (Statement probe = connection.createStatement()) {
                probe.execute("BEGIN");
                probe.execute("ROLLBACK");
            }
        }
    }

    @Override
    public void close() {
        Connections.closeQuietly(connection);
    }
}
