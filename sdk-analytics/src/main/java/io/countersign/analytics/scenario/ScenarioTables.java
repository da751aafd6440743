package io.countersign.analytics.scenario;

import io.countersign.analytics.ResultTable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of scenarios as rows. */
final class ScenarioTables {
    private ScenarioTables() {}

    /**
     * A table.
     *
     * @param columns name and SQL type, with a blank between
     */
    static ResultTable table(List<@Nullable Object[]> rows, String... columns) {
        for (@Nullable Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = row[i] instanceof BigDecimal decimal ? Digits.plain(decimal) : row[i];
            }
        }
        return new ResultTable(
                Arrays.stream(columns)
                        .map(column -> column.split(" ", 2))
                        .map(parts -> new ResultTable.Column(parts[0], parts[1]))
                        .toList(),
                rows,
                false);
    }
}
