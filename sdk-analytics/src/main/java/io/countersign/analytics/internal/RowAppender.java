package io.countersign.analytics.internal;

import io.countersign.model.json.Instants;
import java.sql.SQLException;
import java.time.Instant;
import org.duckdb.DuckDBAppender;

/** Puts rows into a table, column by column. Rows are in when it is closed. Not for use by several threads. */
public final class RowAppender implements RowSink, AutoCloseable {
    private final DuckDBAppender appender;

    RowAppender(DuckDBAppender appender) {
        this.appender = appender;
    }

    @Override
    public RowAppender row() {
        return put(appender::beginRow);
    }

    @Override
    public RowAppender add(String text) {
        return put(() -> appender.append(text));
    }

    @Override
    public RowAppender add(long number) {
        return put(() -> appender.append(number));
    }

    @Override
    public RowAppender add(int number) {
        return put(() -> appender.append(number));
    }

    @Override
    public RowAppender add(boolean flag) {
        return put(() -> appender.append(flag));
    }

    @Override
    public RowAppender add(byte[] bytes) {
        return put(() -> appender.append(bytes));
    }

    @Override
    public RowAppender add(Instant instant) {
        return put(() -> appender.appendEpochMicros(Instants.toMicros(instant)));
    }

    @Override
    public RowAppender addNothing() {
        return put(appender::appendNull);
    }

    @Override
    public void end() {
        put(appender::endRow);
    }

    @Override
    public void close() {
        put(appender::close);
    }

    private interface Step {
        void take() throws SQLException;
    }

    private RowAppender put(Step step) {
        try {
            step.take();
            return this;
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        }
    }
}
