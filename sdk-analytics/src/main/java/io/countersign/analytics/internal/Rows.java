package io.countersign.analytics.internal;

import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBResultSet;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;
import org.jspecify.annotations.Nullable;

/** The rows of a result, one after the other; columns count from 1. Close it. Not for use by several threads. */
public final class Rows implements AutoCloseable {
    private final PreparedStatement statement;
    private final ResultSet result;

    Rows(PreparedStatement statement, ResultSet result) {
        this.statement = statement;
        this.result = result;
    }

    /** A column's name and the engine's name of its type. */
    public record Heading(String name, String type) {}

    /** Moves on; false after the last row. */
    public boolean next() {
        return ask(result::next);
    }

    /** The columns. */
    public List<Heading> headings() {
        return ask(() -> {
            ResultSetMetaData about = result.getMetaData();
            List<Heading> headings = new ArrayList<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                headings.add(new Heading(about.getColumnLabel(i), about.getColumnTypeName(i)));
            }
            return List.copyOf(headings);
        });
    }

    /** The value, which must be there. */
    public String text(int column) {
        return findText(column).orElseThrow(() -> absent(column));
    }

    /** The value as text, if there is one. */
    public Optional<String> findText(int column) {
        return Optional.ofNullable(ask(() -> result.getString(column)));
    }

    public long number(int column) {
        return findNumber(column).orElseThrow(() -> absent(column));
    }

    /** The value as a number, if there is one. */
    public Optional<Long> findNumber(int column) {
        return ask(() -> {
            long value = result.getLong(column);
            return result.wasNull() ? Optional.<Long>empty() : Optional.of(value);
        });
    }

    public boolean flag(int column) {
        return ask(() -> result.getBoolean(column));
    }

    public Instant instant(int column) {
        return findInstant(column).orElseThrow(() -> absent(column));
    }

    /** The value as an instant, if there is one. */
    public Optional<Instant> findInstant(int column) {
        return Optional.ofNullable(ask(() -> result.getObject(column, OffsetDateTime.class)))
                .map(OffsetDateTime::toInstant);
    }

    /** The value as bytes, which must be there. */
    public byte[] bytes(int column) {
        if (ask(() -> result.getObject(column)) instanceof Blob blob) {
            return ask(() -> blob.getBytes(1, (int) blob.length()));
        }
        throw absent(column);
    }

    /** The value as a list of texts; empty where there is none. */
    public List<String> texts(int column) {
        return value(column) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The value as a type of the JDK: no class of the engine gets out. Null where there is none. */
    public @Nullable Object value(int column) {
        try {
            return plain(result.getObject(column));
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        }
    }

    /**
     * The rest as batches of Arrow.
     *
     * @param allocator an allocator of Arrow, which is not named here so that hosts do without
     * @return a reader of Arrow
     */
    public Object arrow(Object allocator, int batchRowsMax) {
        return ask(() -> result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, batchRowsMax));
    }

    @Override
    public void close() {
        ask(() -> {
            result.close();
            statement.close();
            return true;
        });
    }

    private static @Nullable Object plain(@Nullable Object value) throws SQLException {
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof Timestamp time) {
            return time.toLocalDateTime();
        }
        if (value instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        }
        if (value instanceof JsonNode json) {
            return json.toString();
        }
        if (value instanceof DuckDBStruct struct) {
            return plainMap(struct.getMap());
        }
        if (value instanceof Struct struct) {
            return plainList(Arrays.asList(struct.getAttributes()));
        }
        if (value instanceof Array array) {
            return plainList(Arrays.asList((Object[]) array.getArray()));
        }
        if (value instanceof List<?> list) {
            return plainList(list);
        }
        if (value instanceof Map<?, ?> map) {
            return plainMap(map);
        }
        if (value instanceof BigInteger || value instanceof Number || value instanceof Boolean || value == null) {
            return value;
        }
        boolean known = value instanceof String || value.getClass().getName().startsWith("java.");
        return known ? value : value.toString();
    }

    private static List<@Nullable Object> plainList(List<?> values) throws SQLException {
        List<@Nullable Object> plain = new ArrayList<>();
        for (Object value : values) {
            plain.add(plain(value));
        }
        return plain;
    }

    private static Map<String, @Nullable Object> plainMap(Map<?, ?> values) throws SQLException {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            plain.put(String.valueOf(plain(entry.getKey())), plain(entry.getValue()));
        }
        return plain;
    }

    private static IllegalStateException absent(int column) {
        return new IllegalStateException("Column " + column + " holds no value");
    }

    private interface Question<T extends @Nullable Object> {
        T ask() throws SQLException;
    }

    private static <T extends @Nullable Object> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw DuckDbException.of(e);
        }
    }
}
