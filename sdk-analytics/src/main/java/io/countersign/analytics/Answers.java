package io.countersign.analytics;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks the engine and turns each row into a value. */
final class Answers {
    private final DuckDb duck;

    Answers(DuckDb duck) {
        this.duck = duck;
    }

    /**
     * A value for each row.
     *
     * @throws ExportFailedException if the export cannot be asked
     */
    <T> List<T> rows(String sql, Function<Rows, T> value, Object... parameters) {
        try (Rows rows = duck.query(sql, parameters)) {
            List<T> values = new ArrayList<>();
            while (rows.next()) {
                values.add(value.apply(rows));
            }
            return List.copyOf(values);
        } catch (DuckDbException e) {
            throw new ExportFailedException("The export cannot be asked: " + e.getMessage(), e);
        }
    }
}
