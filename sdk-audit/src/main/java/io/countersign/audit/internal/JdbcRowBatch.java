package io.countersign.audit.internal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** Rows as JDBC hands them over: the statement runs once a row. */
final class JdbcRowBatch implements RowBatch {
    private final PreparedStatement statement;
    private int rows;

    JdbcRowBatch(PreparedStatement statement) {
        this.statement = statement;
    }

    @Override
    public void setLong(int column, long value) throws SQLException {
        statement.setLong(column, value);
    }

    @Override
    public void setNoLong(int column) throws SQLException {
        statement.setNull(column, Types.BIGINT);
    }

    @Override
    public void setText(int column, String value) throws SQLException {
        statement.setString(column, value);
    }

    @Override
    public void setBytes(int column, byte[] value) throws SQLException {
        statement.setBytes(column, value);
    }

    @Override
    public void add() throws SQLException {
        statement.addBatch();
        rows++;
    }

    @Override
    public long flush() throws SQLException {
        if (rows == 0) {
            return 0;
        }
        rows = 0;
        long written = 0;
        for (int count : statement.executeBatch()) {
            written += count;
        }
        return written;
    }

    @Override
    public void clear() throws SQLException {
        statement.clearBatch();
        rows = 0;
    }
}
