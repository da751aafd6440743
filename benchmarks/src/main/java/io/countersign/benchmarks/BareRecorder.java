package io.countersign.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The limit: the rows that a ledger would write, ready before the clock starts, inserted into a bare table. */
final class BareRecorder implements Recorder {
    private final DataSource pool;

    private BareRecorder(DataSource pool) {
        this.pool = pool;
    }

    static BareRecorder open(Postgres server, DataSource pool) throws SQLException {
        try (Connection connection = server.connections().getConnection()) {
            AppendWorkload.makeBare(connection);
            connection.commit();
        }
        return new BareRecorder(pool);
    }

    @Override
    public String name() {
        return "bare rows";
    }

    @Override
    public void record(List<MarketChange> changes) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(BareInsert.STATEMENTS.sql())) {
            BareInsert.STATEMENTS.insert(
                    insert, changes.stream().map(MarketChange::entry).toList());
            connection.commit();
        }
    }

    @Override
    public long recorded() throws SQLException {
        return Postgres.count(pool, "entry");
    }

    @Override
    public void close() {}
}
