package io.countersign.audit.internal;

import io.countersign.model.journal.JournalHead;
import java.sql.SQLException;

/** The statements that one group of batches is written with: rows are collected, and then written together. Used by one thread. */
interface GroupStatements {
    /** A table, and what happens to its rows; in the order in which they are written. */
    enum Target {
        ENTRIES,
        NEW_STREAMS,
        MOVED_STREAMS,
        TILES,
        BATCHES
    }

    /** The rows of a target; set every column of a row, counting from 1, and then add it. */
    Rows rows(Target target);

    /**
     * Writes all rows that were added, and moves the head.
     *
     * @throws SQLException if a statement fails; rows are forgotten all the same
     */
    Written write(JournalHead from, JournalHead to) throws SQLException;

    /** Forgets rows that were added and not written. */
    void clear() throws SQLException;

    /** Rows to be written. */
    interface Rows {
        void setLong(int column, long value) throws SQLException;

        void setNoLong(int column) throws SQLException;

        void setText(int column, String value) throws SQLException;

        void setBytes(int column, byte[] value) throws SQLException;

        void add() throws SQLException;
    }

    /**
     * What the database says.
     *
     * @param movedStreams how many streams had a row to move
     * @param movedHeads 1 if the head was where it should be, and 0 if not
     */
    record Written(long movedStreams, long movedHeads) {}
}
