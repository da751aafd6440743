package io.countersign.audit.internal;

import static java.util.Objects.requireNonNull;

import io.countersign.model.journal.JournalHead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As PostgreSQL has it quickest: the rows of a target travel as one array a column, and all statements in one round trip, which the
 * driver makes of statements that a semicolon separates.
 */
final class PipelinedStatements implements GroupStatements {
    private final Connection connection;
    private final PreparedStatement all;
    private final Map<Target, ArrayRows> targets = new EnumMap<>(Target.class);

    PipelinedStatements(LedgerSql sql, Connection connection) throws SQLException {
        this.connection = connection;
        for (Target target : Target.values()) {
            targets.put(target, new ArrayRows(sql.rows(target).types()));
        }
        this.all = connection.prepareStatement(Stream.of(Target.values())
                        .map(target -> sql.rows(target).sql() + "; ")
                        .collect(Collectors.joining())
                + sql.moveHead);
    }

    @Override
    public Rows rows(Target target) {
        return requireNonNull(targets.get(target));
    }

    @Override
    public Written write(JournalHead from, JournalHead to) throws SQLException {
        int parameter = 1;
        for (ArrayRows rows : targets.values()) {
            parameter = rows.bind(connection, all, parameter);
        }
        clear();
        LedgerSql.bindHeads(all, parameter, from, to);
        all.execute();
        long moved = 0;
        for (Target target : Target.values()) {
            if (target == Target.MOVED_STREAMS) {
                moved = all.getLargeUpdateCount();
            }
            all.getMoreResults();
        }
        return new Written(moved, all.getLargeUpdateCount());
    }

    @Override
    public void clear() {
        targets.values().forEach(ArrayRows::clear);
    }

    private static final class ArrayRows implements Rows {
        private final List<String> types;
        private final List<List<@Nullable Object>> columns;

        ArrayRows(List<String> types) {
            this.types = types;
            this.columns = new ArrayList<>();
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

        /** Its columns are in their arrays already. */
        @Override
        public void add() {}

        /** Returns the parameter behind its own. */
        int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
            for (int i = 0; i < types.size(); i++) {
                statement.setArray(first + i, connection.createArrayOf(types.get(i), array(i)));
            }
            return first + types.size();
        }

        void clear() {
            columns.forEach(List::clear);
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
}
