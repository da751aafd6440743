package io.countersign.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A PostgreSQL for one benchmark, in a directory of its own, that waits for the disk at each commit. */
final class Postgres implements AutoCloseable {
    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    static Postgres start() throws IOException {
        return new Postgres(EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on") // its starter turns both off
                .setServerConfig("fsync", "on")
                .start());
    }

    /** One that need not wait for the disk, with memory to answer questions in. */
    static Postgres startForQueries() throws IOException {
        return new Postgres(EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("work_mem", "256MB")
                .setServerConfig("maintenance_work_mem", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start());
    }

    /** Gives a new connection each time. */
    DataSource connections() {
        return server.getPostgresDatabase();
    }

    /** Gives connections that stay open, in transactions. */
    HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(connections());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size);
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }

    /** An empty schema, whatever was there. */
    void makeSchema(String name) throws SQLException {
        dropSchema(name);
        execute("CREATE SCHEMA " + name);
    }

    void dropSchema(String name) throws SQLException {
        execute("DROP SCHEMA IF EXISTS " + name + " CASCADE");
    }

    /** Lets the planner know its tables, as it does by itself sooner or later: then it does so for all at the same time. */
    void analyze() throws SQLException {
        execute("ANALYZE");
    }

    /** The rows of a table. */
    static long count(DataSource source, String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connections().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
