package io.countersign.analytics.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.jspecify.annotations.Nullable;

/** One engine with one connection. Closing it ends the engine. Not for use by several threads. */
public final class DuckDb implements AutoCloseable {
    private static final String ARROW_STREAM = "arrow_stream";

    private final DuckDBConnection connection;
    private @Nullable Watcher watcher;

    private DuckDb(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** An engine without a file of its own. */
    public static DuckDb inMemory(Map<String, String> settings) {
        return open("jdbc:duckdb:", settings);
    }

    /** An engine over a database file, which is made if it does not exist. */
    public static DuckDb onFile(Path file, Map<String, String> settings) {
        return open("jdbc:duckdb:" + file.toAbsolutePath(), settings);
    }

    private static DuckDb open(String url, Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        try {
            Connection connection = new DuckDBDriver().connect(url, properties);
            DuckDb opened = new DuckDb(connection.unwrap(DuckDBConnection.class));
            opened.run("SET TimeZone = 'UTC'");
            return opened;
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        }
    }

    /** From now on, statements run on a thread of their own each, while the caller's watches: those of {@link #run} and {@link #query}. */
    public void watchedBy(Watcher whoever) {
        tellProgress();
        watcher = whoever;
    }

    /** Lets a watcher hear how far statements are. */
    public void tellProgress() {
        run("SET enable_progress_bar = true");
        run("SET enable_progress_bar_print = false");
        run("SET progress_bar_time = 0");
    }

    /**
     * For work between statements: asks and tells whoever watches.
     *
     * @throws CancellationException if the watcher gives up
     */
    void goOn() {
        Watcher present = watcher;
        if (present != null) {
            present.waiting(() -> -1);
            present.requireGoOn();
        }
    }

    /** Another connection to the same engine, for another thread. To be closed before this one. */
    DuckDb another() {
        try {
            return new DuckDb(connection.duplicate());
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        }
    }

    /** Gives a table function a name under which queries can select from it. */
    void register(String name, DuckDBTableFunction<?, ?, ?> function) {
        try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction()) {
            builder.withName(name).withFunction(function).register(connection);
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        }
    }

    /** The engine and its version. */
    public String version() {
        return "duckdb " + value("SELECT version()");
    }

    /** Runs a statement whose result is of no interest. */
    public void run(String sql) {
        Watcher present = watcher;
        try {
            if (present == null) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            } else {
                WatchedStatement watched = new WatchedStatement(present);
                watched.run(() -> {
                    try (Statement statement = watched.running(connection.createStatement())) {
                        return statement.execute(sql);
                    }
                });
            }
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        }
    }

    /** The one value of a query, as text. */
    public String value(String sql, Object... parameters) {
        try (Rows rows = query(sql, parameters)) {
            if (!rows.next()) {
                throw new IllegalStateException("No row from: " + sql);
            }
            return rows.text(1);
        }
    }

    /**
     * Runs a query. Instants among the parameters are bound as such, everything else as the engine likes it.
     *
     * <p>The result is held by the engine within its memory limit; with the setting {@code jdbc_stream_results} it comes piece
     * by piece, and failures underway lose their message.
     */
    public Rows query(String sql, Object... parameters) {
        Watcher present = watcher;
        return present == null
                ? rows(prepare(sql, parameters), PreparedStatement::executeQuery)
                : query(present, () -> {}, sql, parameters);
    }

    /**
     * As above, on a thread of its own, while the caller's watches.
     *
     * @param check runs there first, and refuses by throwing
     * @throws CancellationException if the watcher gives up or its thread is interrupted
     */
    public Rows query(Watcher present, Runnable check, String sql, Object... parameters) {
        WatchedStatement watched = new WatchedStatement(present);
        return watched.run(() -> {
            check.run();
            return rows(watched.running(prepare(sql, parameters)), PreparedStatement::executeQuery);
        });
    }

    /** The first column of a query, as text. */
    public List<String> texts(String sql, Object... parameters) {
        List<String> texts = new ArrayList<>();
        try (Rows rows = query(sql, parameters)) {
            while (rows.next()) {
                texts.add(rows.text(1));
            }
        }
        return texts;
    }

    /** Adds rows to a table. Close it to have them in. */
    public RowAppender append(String table) {
        try {
            return new RowAppender(connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table));
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        }
    }

    /** Opens the database of a native layer for reading and makes it the one that is asked. Several engines may do so at once. */
    public void readLayer(Path file) {
        run("ATTACH " + literal(file) + " AS " + LayerStore.NAME + " (READ_ONLY)");
        run("USE " + LayerStore.NAME);
    }

    /**
     * Opens a database file under a name for writing, which makes it if it does not exist.
     *
     * @throws DuckDbException if somebody else has it open
     */
    public void attachForWriting(Path file, String name) {
        // Readable by every engine from that version on, whatever this one is.
        run("ATTACH " + literal(file) + " AS " + name + " (STORAGE_VERSION 'v1.5.0')");
    }

    /**
     * Makes a table of what a stream of Arrow brings.
     *
     * @param stream an {@code ArrowArrayStream}, which is not named here so that hosts do without; it is used up
     */
    void copyArrow(String table, Object stream) {
        connection.registerArrowStream(ARROW_STREAM, stream);
        try {
            run("CREATE TABLE " + table + " AS SELECT * FROM " + ARROW_STREAM);
        } finally {
            run("DROP VIEW " + ARROW_STREAM);
        }
    }

    /** Runs the statements of a script, each ended by a semicolon at the end of a line. */
    public void run(Script script) {
        script.statements().forEach(this::run);
    }

    /** A text as a literal. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A file as a literal for writing. */
    public static String literal(Path file) {
        return literal(file.toAbsolutePath().toString());
    }

    /** A list of files as a literal for reading, in which nothing is a pattern. */
    public static String filesLiteral(List<Path> files) {
        List<String> literals = new ArrayList<>();
        for (Path file : files) {
            StringBuilder exact = new StringBuilder();
            file.toAbsolutePath().toString().chars().forEach(c -> {
                boolean special = c == '*' || c == '?' || c == '[';
                exact.append(special ? "[" + (char) c + "]" : String.valueOf((char) c));
            });
            literals.add(literal(exact.toString()));
        }
        return "[" + String.join(", ", literals) + "]";
    }

    private interface Execution {
        ResultSet of(PreparedStatement statement) throws SQLException;
    }

    private static Rows rows(PreparedStatement statement, Execution execution) {
        try {
            return new Rows(statement, execution.of(statement));
        } catch (SQLException e) {
            throw closed(statement, DuckDbException.of(e));
        } catch (RuntimeException e) {
            throw closed(statement, e);
        }
    }

    private static <E extends RuntimeException> E closed(PreparedStatement statement, E failure) {
        try {
            statement.close();
        } catch (SQLException suppressed) {
            failure.addSuppressed(suppressed);
        }
        return failure;
    }

    private PreparedStatement prepare(String sql, Object... parameters) {
        try {
            PreparedStatement statement = connection.prepareStatement(sql);
            for (int i = 0; i < parameters.length; i++) {
                Object parameter = parameters[i];
                statement.setObject(
                        i + 1, parameter instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : parameter);
            }
            return statement;
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        }
    }
}
