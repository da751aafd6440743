package io.countersign.audit.internal;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.EntryFollower;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A ledger in a schema of its own in PostgreSQL, which puts the writers of all processes in order by the lock on the head row. */
public final class PostgresStore implements LedgerStore {
    private static final System.Logger LOG = System.getLogger(PostgresStore.class.getName());

    /** How long one waits for the other writers before the ledger counts as unavailable. */
    private static final String LOCK_TIMEOUT = "5s";

    /**
     * Everything that a writer asks, it asks by key, so one plan serves any number of keys and is kept; but that looks cheaper to the
     * server when it reads a small table whole, for each append.
     */
    private static final Map<String, String> PLANS = Map.of(
            "plan_cache_mode", "force_generic_plan",
            "enable_seqscan", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off");

    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private final DataSource source;
    private final String schema;
    private final String name;
    private final LedgerSql sql;

    private PostgresStore(DataSource source, String schema, String place) {
        if (!PLAIN_NAME.matcher(schema).matches()) {
            throw new IllegalArgumentException(
                    "A schema's name has lower-case letters, digits and underscores, at most 63: " + schema);
        }
        this.source = source;
        this.schema = schema;
        this.name = schema + " in " + place;
        this.sql = LedgerSql.postgres(schema);
    }

    /**
     * A ledger that is there, or not: nothing is made.
     *
     * @throws IllegalArgumentException if the schema needs quotes
     */
    public static PostgresStore of(DataSource source, String schema) {
        return new PostgresStore(source, schema, "PostgreSQL");
    }

    /**
     * A ledger by the URL of its database.
     *
     * @param schema where the URL has no {@code currentSchema}
     * @throws IllegalArgumentException if it is no URL of PostgreSQL, or the schema needs quotes
     * @throws LedgerUnavailableException if the driver is not on the class path
     */
    public static PostgresStore ofUrl(String url, String schema) {
        String bare = url.replaceFirst("[?].*", "");
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "A ledger is kept in a file or in PostgreSQL (jdbc:postgresql://HOST/DATABASE), not in " + bare);
        }
        try {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            String named = source.getCurrentSchema();
            return new PostgresStore(source, named == null ? schema : named, bare);
        } catch (NoClassDefFoundError e) {
            throw new LedgerUnavailableException(
                    "The ledger in " + bare + " needs the driver org.postgresql:postgresql on the class path", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LedgerSql sql() {
        return sql;
    }

    @Override
    public void requireThere() {
        try (Connection connection = connect()) {
            if (!isThere(connection, "cs_head")) {
                throw new NotFoundException("There is no ledger " + name + ", or it is not open to this user");
            }
        } catch (SQLException e) {
            throw new LedgerUnavailableException("The ledger " + name + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** The lock on the head row does it, one transaction at a time. */
    @Override
    public Hold hold() {
        return () -> {};
    }

    @Override
    public Connection connectForWriting() throws SQLException {
        Connection connection = connect();
        try {
            requireTables(connection);
            try (Statement statement = connection.createStatement()) {
                if ("off".equals(setting(statement, "fsync"))) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "The server of the ledger {0} runs with fsync=off: a crash of its machine loses"
                                    + " acknowledged entries",
                            name);
                }
                if ("off".equals(setting(statement, "synchronous_commit"))) {
                    statement.execute("SET synchronous_commit = on");
                }
                statement.execute("SET lock_timeout = '" + LOCK_TIMEOUT + "'");
                for (Map.Entry<String, String> plan : PLANS.entrySet()) {
                    statement.execute("SET " + plan.getKey() + " = " + plan.getValue());
                }
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection connectForReading() throws SQLException {
        return connect();
    }

    @Override
    public Connection connectToOneMoment() throws SQLException {
        Connection connection = connect();
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Transaction transaction(Connection connection) {
        return new Transaction() {
            /** The driver does so with the first statement. */
            @Override
            public void begin() {}

            @Override
            public void commit() throws SQLException {
                connection.commit();
            }

            @Override
            public void rollback() throws SQLException {
                connection.rollback();
            }

            @Override
            public void close() {
                try (Statement statement = connection.createStatement()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                    statement.execute("RESET synchronous_commit");
                    statement.execute("RESET lock_timeout");
                    for (String plan : PLANS.keySet()) {
                        statement.execute("RESET " + plan);
                    }
                } catch (SQLException e) {
                    // It is cut off, and nobody will use it again.
                } finally {
                    Connections.closeQuietly(connection);
                }
            }
        };
    }

    @Override
    public GroupStatements statements(Connection connection) throws SQLException {
        return new PipelinedStatements(sql(), connection);
    }

    @Override
    public Optional<String> objectionTo(Connection connection) throws SQLException {
        if (!isPostgres(connection)) {
            return Optional.of("it is no connection to PostgreSQL");
        }
        if (connection.getAutoCommit()) {
            return Optional.of("it is in auto-commit mode, so there is no transaction to take part in: turn that off");
        }
        if (!isThere(connection, "cs_head")) {
            return Optional.of("its database has no such ledger, or not for its user");
        }
        try (Statement statement = connection.createStatement()) {
            if ("off".equals(setting(statement, "synchronous_commit"))) {
                return Optional.of("its commits are not durable: run SET LOCAL synchronous_commit = on in it first");
            }
        }
        return Optional.empty();
    }

    /** The head is read {@code FOR UPDATE}, which does it. */
    @Override
    public void lock(Connection connection) {}

    /** Classes 22, data exception, and 23, integrity constraint violation: our own triggers raise the latter. */
    @Override
    public boolean isRefusal(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    /** A server that cannot sync its log stops, and what it shows after that is what it has. */
    @Override
    public boolean mayComeBack(SQLException commitFailure) {
        return false;
    }

    /** Nothing takes the server's log away while it runs. */
    @Override
    public @Nullable Object logIdentity() {
        return null;
    }

    @Override
    public Catalog catalog(Connection connection) {
        return new PostgresCatalog(connection, schema);
    }

    @Override
    public EntryFollower.Watch watch() {
        return new PostgresWatch(this::connect, name, schema);
    }

    @Override
    public void allowAppending(String role) {
        allowReading(role);
        String quoted = quoted(role);
        run(
                "GRANT INSERT ON cs_entry, cs_payload, cs_stream, cs_batch, cs_tile, cs_checkpoint, cs_fold TO "
                        + quoted,
                "GRANT UPDATE (revision, last_seq, last_leaf) ON cs_stream TO " + quoted,
                "GRANT UPDATE (tree_size, root) ON cs_head TO " + quoted,
                "GRANT UPDATE ON cs_fold TO " + quoted);
    }

    @Override
    public void allowReading(String role) {
        String quoted = quoted(role);
        run(
                "GRANT USAGE ON SCHEMA " + schema + " TO " + quoted,
                "GRANT SELECT ON cs_entry, cs_payload, cs_stream, cs_batch, cs_tile, cs_head, cs_checkpoint, cs_fold, "
                        + LedgerTables.HISTORY + " TO " + quoted);
    }

    /** In one transaction, where tables have their bare names. */
    private void run(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL search_path = " + schema);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    "The rights on the ledger " + name + " cannot be granted: " + e.getMessage(), e);
        }
    }

    private static String quoted(String role) {
        return '"' + role.replace("\"", "\"\"") + '"';
    }

    private Connection connect() throws SQLException {
        Connection connection = source.getConnection();
        try {
            if (!isPostgres(connection)) {
                throw new LedgerUnavailableException(
                        "The ledger " + name + " needs PostgreSQL, but its data source leads to "
                                + connection.getMetaData().getDatabaseProductName()
                                + ", whose commits nobody vouches for: use PostgreSQL, or a file");
            }
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void requireTables(Connection connection) throws SQLException {
        LedgerTables tables = new LedgerTables(
                name,
                schema + "." + LedgerTables.HISTORY,
                "SELECT 1 WHERE to_regclass('" + schema + "." + LedgerTables.HISTORY + "') IS NOT NULL");
        if (!tables.areCurrent(connection)) {
            tables.migrate(
                    source, "postgresql", flyway -> flyway.schemas(schema).defaultSchema(schema));
        }
    }

    private boolean isThere(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT to_regclass('" + schema + "." + table + "') IS NOT NULL")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static boolean isPostgres(Connection connection) throws SQLException {
        return connection
                .getMetaData()
                .getDatabaseProductName()
                .toLowerCase(Locale.ROOT)
                .startsWith("postgresql");
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW " + name)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
