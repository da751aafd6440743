package io.countersign.audit.internal;

import io.countersign.model.journal.EntryFollower;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A database that keeps a ledger: how to reach it, and what it does in a way of its own. Everything else about a ledger is the
 * same wherever it is kept. Thread-safe.
 */
public sealed interface LedgerStore permits SqliteStore, PostgresStore {
    /** What messages call the ledger. */
    String name();

    /** The statements of a ledger, as this database spells them. */
    LedgerSql sql();

    /**
     * Makes sure that there is something to read.
     *
     * @throws io.countersign.model.NotFoundException if there is no ledger here
     */
    void requireThere();

    /** A connection for reading, in auto-commit mode. */
    Connection connectForReading() throws SQLException;

    /** A connection for reading whose statements all see the ledger as it was at the first of them. */
    Connection connectToOneMoment() throws SQLException;

    /**
     * A connection for writing, whose commits are durable, with the tables in place.
     *
     * @throws io.countersign.model.LedgerUnavailableException if the tables are not there and cannot be made, or are of a newer version
     */
    Connection connectForWriting() throws SQLException;

    /**
     * Keeps everybody else from writing where the database does not put writers in order by itself.
     *
     * @throws io.countersign.model.LedgerUnavailableException if somebody else holds it
     */
    Hold hold();

    /** Begins and ends transactions on a connection from {@link #connectForWriting}. */
    Transaction transaction(Connection connection) throws SQLException;

    /** What writes groups of batches on a connection. */
    GroupStatements statements(Connection connection) throws SQLException;

    /**
     * Whether a connection of the caller's can take entries of this ledger in its transaction.
     *
     * @return what is in the way, and what to do about it; empty if nothing is
     */
    Optional<String> objectionTo(Connection connection) throws SQLException;

    /** Takes what keeps others from writing before the caller's transaction reads where the ledger stands, if reading does not do so. */
    void lock(Connection connection) throws SQLException;

    /** Whether a statement failed because the database refuses the values, by a constraint or a trigger. */
    boolean isRefusal(SQLException failure);

    /**
     * Whether a commit that failed so, and of which the database shows nothing now, can still be there after a crash: a log that was
     * written but not synced is read again then.
     */
    boolean mayComeBack(SQLException commitFailure);

    /** Tells one place that commits go to from another, where something could replace it while the ledger is open. */
    @Nullable
    Object logIdentity();

    /**
     * Tells those who follow the ledger when it has grown, whoever made it grow.
     *
     * @throws io.countersign.model.LedgerUnavailableException if the database cannot be listened to
     */
    EntryFollower.Watch watch();

    /**
     * Lets a user of the database append and read, and nothing else.
     *
     * @throws IllegalStateException if the database knows no users
     */
    void allowAppending(String role);

    /**
     * Lets a user of the database read, and nothing else.
     *
     * @throws IllegalStateException if the database knows no users
     */
    void allowReading(String role);

    /** Tables and triggers as they should be, and as they are. */
    Catalog catalog(Connection connection);

    /** What is given up when a ledger is closed. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Transactions on one connection. */
    interface Transaction extends AutoCloseable {
        /** Starts one that may write. */
        void begin() throws SQLException;

        /** Makes everything since {@link #begin} durable. */
        void commit() throws SQLException;

        /** Undoes everything since {@link #begin}, also where the database has done so already. */
        void rollback() throws SQLException;

        /** Closes the connection, and leaves nothing of ours on it should it come from a pool. */
        @Override
        void close();
    }

    /** What the database itself says about the ledger's tables, for verification. */
    interface Catalog {
        /** What tables and triggers have that this format does not say, or the other way round. */
        List<String> schemaDifferences() throws SQLException;

        /** Whether all tables are there. */
        boolean hasTables() throws SQLException;

        /** Tables with values of another type than this format has. */
        List<String> foreignTypes() throws SQLException;

        /** What the database finds wrong with its own storage. */
        List<String> damages() throws SQLException;
    }
}
