package io.countersign.benchmarks;

import io.countersign.audit.LedgerLocation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Two schemas of one PostgreSQL: one of the ledger, one with the bare table. */
final class PostgresDatabase implements Database {
    private static final String LEDGER = "ledger";
    private static final String BARE = "bare";

    private final Postgres server;

    PostgresDatabase(Postgres server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public List<BareInsert> inserts() {
        return List.of(BareInsert.STATEMENTS, BareInsert.ARRAYS);
    }

    @Override
    public void begin() {}

    @Override
    public LedgerLocation ledger() {
        return LedgerLocation.postgres(server.connections(), LEDGER);
    }

    @Override
    public Connection openBare() throws SQLException {
        server.makeSchema(BARE);
        Connection connection = server.connections().getConnection();
        connection.setSchema(BARE);
        AppendWorkload.makeBare(connection);
        return connection;
    }

    @Override
    public void end() throws SQLException {
        server.dropSchema(LEDGER);
        server.dropSchema(BARE);
    }
}
