package io.countersign.analytics.internal;

import java.time.Instant;
import java.util.Optional;

/** Takes rows, column by column. Not for use by several threads. */
public interface RowSink {
    /** Starts a row. */
    RowSink row();

    RowSink add(String text);

    RowSink add(long number);

    RowSink add(int number);

    RowSink add(boolean flag);

    /** Bytes, which are UTF-8. */
    RowSink add(byte[] bytes);

    RowSink add(Instant instant);

    /** No value. */
    RowSink addNothing();

    default RowSink addText(Optional<String> text) {
        return text.isPresent() ? add(text.get()) : addNothing();
    }

    default RowSink addNumber(Optional<Long> number) {
        return number.isPresent() ? add((long) number.get()) : addNothing();
    }

    /** Ends the row. */
    void end();
}
