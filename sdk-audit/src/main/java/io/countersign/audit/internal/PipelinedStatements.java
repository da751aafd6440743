package io.countersign.audit.internal;

import static java.util.Objects.requireNonNull;

import io.countersign.model.journal.JournalHead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As PostgreSQL has it quickest: all statements travel in one round trip, which the driver makes of statements that a semicolon
 * separates. Only targets with rows take part; a single row goes as values, several as one array a column.
 */
final class PipelinedStatements implements GroupStatements {
    private final LedgerSql sql;
    private final Connection connection;
    private final Map<Target, TargetRows> targets = new EnumMap<>(Target.class);

    /** By their texts: one for each choice of targets and forms that came up, of which there are a few dozen. */
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    PipelinedStatements(LedgerSql sql, Connection connection) {
        this.sql = sql;
        this.connection = connection;
        for (Target target : Target.values()) {
            targets.put(target, new TargetRows(sql.rows(target)));
        }
    }

    @Override
    public Rows rows(Target target) {
        return requireNonNull(targets.get(target));
    }

    @Override
    public Written write(JournalHead from, JournalHead to) throws SQLException {
        List<Target> written = targets.keySet().stream()
                .filter(target -> !of(target).isEmpty())
                .toList();
        PreparedStatement all = prepare(written);
        int parameter = 1;
        for (Target target : written) {
            parameter = of(target).bind(connection, all, parameter);
        }
        clear();
        LedgerSql.bindHeads(all, parameter, from, to);
        all.execute();
        long moved = 0;
        for (Target target : written) {
            if (target == Target.MOVED_STREAMS) {
                moved = all.getLargeUpdateCount();
            }
            all.getMoreResults();
        }
        return new Written(moved, all.getLargeUpdateCount());
    }

    @Override
    public void clear() {
        targets.values().forEach(TargetRows::clear);
    }

    private PreparedStatement prepare(List<Target> written) throws SQLException {
        StringBuilder text = new StringBuilder(1_024);
        for (Target target : written) {
            text.append(of(target).statement()).append("; ");
        }
        String all = text.append(sql.moveHead).toString();
        PreparedStatement statement = statements.get(all);
        if (statement == null) {
            statement = connection.prepareStatement(all);
            statements.put(all, statement);
        }
        return statement;
    }

    private TargetRows of(Target target) {
        return requireNonNull(targets.get(target));
    }

    private static final class TargetRows implements Rows {
        private final LedgerSql.RowStatement forms;
        private final List<List<@Nullable Object>> columns = new ArrayList<>();
        private int count;

        TargetRows(LedgerSql.RowStatement forms) {
            this.forms = forms;
            forms.types().forEach(type -> columns.add(new ArrayList<>()));
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

        /** Its columns are in their lists already. */
        @Override
        public void add() {
            count++;
        }

        boolean isEmpty() {
            return count == 0;
        }

        String statement() {
            return count == 1 ? forms.one() : forms.many();
        }

        /** Returns the parameter behind its own. */
        int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
            int parameter = first;
            for (int i = 0; i < columns.size(); i++) {
                String type = forms.types().get(i);
                if (count == 1) {
                    bindOne(columns.get(i).get(0), type, statement, parameter);
                } else {
                    statement.setArray(parameter, connection.createArrayOf(type, array(columns.get(i), type)));
                }
                parameter++;
            }
            return parameter;
        }

        void clear() {
            columns.forEach(List::clear);
            count = 0;
        }

        private static void bindOne(@Nullable Object value, String type, PreparedStatement statement, int parameter)
                throws SQLException {
            if (value == null) {
                statement.setNull(parameter, Types.BIGINT); // the only columns that may be null
            } else if (type.equals("bytea")) {
                statement.setBytes(parameter, (byte[]) value);
            } else {
                statement.setObject(parameter, value);
            }
        }

        /** Of the very type where there is one, which the driver can send in binary form. */
        private static Object[] array(List<@Nullable Object> values, String type) {
            return switch (type) {
                case "int8" -> values.toArray(new Long[0]);
                case "bytea" -> values.toArray(new byte[0][]);
                default -> values.toArray(new String[0]);
            };
        }
    }
}
