package io.countersign.examples.scenario;

import io.countersign.analytics.scenario.SourceTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Rows for a scenario, gathered and written in every form that it reads. */
final class Csv {
    private final String header;
    private final List<String> lines = new ArrayList<>();

    Csv(String header) {
        this.header = header;
    }

    void add(Object... values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(String.valueOf(value));
        }
        lines.add(String.join(",", texts));
    }

    SourceTable write(Path directory) throws IOException {
        Path file = directory.resolve("rows[1]*.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(header + "\n");
            for (String line : lines) {
                out.write(line + "\n");
            }
        }
        return SourceTable.csv(file);
    }

    /** A Parquet file with these columns, as SQL that makes them of the texts. */
    SourceTable parquet(Path directory, String columns) throws IOException, SQLException {
        write(directory);
        Path file = directory.resolve("rows.parquet");
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("COPY (SELECT " + columns + " FROM read_csv('" + directory
                    + "/rows[[]1][*].csv', all_varchar = true, header = true)) TO '" + file + "' (FORMAT parquet)");
        }
        return SourceTable.parquet(file);
    }
}
