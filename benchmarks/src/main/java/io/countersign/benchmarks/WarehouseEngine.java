package io.countersign.benchmarks;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.EntryTable;
import io.countersign.analytics.internal.FieldChangeTable;
import io.countersign.analytics.internal.Rows;
import io.countersign.analytics.internal.Views;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The warehouse's views, as it opens an export: over its native layer, or straight over its Parquet files. */
final class WarehouseEngine implements QueryEngine {
    private static final Map<String, String> SETTINGS = Map.of("autoload_known_extensions", "false");

    private final String name;
    private final DuckDb duck;

    private WarehouseEngine(String name, DuckDb duck) {
        this.name = name;
        this.duck = duck;
    }

    static WarehouseEngine overFiles(ExportRows rows) {
        DuckDb duck = DuckDb.inMemory(SETTINGS);
        Views.overFiles(duck, rows.files(EntryTable.SHAPE), rows.files(FieldChangeTable.SHAPE));
        return new WarehouseEngine("Parquet", duck);
    }

    static WarehouseEngine overLayer(Path database) {
        DuckDb duck = DuckDb.inMemory(SETTINGS);
        duck.readLayer(database);
        return new WarehouseEngine("native layer", duck);
    }

    @Override
    public String name() {
        return name;
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
