package io.countersign.benchmarks;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.EntryTable;
import io.countersign.analytics.internal.FieldChangeTable;
import io.countersign.analytics.internal.Rows;
import io.countersign.analytics.internal.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The warehouse's views straight over the Parquet files of an export, as it opens one without a native layer. */
final class ParquetEngine implements QueryEngine {
    private final DuckDb duck;

    private ParquetEngine(DuckDb duck) {
        this.duck = duck;
    }

    static ParquetEngine open(ExportRows rows) {
        DuckDb duck = DuckDb.inMemory(Map.of("autoload_known_extensions", "false"));
        Views.overFiles(duck, rows.files(EntryTable.SHAPE), rows.files(FieldChangeTable.SHAPE));
        return new ParquetEngine(duck);
    }

    @Override
    public String name() {
        return "Parquet";
    }

    @Override
    public Question.Dialect dialect() {
        return Question.Dialect.WAREHOUSE;
    }

    @Override
    public List<List<String>> rows(String sql) {
        List<List<String>> rows = new ArrayList<>();
        try (Rows answer = duck.query(sql)) {
            int columns = answer.headings().size();
            while (answer.next()) {
                List<String> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    row.add(Objects.toString(answer.value(i), ""));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Override
    public void close() {
        duck.close();
    }
}
