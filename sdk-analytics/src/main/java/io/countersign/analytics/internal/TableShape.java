package io.countersign.analytics.internal;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns of a Parquet file, in order, each with the id by which it is followed through renames. A later version may add
 * columns at the end; files from before are read with nothing in them.
 *
 * @param everywhere how many of the columns, from the first, every file has
 */
public record TableShape(String table, List<Column> columns, int everywhere, String order) {
    /** A column. Ids are never used again for something else. */
    public record Column(int id, String name, String type) {}

    public TableShape {
        columns = List.copyOf(columns);
    }

    /** Makes an empty table of this shape. */
    public String create() {
        return create(table);
    }

    /** Makes an empty table of this shape under another name. */
    public String create(String name) {
        return columns.stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (", ")"));
    }

    /** The names, for a select list. */
    public String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** The columns as the engine describes a file of this shape: {@code name type}. */
    public List<String> described() {
        return columns.stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    /** Whether a file whose columns are these, as {@code id name type}, is of this shape or of an earlier version of it. */
    public boolean isOf(List<String> found) {
        List<String> all = columns.stream()
                .map(column -> column.id() + " " + column.name() + " " + column.type())
                .toList();
        return found.size() >= everywhere && found.size() <= all.size() && found.equals(all.subList(0, found.size()));
    }

    /** The ids, as the engine takes them for writing. */
    public String fieldIds() {
        return columns.stream()
                .map(column -> column.name() + ": " + column.id())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** What to read from files of any version: columns by id, under their present names. */
    String byId() {
        return columns.stream()
                .map(column -> column.id() + ": {name: '" + column.name() + "', type: '" + column.type()
                        + "', default_value: NULL}")
                .collect(Collectors.joining(", ", "MAP {", "}"));
    }

    /** Writes the table to a file, ordered, so that the same rows make the same bytes. */
    String copyTo(String fileLiteral) {
        return copyTo(fileLiteral, "SELECT " + names() + " FROM " + table + " ORDER BY " + order);
    }

    /** Writes a query's rows to a file, in the order in which it gives them. */
    String copyTo(String fileLiteral, String query) {
        return "COPY (" + query + ") TO " + fileLiteral
                + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, FIELD_IDS " + fieldIds() + ")";
    }
}
