package io.countersign.analytics.internal;

import io.countersign.model.json.Instants;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBWritableVector;

/**
 * Rows of a shape, column by column, that are handed to the engine at once: to cross into it for each value is what takes longest. Instants
 * go in as microseconds and bytes as text, since that is what the engine takes fast; {@link #select} makes of them what the shape says.
 */
final class RowBatch implements RowSink {
    /** Most rows of a batch, which is what a chunk of the engine holds. */
    static final int ROWS_MAX = 2_048;

    private final DuckDBColumnType[] types;
    private final long[][] numbers;
    private final byte[][][] texts;
    private final boolean[][] nothing;
    private int rows;
    private int column;

    RowBatch(TableShape shape) {
        this.types = types(shape);
        this.numbers = new long[types.length][];
        this.texts = new byte[types.length][][];
        this.nothing = new boolean[types.length][];
        for (int i = 0; i < types.length; i++) {
            if (types[i] == DuckDBColumnType.VARCHAR) {
                texts[i] = new byte[ROWS_MAX][];
            } else {
                numbers[i] = new long[ROWS_MAX];
                nothing[i] = new boolean[ROWS_MAX];
            }
        }
    }

    private static DuckDBColumnType[] types(TableShape shape) {
        return shape.columns().stream()
                .map(column -> switch (column.type()) {
                    case "BIGINT", "TIMESTAMP WITH TIME ZONE" -> DuckDBColumnType.BIGINT;
                    case "INTEGER" -> DuckDBColumnType.INTEGER;
                    case "BOOLEAN" -> DuckDBColumnType.BOOLEAN;
                    default -> DuckDBColumnType.VARCHAR;
                })
                .toArray(DuckDBColumnType[]::new);
    }

    /** Says which columns a function that gives batches has. */
    static void bind(TableShape shape, DuckDBTableFunctionBindInfo info) {
        DuckDBColumnType[] types = types(shape);
        for (int i = 0; i < types.length; i++) {
            info.addResultColumn(shape.columns().get(i).name(), types[i]);
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

    int rows() {
        return rows;
    }

    /** Puts the rows into what the engine works on. */
    void fill(DuckDBDataChunkWriter chunk) {
        for (int i = 0; i < types.length; i++) {
            DuckDBWritableVector vector = chunk.vector(i);
            if (types[i] == DuckDBColumnType.VARCHAR) {
                vector.setStringUtf8Batch(0, Arrays.copyOf(texts[i], rows));
            } else {
                fill(vector, types[i], numbers[i], nothing[i]);
            }
        }
    }

    private void fill(DuckDBWritableVector vector, DuckDBColumnType type, long[] values, boolean[] isNothing) {
        for (int row = 0; row < rows; row++) {
            if (isNothing[row]) {
                vector.setNull(row);
            } else if (type == DuckDBColumnType.BIGINT) {
                vector.setLong(row, values[row]);
            } else if (type == DuckDBColumnType.INTEGER) {
                vector.setInt(row, (int) values[row]);
            } else {
                vector.setBoolean(row, values[row] != 0);
            }
        }
    }

    @Override
    public RowSink row() {
        column = 0;
        return this;
    }

    @Override
    public RowSink add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public RowSink add(long number) {
        numbers[column++][rows] = number;
        return this;
    }

    @Override
    public RowSink add(int number) {
        return add((long) number);
    }

    @Override
    public RowSink add(boolean flag) {
        return add(flag ? 1L : 0L);
    }

    @Override
    public RowSink add(byte[] bytes) {
        texts[column++][rows] = bytes;
        return this;
    }

    @Override
    public RowSink add(Instant instant) {
        return add(Instants.toMicros(instant));
    }

    @Override
    public RowSink addNothing() {
        if (types[column] != DuckDBColumnType.VARCHAR) {
            nothing[column][rows] = true;
        }
        column++;
        return this;
    }

    @Override
    public void end() {
        if (column != types.length) {
            throw new IllegalStateException("A row of " + types.length + " columns got " + column);
        }
        rows++;
    }
}
