package io.countersign.analytics.internal;

import io.countersign.model.json.Instants;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/** Puts rows into a table, column by column. Rows are in when it is closed. Not for use by several threads. */
public final class RowAppender implements AutoCloseable {
    private final DuckDBAppender appender;

    RowAppender(DuckDBAppender appender) {
        this.appender = appender;
    }

    /** Starts a row. */
    public RowAppender row() {
        return put(appender::beginRow);
    }

    public RowAppender add(String text) {
        return put(() -> appender.append(text));
    }

    public RowAppender addText(Optional<String> text) {
        return text.isPresent() ? add(text.get()) : put(appender::appendNull);
    }

    public RowAppender add(long number) {
        return put(() -> appender.append(number));
    }

    public RowAppender addNumber(Optional<Long> number) {
        return number.isPresent() ? add((long) number.get()) : put(appender::appendNull);
    }

    public RowAppender add(int number) {
        return put(() -> appender.append(number));
    }

    public RowAppender add(boolean flag) {
        return put(() -> appender.append(flag));
    }

    public RowAppender add(byte[] bytes) {
        return put(() -> appender.append(bytes));
    }

    public RowAppender add(Instant instant) {
        return put(() -> appender.appendEpochMicros(Instants.toMicros(instant)));
    }

    /** Ends the row. */
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
