package io.countersign.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.javers.core.Javers;
import org.javers.core.JaversBuilder;
import org.javers.repository.sql.DialectName;
import org.javers.repository.sql.SqlRepositoryBuilder;

/** JaVers as it comes: one commit a change, which compares the market with the last snapshot; the transaction is ours. */
final class JaversRecorder implements Recorder {
    private static final String SCHEMA = "javers";

    private static final ThreadLocal<Connection> TRANSACTION = new ThreadLocal<>();

    private final DataSource pool;
    private final Javers javers;

    private JaversRecorder(DataSource pool) throws SQLException {
        this.pool = pool;
        try (Connection connection = pool.getConnection()) {
            TRANSACTION.set(connection);
            javers = JaversBuilder.javers()
                    .registerJaversRepository(SqlRepositoryBuilder.sqlRepository()
                            .withConnectionProvider(TRANSACTION::get)
                            .withDialect(DialectName.POSTGRES)
                            .withSchema(SCHEMA)
                            .build())
                    .registerEntity(MarketRow.class)
                    .build();
            connection.commit();
        } finally {
            TRANSACTION.remove();
        }
    }

    static JaversRecorder open(Postgres server, DataSource pool) throws SQLException {
        server.makeSchema(SCHEMA);
        return new JaversRecorder(pool);
    }

    @Override
    public String name() {
        return "JaVers";
    }

    @Override
    public void record(List<MarketChange> changes) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            TRANSACTION.set(connection);
            for (MarketChange change : changes) {
                javers.commit(MarketChanges.actor(change.after()).id(), change.row());
            }
            connection.commit();
        } finally {
            TRANSACTION.remove();
        }
    }

    @Override
    public long recorded() throws SQLException {
        return Postgres.count(pool, SCHEMA + ".jv_snapshot");
    }

    @Override
    public void close() {}
}
