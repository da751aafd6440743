package io.countersign.audit.internal;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.EntryFollower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * A ledger in one SQLite file.
 *
 * <p>The file itself is only ever opened through SQLite. Whoever opens and closes it by other means inside this process makes
 * the operating system drop SQLite's locks, and acknowledged entries can be lost.
 */
public final class SqliteStore implements LedgerStore {
    private static final int PAGE_BYTES = 8_192;
    private static final int WAL_PAGES_BEFORE_CHECKPOINT = 4_000;
    private static final int BUSY_MILLIS = 5_000;
    private static final int SYNCHRONOUS_FULL = 2;
    private static final Set<SQLiteErrorCode> NEVER_WRITTEN_TO_THE_END =
            EnumSet.of(SQLiteErrorCode.SQLITE_FULL, SQLiteErrorCode.SQLITE_IOERR_WRITE, SQLiteErrorCode.SQLITE_BUSY);
    private static final Duration LOOKED_AT_EVERY = Duration.ofMillis(25);

    private final Path file;
    private final LiveFiles live;

    private SqliteStore(Path file) {
        this.file = file;
        this.live = new LiveFiles(file);
    }

    /** A file that is there, or not: nothing is made. */
    public static SqliteStore existing(Path path) {
        return new SqliteStore(path);
    }

    /**
     * A file to write to, which need not be there yet; its folder is made.
     *
     * @throws IllegalArgumentException if it is a folder
     * @throws LedgerUnavailableException if the folder cannot be made
     */
    public static SqliteStore toWrite(Path path) {
        return new SqliteStore(real(path));
    }

    /** The file. */
    public Path path() {
        return file;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public LedgerSql sql() {
        return LedgerSql.SQLITE;
    }

    @Override
    public void requireThere() {
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException("There is no ledger at " + file);
        }
    }

    @Override
    public Hold hold() {
        return FileHold.of(file);
    }

    @Override
    public Connection connectForWriting() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = config.createConnection(url(""));
        try (Statement statement = connection.createStatement()) {
            // The order matters: the page size holds only before anything is written.
            statement.execute("PRAGMA page_size=" + PAGE_BYTES);
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA wal_autocheckpoint=" + WAL_PAGES_BEFORE_CHECKPOINT);
            statement.execute("PRAGMA recursive_triggers=ON"); // so that REPLACE meets the triggers on DELETE
            requireTables(connection);
            return connection; // left in auto-commit: out of it, the driver begins anew right after each commit
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection connectForReading() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setReadOnly(true);
        config.setExplicitReadOnly(false);
        return config.createConnection(url(isWriteProtected() ? "?immutable=1" : ""));
    }

    @Override
    public Connection connectToOneMoment() throws SQLException {
        Connection connection = connectForReading();
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Transaction transaction(Connection connection) throws SQLException {
        return new SqliteTransaction(connection);
    }

    @Override
    public GroupStatements statements(Connection connection) throws SQLException {
        return new BatchedStatements(sql(), connection);
    }

    @Override
    public Optional<String> objectionTo(Connection connection) throws SQLException {
        if (!connection.getMetaData().getURL().startsWith("jdbc:sqlite:")) {
            return Optional.of("it is no connection to SQLite");
        }
        if (connection.getAutoCommit()) {
            return Optional.of("it is in auto-commit mode, so there is no transaction to take part in: turn that off");
        }
        try (Statement statement = connection.createStatement()) {
            try (ResultSet main = statement.executeQuery("PRAGMA database_list")) {
                String open = main.next() ? main.getString(3) : "";
                if (!isThisFile(open)) {
                    return Optional.of("its file is " + (open.isEmpty() ? "none" : open));
                }
            }
            try (ResultSet synchronous = statement.executeQuery("PRAGMA synchronous")) {
                if (!synchronous.next() || synchronous.getInt(1) < SYNCHRONOUS_FULL) {
                    return Optional.of("its commits are not durable: run PRAGMA synchronous=FULL on it first");
                }
            }
        }
        return Optional.empty();
    }

    /** A statement that could write takes the lock, whether it finds something to write or not. */
    @Override
    public void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE cs_head SET root = root WHERE id < 0");
        }
    }

    @Override
    public boolean isRefusal(SQLException failure) {
        return failure instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }

    /** Not if the log could not be written to its end: what marks a transaction as committed is written last. */
    @Override
    public boolean mayComeBack(SQLException commitFailure) {
        return !(commitFailure instanceof SQLiteException sqlite
                && NEVER_WRITTEN_TO_THE_END.contains(sqlite.getResultCode()));
    }

    /**
     * Tells the ledger's file, its write-ahead log and the index of that from any others at their paths: whoever replaces one of the
     * three, or opens the file without that index, may undo what is committed to those that are open here.
     */
    @Override
    public Object logIdentity() {
        return live.identity();
    }

    @Override
    public Catalog catalog(Connection connection) {
        return new SqliteCatalog(connection);
    }

    private static Path real(Path path) {
        try {
            Path absolute = path.toAbsolutePath();
            Path parent = absolute.getParent();
            Path name = absolute.getFileName();
            if (parent == null || name == null || Files.isDirectory(absolute)) {
                throw new IllegalArgumentException("A ledger is a file: " + path);
            }
            Files.createDirectories(parent);
            return Files.exists(absolute)
                    ? absolute.toRealPath()
                    : parent.toRealPath().resolve(name);
        } catch (IOException e) {
            throw new LedgerUnavailableException("The ledger " + path + " cannot be opened: " + e, e);
        }
    }

    /** A file tells nobody that it has changed. */
    @Override
    public EntryFollower.Watch watch() {
        return EntryFollower.Watch.every(LOOKED_AT_EVERY);
    }

    @Override
    public void allowAppending(String role) {
        throw noRoles(role);
    }

    @Override
    public void allowReading(String role) {
        throw noRoles(role);
    }

    private IllegalStateException noRoles(String role) {
        return new IllegalStateException("The ledger " + file + " is a file, which knows no role " + role
                + ": who may write to it is up to the file system");
    }

    private void requireTables(Connection connection) throws SQLException {
        LedgerTables tables = new LedgerTables(
                name(),
                LedgerTables.HISTORY,
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '" + LedgerTables.HISTORY + "'");
        if (!tables.areCurrent(connection)) {
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(url(""));
            tables.migrate(source, "sqlite", flyway -> {});
        }
    }

    private boolean isThisFile(String open) {
        try {
            return !open.isEmpty() && Files.isSameFile(Path.of(open), file);
        } catch (IOException e) {
            return false;
        }
    }

    /** On a medium that cannot be written, SQLite cannot make the files it shares with writers, and there are none. */
    private boolean isWriteProtected() {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent != null
                && !Files.isWritable(parent)
                && !Files.exists(absolute.resolveSibling(absolute.getFileName() + "-wal"));
    }

    private String url(String parameters) {
        return "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + parameters;
    }
}
