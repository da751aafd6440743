package io.countersign.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/**
 * A million rows of an answer, read into the JVM: cell by cell as objects, cell by cell by type, and as Arrow vectors. Each way sums up
 * what it reads, the vectors byte for byte, and all must come to the same.
 */
final class ResultReadBenchmark implements Benchmarks.Benchmark {
    private static final int BATCH = 65_536;
    private static final String SQL =
            "SELECT i AS sequence, 'spot-market/kraken/X' || lpad((i % 2000)::VARCHAR, 4, '0') || 'ZUSD' AS"
                    + " document, '/sizeRule/minQuantity' AS path, '\"0.' || i || '\"' AS value, i * 1000 AS recorded_micros FROM range(1000000)"
                    + " numbers(i)";

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        progress.println("result-read, a million rows");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                BufferAllocator allocator = new RootAllocator()) {
            statement.execute("CREATE TABLE answer AS " + SQL);
            Callable<Long> objects = () -> objects(statement);
            Callable<Long> typed = () -> typed(statement);
            Callable<Long> arrow = () -> arrow(statement, allocator);
            if (!objects.call().equals(typed.call()) || !typed.call().equals(arrow.call())) {
                throw new IllegalStateException("Two ways of reading an answer come to two sums");
            }
            double[] millis = new Rounds(2, 7).medians(objects, typed, arrow);
            Measurement asObjects = Measurement.of("1 M rows by getObject", millis[0], "ms");
            Measurement byType = Measurement.of("1 M rows by typed getters", millis[1], "ms");
            return List.of(
                    asObjects,
                    byType.against(asObjects),
                    Measurement.of("1 M rows as Arrow", millis[2], "ms")
                            .against(asObjects)
                            .against(byType));
        }
    }

    private static long objects(Statement statement) throws SQLException {
        long sum = 0;
        try (ResultSet rows = statement.executeQuery("FROM answer")) {
            while (rows.next()) {
                for (int i = 1; i <= 5; i++) {
                    Object cell = rows.getObject(i);
                    sum += cell instanceof Long number ? number : length(cell);
                }
            }
        }
        return sum;
    }

    private static int length(Object text) {
        return text.toString().length();
    }

    private static long typed(Statement statement) throws SQLException {
        long sum = 0;
        try (ResultSet rows = statement.executeQuery("FROM answer")) {
            while (rows.next()) {
                sum += rows.getLong(1) + rows.getLong(5);
                for (int i = 2; i <= 4; i++) {
                    sum += rows.getString(i).length();
                }
            }
        }
        return sum;
    }

    private static long arrow(Statement statement, BufferAllocator allocator) throws SQLException, IOException {
        long sum = 0;
        try (ResultSet rows = statement.executeQuery("FROM answer");
                ArrowReader reader =
                        (ArrowReader) rows.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                sum += batch(root);
            }
        }
        return sum;
    }

    private static long batch(VectorSchemaRoot root) {
        long sum = 0;
        BigIntVector sequences = (BigIntVector) root.getVector(0);
        BigIntVector instants = (BigIntVector) root.getVector(4);
        for (int row = 0; row < root.getRowCount(); row++) {
            sum += sequences.get(row) + instants.get(row);
        }
        for (int column = 1; column <= 3; column++) {
            VarCharVector texts = (VarCharVector) root.getVector(column);
            for (int row = 0; row < root.getRowCount(); row++) {
                sum += texts.get(row).length; // its bytes, all of them ASCII
            }
        }
        return sum;
    }
}
