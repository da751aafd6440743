package io.countersign.audit.internal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as PostgreSQL takes them quickest: one array a column, and the statement runs once. */
final class ArrayRowBatch implements RowBatch {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<String> types;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();
    private int rows;

    ArrayRowBatch(Connection connection, LedgerSql.RowStatement statement) throws SQLException {
        this.connection = connection;
        this.statement = connection.prepareStatement(statement.sql());
        this.types = statement.types();
        types.forEach(type -> columns.add(new ArrayList<>()));
    }

    @Override
    public void setLong(int column, long value) {
        columns.get(column - 1).add(value);
    }

    @Override
    public void setNoLong(int column) {
        columns.get(column - 1).add(null);
    }

    @Override
    public void setText(int column, String value) {
        columns.get(column - 1).add(value);
    }

    @Override
    public void setBytes(int column, byte[] value) {
        columns.get(column - 1).add(value);
    }

    @Override
    public void add() {
        rows++;
    }

    @Override
    public long flush() throws SQLException {
        if (rows == 0) {
            return 0;
        }
        for (int i = 0; i < types.size(); i++) {
            Array array = connection.createArrayOf(types.get(i), array(i));
            statement.setArray(i + 1, array);
        }
        clear();
        return statement.executeUpdate();
    }

    @Override
    public void clear() {
        columns.forEach(List::clear);
        rows = 0;
    }

    /** Of the very type where there is one, which the driver can send in binary form. */
    private Object[] array(int column) {
        List<@Nullable Object> values = columns.get(column);
        return switch (types.get(column)) {
            case "int8" -> values.toArray(new Long[0]);
            case "bytea" -> values.toArray(new byte[0][]);
            default -> values.toArray(new String[0]);
        };
    }
}
