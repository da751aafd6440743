package io.countersign.audit.internal;

import static java.util.Objects.requireNonNull;

import io.countersign.model.journal.JournalHead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.EnumMap;
import java.util.Map;

/** As JDBC has it: a statement for each target, run once a row. */
final class BatchedStatements implements GroupStatements {
    private final Map<Target, BatchedRows> targets = new EnumMap<>(Target.class);
    private final PreparedStatement moveHead;

    BatchedStatements(LedgerSql sql, Connection connection) throws SQLException {
        for (Target target : Target.values()) {
            targets.put(
                    target,
                    new BatchedRows(connection.prepareStatement(sql.rows(target).one())));
        }
        this.moveHead = connection.prepareStatement(sql.moveHead);
    }

    @Override
    public Rows rows(Target target) {
        return of(target);
    }

    @Override
    public Written write(JournalHead from, JournalHead to) throws SQLException {
        long moved = 0;
        for (Target target : Target.values()) {
            long rows = of(target).write();
            if (target == Target.MOVED_STREAMS) {
                moved = rows;
            }
        }
        LedgerSql.bindHeads(moveHead, 1, from, to);
        return new Written(moved, moveHead.executeUpdate());
    }

    @Override
    public void clear() throws SQLException {
        for (BatchedRows rows : targets.values()) {
            rows.clear();
        }
    }

    private BatchedRows of(Target target) {
        return requireNonNull(targets.get(target));
    }

    private static final class BatchedRows implements Rows {
        private final PreparedStatement statement;
        private int waiting;

        BatchedRows(PreparedStatement statement) {
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
            waiting++;
        }

        long write() throws SQLException {
            if (waiting == 0) {
                return 0;
            }
            waiting = 0;
            long written = 0;
            for (int count : statement.executeBatch()) {
                written += count;
            }
            return written;
        }

        void clear() throws SQLException {
            statement.clearBatch();
            waiting = 0;
        }
    }
}
