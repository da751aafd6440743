package io.countersign.audit.internal;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalClock;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ledger inside a transaction of the caller's, which begins and ends it. Used by one thread. */
public final class CallersJournal implements Journal {
    private final LedgerStore store;
    private final Connection connection;
    private final JournalClock clock;
    private final LedgerSession session;
    private final LedgerReader reader;

    /** Where the ledger stood after the last append here; what the caller did since decides whether it still does. */
    private @Nullable LedgerTip tip;

    /** The database has ended the caller's transaction; what is appended now would be durable without the caller's commit. */
    private boolean isOver;

    private CallersJournal(LedgerStore store, Connection connection, JournalClock clock) throws SQLException {
        this.store = store;
        this.connection = connection;
        this.clock = clock;
        this.session = new LedgerSession(store, connection);
        this.reader = new LedgerReader(store.name(), session);
    }

    /**
     * The ledger on a connection.
     *
     * @throws IllegalArgumentException if the connection cannot take entries of this ledger
     * @throws LedgerUnavailableException if it does not answer
     */
    public static CallersJournal on(LedgerStore store, Connection connection, JournalClock clock) {
        try {
            Optional<String> objection = store.objectionTo(connection);
            if (objection.isPresent()) {
                throw new IllegalArgumentException(
                        "The connection cannot take entries of the ledger " + store.name() + ": " + objection.get());
            }
            return new CallersJournal(store, connection, clock);
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    "The connection for the ledger " + store.name() + " does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public AppendResult append(AppendBatch batch) {
        if (isOver) {
            throw new LedgerUnavailableException(
                    "The database has undone the transaction in which an append to the ledger " + store.name()
                            + " failed; nothing was written: begin another on a new connection");
        }
        Savepoint before = null;
        try {
            before = connection.setSavepoint();
            AppendResult result = write(new PendingAppend(batch));
            connection.releaseSavepoint(before);
            before = null;
            return result;
        } catch (SQLException e) {
            throw LedgerWriter.notWritten(store, e);
        } finally {
            if (before != null) {
                undo(before);
            }
        }
    }

    @Override
    public EntryCursor read(EntryQuery query) {
        return reader.read(query, head().size());
    }

    @Override
    public JournalHead head() {
        return reader.head();
    }

    @Override
    public long revision(String stream) {
        return reader.findStream(stream).map(StreamHead::revision).orElse(0L);
    }

    private AppendResult write(PendingAppend append) throws SQLException {
        LedgerQueries queries = session.queries();
        Asked asked = Asked.by(List.of(append));
        store.lock(connection);
        LedgerQueries.Opening opening = queries.open(asked.keys(), asked.streams());
        JournalHead head = opening.head();
        LedgerTip known = tip;
        LedgerTip now =
                known != null && known.head().equals(head) ? known : LedgerTip.recover(store.name(), head, queries);
        tip = null; // until it is written
        now.learn(opening.streams());
        BatchPlacer placer = new BatchPlacer(reader, now, clock, opening.recorded());
        AppendResult result = placer.place(append);
        if (!placer.group().isEmpty()) {
            session.write(placer.group(), head);
            now.moveOver(placer.group());
        }
        tip = now;
        return result;
    }

    /** Leaves the caller's transaction as it was, unless the database has ended it. */
    private void undo(Savepoint before) {
        tip = null;
        try {
            session.clear();
            connection.rollback(before);
        } catch (SQLException e) {
            isOver = true; // and everything in it undone: the caller hears why from the failure itself
        }
    }
}
