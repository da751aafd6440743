package io.countersign.analytics;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.Rows;
import io.countersign.analytics.internal.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks the engine and turns each row into a value. */
final class Answers {
    private static final int ROWS_BETWEEN_LOOKS = 1_000;

    private final DuckDb duck;
    private final Supplier<Watcher> watchers;

    /**
     * Over an engine, which tells from now on how far it is.
     *
     * @param watchers makes a watcher for each question
     */
    Answers(DuckDb duck, Supplier<Watcher> watchers) {
        this.duck = duck;
        this.watchers = watchers;
        duck.tellProgress();
    }

    /**
     * A value for each row.
     *
     * @throws ExportFailedException if the export cannot be asked
     * @throws CancellationException if it was cancelled
     */
    <T> List<T> rows(String sql, Function<Rows, T> value, Object... parameters) {
        Watcher watcher = watchers.get();
        watcher.requireGoOn();
        try (Rows rows = duck.query(watcher, () -> {}, sql, parameters)) {
            List<T> values = new ArrayList<>();
            while (rows.next()) {
                if (values.size() % ROWS_BETWEEN_LOOKS == 0) {
                    watcher.requireGoOn();
                }
                values.add(value.apply(rows));
            }
            return List.copyOf(values);
        } catch (DuckDbException e) {
            throw new ExportFailedException("The export cannot be asked: " + e.getMessage(), e);
        }
    }
}
