package io.countersign.audit.internal;

import java.sql.SQLException;

/** Rows that one statement writes, handed to the database together. Columns count from 1. Used by one thread. */
interface RowBatch {
    void setLong(int column, long value) throws SQLException;

    void setNoLong(int column) throws SQLException;

    void setText(int column, String value) throws SQLException;

    void setBytes(int column, byte[] value) throws SQLException;

    /** Ends a row whose columns are all set. */
    void add() throws SQLException;

    /** Writes the rows; returns how many the database says it wrote. */
    long flush() throws SQLException;

    /** Forgets rows that were not written. */
    void clear() throws SQLException;
}
