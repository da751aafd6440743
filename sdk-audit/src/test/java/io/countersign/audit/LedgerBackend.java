package io.countersign.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A kind of database that keeps ledgers, in the hands of a test; each test names the ledgers that it wants. */
interface LedgerBackend {
    /** Ready for a test. */
    void begin(Path folder) throws SQLException;

    /** Leaves nothing behind. */
    void end() throws SQLException;

    LedgerLocation location(String name);

    /** Somebody else's connection to the database of a ledger, where its tables have their bare names. */
    Connection connect(String name) throws SQLException;

    /** A connection to a database of another kind or at another place. */
    Connection foreign() throws SQLException;

    /** Makes sure that nothing guards the tables on this connection's behalf. */
    void disarm(Statement statement) throws SQLException;

    /** Guards them again. */
    void arm(Statement statement) throws SQLException;

    /** Statements after which everything that is written to a table fails with {@code no more room here}. */
    String[] refuseWrites(String table);

    /** Takes that back. */
    String[] acceptWrites(String table);

    /** Runs statements as anybody could, with the triggers in place. */
    default void run(String name, String... statements) throws SQLException {
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Takes the triggers away, runs the statements, and puts the triggers back. */
    default void tamper(String name, String... statements) throws SQLException {
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement()) {
            disarm(statement);
            for (String sql : statements) {
                statement.execute(sql);
            }
            arm(statement);
        }
    }
}
