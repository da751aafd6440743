package io.countersign.analytics;

import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.Rows;
import io.countersign.analytics.internal.Watcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that answer a question. The engine holds them, within its memory limit. */
final class QuestionRows implements RowSource {
    private static final int ROWS_BETWEEN_LOOKS = 1_000;

    private final String sql;
    private final Rows rows;
    private final List<ResultTable.Column> columns;
    private final Watcher watcher;
    private long taken;

    QuestionRows(String sql, Rows rows, Watcher watcher) {
        this.sql = sql;
        this.rows = rows;
        this.watcher = watcher;
        this.columns = ResultTable.unique(rows.headings().stream()
                .map(heading -> new ResultTable.Column(heading.name(), heading.type()))
                .toList());
    }

    @Override
    public List<ResultTable.Column> columns() {
        return columns;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
        if (taken % ROWS_BETWEEN_LOOKS == 0) {
            watcher.requireGoOn();
        }
        try {
            if (!rows.next()) {
                return null;
            }
            taken++;
            @Nullable Object[] row = new @Nullable Object[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = rows.value(i + 1);
            }
            return row;
        } catch (DuckDbException e) {
            throw AnalystSession.failure(e, sql);
        }
    }

    /** The rows as the engine holds them. */
    Rows held() {
        return rows;
    }

    @Override
    public void close() {
        rows.close();
    }
}
