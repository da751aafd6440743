package io.countersign.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A question to an {@link AnalystSession}: asked anew each time that an answer is taken from it, within the limits of the
 * session. Immutable; the methods that set something return a changed copy. The session is not for several threads, and so
 * neither are its questions; only the signal of {@link #cancelledBy} may come from another.
 *
 * <p>The engine works on a thread that lives until the answer is there, while the thread that asked watches. Interrupting the
 * latter cancels the question.
 */
public final class AnalystQuestion {
    private final AnalystSession session;
    private final String sql;
    private final Consumer<QueryProgress> listener;
    private final BooleanSupplier signal;

    AnalystQuestion(AnalystSession session, String sql) {
        this(session, sql, progress -> {}, () -> false);
    }

    private AnalystQuestion(
            AnalystSession session, String sql, Consumer<QueryProgress> listener, BooleanSupplier signal) {
        this.session = session;
        this.sql = sql;
        this.listener = listener;
        this.signal = signal;
    }

    /** The question in SQL. */
    public String sql() {
        return sql;
    }

    /**
     * Who is told how far the engine is, four times a second from the first second on, on the thread that asks. An exception
     * from the listener ends the question and reaches the caller.
     */
    public AnalystQuestion progress(Consumer<QueryProgress> heard) {
        return new AnalystQuestion(session, sql, heard, signal);
    }

    /**
     * What is asked every few milliseconds whether to give up, on the thread that asks. The session stays usable.
     */
    public AnalystQuestion cancelledBy(BooleanSupplier given) {
        return new AnalystQuestion(session, sql, listener, given);
    }

    /**
     * The answer in memory. Rows beyond those that the session allows are cut off, and the table says so.
     *
     * @throws QueryFailedException if there is no answer
     * @throws CancellationException if it was cancelled
     */
    public ResultTable table() {
        try (QuestionRows rows = open()) {
            List<@Nullable Object[]> cells = new ArrayList<>();
            @Nullable Object[] row = rows.next();
            while (row != null && cells.size() < session.limits().rowsMax()) {
                cells.add(row);
                row = rows.next();
            }
            return new ResultTable(rows.columns(), cells, row != null);
        }
    }

    /** Asks. */
    QuestionRows open() {
        return session.open(sql, QueryProgress.watcher(listener, signal));
    }

    /** Asks; the rows end in a failure if there are more than the session allows. */
    RowSource whole() {
        QuestionRows rows = open();
        return new RowSource() {
            private int taken;

            @Override
            public List<ResultTable.Column> columns() {
                return rows.columns();
            }

            @Override
            public @Nullable Object @Nullable [] next() {
                @Nullable Object[] row = rows.next();
                if (row != null && taken++ == rowsMax()) {
                    throw tooManyRows();
                }
                return row;
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }

    int rowsMax() {
        return session.limits().rowsMax();
    }

    boolean cancelled() {
        return signal.getAsBoolean();
    }

    /** For answers that are whole or none. */
    QueryFailedException tooManyRows() {
        return new QueryFailedException(
                QueryFailedException.Reason.LIMIT,
                "The answer has more than " + rowsMax() + " rows, which is as many as the session allows");
    }
}
