package io.countersign.benchmarks;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;

/** Hibernate Envers as it comes, with statements in batches: the markets are loaded and changed, and Envers writes a revision. */
final class EnversRecorder implements Recorder {
    private static final String SCHEMA = "envers";
    private static final int STATEMENTS_A_BATCH = 100;

    private final DataSource pool;
    private final SessionFactory sessions;

    private EnversRecorder(DataSource pool, SessionFactory sessions) {
        this.pool = pool;
        this.sessions = sessions;
    }

    static EnversRecorder open(Postgres server, DataSource pool) throws SQLException {
        System.setProperty("org.jboss.logging.provider", "slf4j"); // as quiet as the others
        server.makeSchema(SCHEMA);
        Configuration configuration = new Configuration()
                .addAnnotatedClass(MarketRow.class)
                .setProperty(AvailableSettings.HBM2DDL_AUTO, "create")
                .setProperty(AvailableSettings.DEFAULT_SCHEMA, SCHEMA)
                .setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, STATEMENTS_A_BATCH);
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
        return new EnversRecorder(pool, configuration.buildSessionFactory());
    }

    @Override
    public String name() {
        return "Envers";
    }

    @Override
    public void record(List<MarketChange> changes) {
        sessions.inTransaction(session -> {
            if (changes.size() > 1) { // one question for all of them
                session.findMultiple(
                        MarketRow.class,
                        changes.stream().map(change -> change.row().id).toList());
            }
            changes.forEach(change -> session.merge(change.row()));
        });
    }

    @Override
    public long recorded() throws SQLException {
        return Postgres.count(pool, SCHEMA + ".market_aud");
    }

    @Override
    public void close() {
        sessions.close();
    }
}
