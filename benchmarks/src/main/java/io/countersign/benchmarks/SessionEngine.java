package io.countersign.benchmarks;

import io.countersign.analytics.AnalystSession;
import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.NativeLayer;
import io.countersign.analytics.QueryLimits;
import io.countersign.analytics.ResultTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An export's native layer as an analyst asks it: a session inside its walls. */
final class SessionEngine implements QueryEngine {
    private static final QueryLimits LIMITS = new QueryLimits(3_000, Duration.ofMinutes(10), 2, 1_000_000);

    private final AuditWarehouse warehouse;
    private final AnalystSession session;

    private SessionEngine(AuditWarehouse warehouse, AnalystSession session) {
        this.warehouse = warehouse;
        this.session = session;
    }

    static SessionEngine open(Path exportDirectory) {
        NativeLayer.builder().build().update(exportDirectory);
        AuditWarehouse warehouse = AuditWarehouse.open(exportDirectory);
        return new SessionEngine(warehouse, warehouse.analyst(LIMITS));
    }

    AuditWarehouse warehouse() {
        return warehouse;
    }

    @Override
    public String name() {
        return "session";
    }

    @Override
    public Question.Dialect dialect() {
        return Question.Dialect.WAREHOUSE;
    }

    /** An answer that is whole. */
    ResultTable query(String sql) {
        ResultTable table = session.query(sql);
        if (table.truncated()) {
            throw new IllegalStateException("More than " + LIMITS.rowsMax() + " rows");
        }
        return table;
    }

    @Override
    public List<List<String>> rows(String sql) {
        ResultTable table = query(sql);
        int columns = table.columns().size();
        List<List<String>> rows = new ArrayList<>(table.rowCount());
        for (int row = 0; row < table.rowCount(); row++) {
            List<String> texts = new ArrayList<>(columns);
            for (int column = 0; column < columns; column++) {
                texts.add(table.cell(row, column).map(Object::toString).orElse(""));
            }
            rows.add(texts);
        }
        return rows;
    }

    @Override
    public void close() {
        session.close();
        warehouse.close();
    }
}
