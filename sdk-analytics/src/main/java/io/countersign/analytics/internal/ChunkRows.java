package io.countersign.analytics.internal;

import io.countersign.model.json.Instants;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBWritableVector;

/**
 * Puts rows of a shape straight into what the engine works on. Instants go in as microseconds and bytes as text, since that is what the
 * engine takes fast; {@link #select} makes of them what the shape says.
 */
final class ChunkRows implements RowSink {
    private final DuckDBWritableVector[] columns;
    private int row = -1;
    private int column;

    ChunkRows(DuckDBDataChunkWriter chunk) {
        this.columns =
                LongStream.range(0, chunk.columnCount()).mapToObj(chunk::vector).toArray(DuckDBWritableVector[]::new);
    }

    /** Says which columns there will be. */
    static void bind(TableShape shape, DuckDBTableFunctionBindInfo info) {
        for (TableShape.Column column : shape.columns()) {
            info.addResultColumn(
                    column.name(),
                    switch (column.type()) {
                        case "BIGINT", "TIMESTAMP WITH TIME ZONE" -> DuckDBColumnType.BIGINT;
                        case "INTEGER" -> DuckDBColumnType.INTEGER;
                        case "BOOLEAN" -> DuckDBColumnType.BOOLEAN;
                        default -> DuckDBColumnType.VARCHAR;
                    });
        }
    }

    /** A query for the rows of such a function with the types of the shape, in the function's order. */
    static String select(TableShape shape, String function) {
        return shape.columns().stream()
                .map(column -> switch (column.type()) {
                    case "TIMESTAMP WITH TIME ZONE" -> "make_timestamptz(" + column.name() + ") AS " + column.name();
                    case "BLOB" -> "encode(" + column.name() + ") AS " + column.name();
                    default -> column.name();
                })
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + function + "()"));
    }

    @Override
    public RowSink row() {
        row++;
        column = 0;
        return this;
    }

    @Override
    public RowSink add(String text) {
        next().setString(row, text);
        return this;
    }

    @Override
    public RowSink add(long number) {
        next().setLong(row, number);
        return this;
    }

    @Override
    public RowSink add(int number) {
        next().setInt(row, number);
        return this;
    }

    @Override
    public RowSink add(boolean flag) {
        next().setBoolean(row, flag);
        return this;
    }

    @Override
    public RowSink add(byte[] bytes) {
        next().setStringUtf8Batch(row, new byte[][] {bytes});
        return this;
    }

    @Override
    public RowSink add(Instant instant) {
        return add(Instants.toMicros(instant));
    }

    @Override
    public RowSink addNothing() {
        next().setNull(row);
        return this;
    }

    @Override
    public void end() {
        if (column != columns.length) {
            throw new IllegalStateException("A row of " + columns.length + " columns got " + column);
        }
    }

    private DuckDBWritableVector next() {
        return columns[column++];
    }
}
