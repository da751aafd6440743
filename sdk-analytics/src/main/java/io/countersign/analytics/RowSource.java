package io.countersign.analytics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that come one after the other, once. */
interface RowSource extends AutoCloseable {
    /** The columns, by unique names. */
    List<ResultTable.Column> columns();

    /** The next row, which the caller may keep; null after the last. */
    @Nullable
    Object @Nullable [] next();

    @Override
    void close();
}
