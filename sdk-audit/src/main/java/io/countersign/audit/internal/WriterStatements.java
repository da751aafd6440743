package io.countersign.audit.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The statements of the writer, prepared once. They live as long as their connection. */
final class WriterStatements {
    final PreparedStatement begin;
    final PreparedStatement probe;
    final PreparedStatement commit;
    final PreparedStatement rollback;
    final PreparedStatement findHead;
    final PreparedStatement findLast;
    final PreparedStatement findBatch;
    final PreparedStatement findStream;
    final PreparedStatement insertEntry;
    final PreparedStatement insertPayload;
    final PreparedStatement insertStream;
    final PreparedStatement moveStream;
    final PreparedStatement insertTile;
    final PreparedStatement insertBatch;
    final PreparedStatement moveHead;
    final PreparedStatement insertCheckpoint;

    WriterStatements(Connection connection) throws SQLException {
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        probe = connection.prepareStatement("BEGIN");
        commit = connection.prepareStatement("COMMIT");
        rollback = connection.prepareStatement("ROLLBACK");
        findHead = connection.prepareStatement(LedgerSql.HEAD);
        findLast = connection.prepareStatement(LedgerSql.LAST_SEQUENCE);
        findBatch = connection.prepareStatement(LedgerSql.BATCH);
        findStream = connection.prepareStatement(LedgerSql.STREAM);
        insertEntry = connection.prepareStatement(LedgerSql.INSERT_ENTRY);
        insertPayload = connection.prepareStatement(LedgerSql.INSERT_PAYLOAD);
        insertStream = connection.prepareStatement(LedgerSql.INSERT_STREAM);
        moveStream = connection.prepareStatement(LedgerSql.MOVE_STREAM);
        insertTile = connection.prepareStatement(LedgerSql.INSERT_TILE);
        insertBatch = connection.prepareStatement(LedgerSql.INSERT_BATCH);
        moveHead = connection.prepareStatement(LedgerSql.MOVE_HEAD);
        insertCheckpoint = connection.prepareStatement(LedgerSql.INSERT_CHECKPOINT);
    }

    /** Forgets rows that were handed over and not executed. */
    void clearBatches() throws SQLException {
        insertEntry.clearBatch();
        insertStream.clearBatch();
        moveStream.clearBatch();
        insertBatch.clearBatch();
    }
}
