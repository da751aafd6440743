package io.countersign.audit.internal;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * The SQLite file of a ledger, held by one writer: the lock is on a file of its own, beside it.
 *
 * <p>The file itself is only ever opened through SQLite. Whoever opens and closes it by other means inside this process makes
 * the operating system drop SQLite's locks, and acknowledged entries can be lost.
 */
public final class LedgerFile implements AutoCloseable {
    private static final int PAGE_BYTES = 8_192;
    private static final int WAL_PAGES_BEFORE_CHECKPOINT = 4_000;
    private static final int BUSY_MILLIS = 5_000;
    private static final String HISTORY = "countersign_schema_history";
    private static final String SCHEMA_VERSION = "1";

    /**
     * Files that this process holds. Asked before the lock file is opened at all: closing a second channel on it would give up
     * the lock of the first.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private boolean closed;

    private LedgerFile(Path file, FileChannel lockChannel, FileLock lock) {
        this.file = file;
        this.lockChannel = lockChannel;
        this.lock = lock;
    }

    /**
     * Takes the file for writing, creating it if it is not there.
     *
     * @throws LedgerUnavailableException if somebody else holds it, or it cannot be created
     */
    public static LedgerFile hold(Path path) {
        Path file = real(path);
        if (!HELD.add(file)) {
            throw new LedgerUnavailableException(
                    "The ledger " + file + " is open in this process already: use that one, or close it first");
        }
        LedgerFile held = null;
        try {
            held = lock(file);
            return held;
        } finally {
            if (held == null) {
                HELD.remove(file);
            }
        }
    }

    private static LedgerFile lock(Path file) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try {
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            if (lock == null) {
                throw new LedgerUnavailableException("The ledger " + file + " is open in another process, which holds "
                        + lockFile + ": close it there first");
            }
            return new LedgerFile(file, channel, lock);
        } catch (IOException e) {
            throw new LedgerUnavailableException("The ledger " + file + " cannot be locked: " + e, e);
        }
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

    /** The file, with symbolic links resolved. */
    public Path path() {
        return file;
    }

    /** The connection that writes, on a file whose tables are there. Close it before this. */
    public Connection connectForWriting() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = config.createConnection(url(file, ""));
        try (Statement statement = connection.createStatement()) {
            // The order matters: the page size holds only before anything is written.
            statement.execute("PRAGMA page_size=" + PAGE_BYTES);
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA wal_autocheckpoint=" + WAL_PAGES_BEFORE_CHECKPOINT);
            statement.execute("PRAGMA recursive_triggers=ON"); // so that REPLACE meets the triggers on DELETE
            requireSchema(statement);
            return connection; // left in auto-commit: out of it, the driver begins anew right after each commit
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection that cannot write, on any ledger, held or not. */
    public static Connection connectForReading(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setReadOnly(true);
        config.setExplicitReadOnly(false);
        return config.createConnection(url(file, isWriteProtected(file) ? "?immutable=1" : ""));
    }

    /** Tells one write-ahead log from another; null where the file system does not say, or there is none. */
    public @Nullable Object logIdentity() {
        try {
            return Files.readAttributes(file.resolveSibling(file.getFileName() + "-wal"), BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            lock.release();
            lockChannel.close();
        } catch (IOException e) {
            throw new LedgerUnavailableException("The lock of the ledger " + file + " cannot be released: " + e, e);
        } finally {
            HELD.remove(file);
        }
    }

    private void requireSchema(Statement statement) throws SQLException {
        if (isCurrent(statement)) {
            return;
        }
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(url(file, ""));
        try {
            Flyway.configure(LedgerFile.class.getClassLoader())
                    .loggers(FlywayLog.class.getName())
                    .dataSource(source)
                    .locations("classpath:io/countersign/audit/migration")
                    .table(HISTORY)
                    .baselineOnMigrate(true) // the host may keep tables of its own in the file
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new LedgerUnavailableException(
                    "The tables of the ledger " + file + " cannot be brought to version " + SCHEMA_VERSION + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Asks what Flyway would ask, in a hundredth of the time. */
    private boolean isCurrent(Statement statement) throws SQLException {
        try (ResultSet table = statement.executeQuery(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '" + HISTORY + "'")) {
            if (!table.next()) {
                return false;
            }
        }
        boolean current = false;
        try (ResultSet applied = statement.executeQuery(
                "SELECT version, success FROM " + HISTORY + " WHERE version IS NOT NULL ORDER BY installed_rank")) {
            while (applied.next()) {
                String version = applied.getString(1);
                if (Integer.parseInt(version) > Integer.parseInt(SCHEMA_VERSION)) {
                    throw new LedgerUnavailableException("The ledger " + file + " has tables of version " + version
                            + ", this library knows " + SCHEMA_VERSION + ": use a newer one");
                }
                current |= version.equals(SCHEMA_VERSION) && applied.getBoolean(2);
            }
        } catch (NumberFormatException e) {
            throw new LedgerIntegrityException(
                    "The table " + HISTORY + " of " + file + " has a version that is no number", e);
        }
        return current;
    }

    /** On a medium that cannot be written, SQLite cannot make the files it shares with writers, and there are none. */
    private static boolean isWriteProtected(Path file) {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent != null
                && !Files.isWritable(parent)
                && !Files.exists(absolute.resolveSibling(absolute.getFileName() + "-wal"));
    }

    private static String url(Path file, String parameters) {
        return "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + parameters;
    }
}
