package io.countersign.audit.internal;

import java.sql.Connection;
import java.sql.SQLException;

/** Connections that have done their work. */
final class Connections {
    private static final System.Logger LOG = System.getLogger(Connections.class.getName());

    private Connections() {}

    /** Closes one of which nothing more is wanted, and ends its transaction before; a failure changes nothing for anybody. */
    static void closeQuietly(Connection connection) {
        try (connection) { // and its statements with it
            if (!connection.getAutoCommit()) {
                connection.rollback(); // a pool need not do so
            }
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection could not be closed: {0}", e.getMessage());
        }
    }
}
