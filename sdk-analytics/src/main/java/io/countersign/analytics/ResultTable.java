package io.countersign.analytics;

import io.countersign.model.json.Instants;
import io.countersign.model.json.Json;
import io.countersign.model.view.Displayable;
import io.countersign.model.view.Html;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows and columns that answer a question, held in memory. Prints itself as a table and shows itself as HTML. Immutable.
 *
 * <p>Cells hold values of the JDK: {@code Long}, {@code Integer}, {@code BigInteger}, {@code BigDecimal}, {@code Double},
 * {@code Boolean}, {@code String}, {@code Instant} (UTC), {@code LocalDate}, {@code LocalDateTime}, {@code byte[]}, {@code
 * List} and {@code Map}. Rows and columns count from 0.
 */
public final class ResultTable implements Displayable {
    /** Longest cell that {@link #toString()} prints whole, in characters. */
    public static final int CELL_LENGTH_MAX = 48;

    /** Most rows that {@link #toString()} and {@link #toHtml()} show. */
    public static final int ROWS_SHOWN_MAX = 100;

    private final List<Column> columns;
    private final List<@Nullable Object[]> rows;
    private final boolean truncated;

    /**
     * A column.
     *
     * @param name unique within the table
     * @param type the SQL type, such as {@code VARCHAR}
     */
    public record Column(String name, String type) {}

    /**
     * A table of values of the types above. A name of a column that has been taken gets a number behind it.
     *
     * @param rows a value for each column, or null
     * @param truncated whether there were more rows than these
     * @throws IllegalArgumentException if a row has another number of values than there are columns
     */
    public ResultTable(List<Column> columns, List<@Nullable Object[]> rows, boolean truncated) {
        this.columns = unique(columns);
        this.rows = rows.stream().map(this::checked).toList();
        this.truncated = truncated;
    }

    private @Nullable Object[] checked(@Nullable Object[] row) {
        if (row.length != columns.size()) {
            throw new IllegalArgumentException("A row has " + row.length + " values, and the table has "
                    + columns.size() + " columns: " + columns);
        }
        return row.clone();
    }

    public List<Column> columns() {
        return columns;
    }

    public int rowCount() {
        return rows.size();
    }

    /** Whether there were more rows than the limit, so that this is only the first of them. */
    public boolean truncated() {
        return truncated;
    }

    /**
     * The value of a cell; absent for SQL's NULL.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public Optional<Object> cell(int row, int column) {
        return Optional.ofNullable(rows.get(row)[column]);
    }

    /**
     * The value of a cell by the column's name; absent for SQL's NULL.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws IllegalArgumentException if there is no such column
     */
    public Optional<Object> cell(int row, String column) {
        return cell(row, indexOf(column));
    }

    /**
     * The value of a cell as a type; absent for SQL's NULL.
     *
     * @throws ClassCastException if it is of another type
     * @throws IllegalArgumentException if there is no such column
     */
    public <T> Optional<T> cell(int row, String column, Class<T> type) {
        return cell(row, column).map(type::cast);
    }

    /** The cell as it is printed; empty for SQL's NULL. */
    public String text(int row, int column) {
        return cell(row, column).map(ResultTable::text).orElse("");
    }

    /** One JSON object a line, with the columns in order: decimals and 64-bit-exceeding integers as strings, bytes as hex. */
    public String toJsonLines() {
        List<String> names =
                columns.stream().map(column -> Json.write(column.name())).toList();
        return rows.stream().map(row -> jsonLine(names, row)).collect(Collectors.joining());
    }

    /** A row as a JSON object with a line end, given the names as JSON. */
    static String jsonLine(List<String> names, @Nullable Object[] row) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            fields.add(names.get(i) + ":" + json(row[i]));
        }
        return "{" + String.join(",", fields) + "}\n";
    }

    /** The rows again. */
    RowSource source() {
        Iterator<@Nullable Object[]> left = rows.iterator();
        return new RowSource() {
            @Override
            public List<Column> columns() {
                return columns;
            }

            @Override
            public @Nullable Object @Nullable [] next() {
                return left.hasNext() ? left.next() : null;
            }

            @Override
            public void close() {
                // They are in memory.
            }
        };
    }

    /** A table for people: aligned columns, long cells cut with an ellipsis, and the number of rows. */
    @Override
    public String toString() {
        List<String> headings =
                columns.stream().map(column -> cut(column.name())).toList();
        return new TextTable(headings, shown(ResultTable::cut)) + "\n" + footer() + "\n";
    }

    /** The same as an HTML table with the cells uncut, every text escaped. */
    @Override
    public String toHtml() {
        List<String> headings = columns.stream().map(Column::name).toList();
        return Html.of(Html.table("", headings, shown(UnaryOperator.identity())), Html.paragraph(footer()))
                .markup();
    }

    private List<List<String>> shown(UnaryOperator<String> form) {
        List<List<String>> shown = new ArrayList<>();
        for (int row = 0; row < Math.min(rows.size(), ROWS_SHOWN_MAX); row++) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < columns.size(); column++) {
                cells.add(form.apply(text(row, column)));
            }
            shown.add(cells);
        }
        return shown;
    }

    private String footer() {
        String count = (rows.size() == 1 ? "1 row" : rows.size() + " rows") + (truncated ? ", and there are more" : "");
        return rows.size() > ROWS_SHOWN_MAX ? "First " + ROWS_SHOWN_MAX + " of " + count : count;
    }

    private int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("No column \"" + name + "\"; there are "
                + columns.stream().map(Column::name).collect(Collectors.joining(", ")));
    }

    /** The columns with names that occur once. */
    static List<Column> unique(List<Column> columns) {
        Set<String> names = new LinkedHashSet<>();
        List<Column> unique = new ArrayList<>();
        for (Column column : columns) {
            String name = column.name();
            for (int i = 1; !names.add(name); i++) {
                name = column.name() + ":" + i;
            }
            unique.add(new Column(name, column.type()));
        }
        return List.copyOf(unique);
    }

    /** A value as it is printed. */
    static String text(Object value) {
        if (value instanceof Instant instant) {
            return Instants.format(instant);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return json(value);
        }
        return value.toString();
    }

    private static String json(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ResultTable::json).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> Json.write(String.valueOf(entry.getKey())) + ":" + json(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value == null) {
            return "null";
        }
        boolean finite = value instanceof Double number && Double.isFinite(number);
        boolean plain = value instanceof Number
                && !(value instanceof BigDecimal
                        || value instanceof BigInteger
                        || value instanceof Double
                        || value instanceof Float);
        return plain || finite || value instanceof Boolean ? value.toString() : Json.write(text(value));
    }

    /** One line, without what a terminal would act on, and not too long. */
    private static String cut(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        if (width(line.toString()) <= CELL_LENGTH_MAX) {
            return line.toString();
        }
        return line.substring(0, line.offsetByCodePoints(0, CELL_LENGTH_MAX - 1)) + "…";
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
