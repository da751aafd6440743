package io.countersign.audit.internal;

import io.countersign.model.AppendStateUnknownException;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.journal.JournalClock;
import io.countersign.model.journal.JournalHead;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a ledger: entries, stream rows, full tiles and the new root in one transaction, acknowledged after its commit. Used by
 * one thread at a time, which {@link GroupCommit} sees to. Others may write to the same ledger between two transactions; what they
 * add is followed entry by entry, and nothing is built on a root that it does not lead to.
 */
public final class LedgerWriter implements AutoCloseable {
    private final LedgerStore store;
    private final JournalClock clock;

    /** Null after the connection failed, until the next attempt. */
    private @Nullable Open open;

    private final LedgerTip tip;

    /** Why nothing more can be appended; null while all is well. */
    private @Nullable String broken;

    private boolean closed;

    /**
     * Opens a ledger for appending and finds the right edge of its tree again.
     *
     * @throws LedgerUnavailableException if the database cannot be opened
     * @throws LedgerIntegrityException if the tree does not lead to the root that was recorded
     */
    public static LedgerWriter open(LedgerStore store, JournalClock clock) {
        LedgerWriter writer = null;
        Open open = null;
        try {
            open = connect(store);
            writer = new LedgerWriter(store, clock, open, recover(store, open));
            return writer;
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    "The ledger " + store.name() + " cannot be opened: " + e.getMessage(), e);
        } finally {
            if (writer == null && open != null) {
                open.close();
            }
        }
    }

    private LedgerWriter(LedgerStore store, JournalClock clock, Open open, LedgerTip tip) {
        this.store = store;
        this.clock = clock;
        this.open = open;
        this.tip = tip;
    }

    /** With the head held, or entries could come in between. */
    private static LedgerTip recover(LedgerStore store, Open open) throws SQLException {
        open.transaction().begin();
        try {
            LedgerQueries queries = open.session().queries();
            return LedgerTip.recover(store.name(), queries.lockHead(), queries);
        } finally {
            open.transaction().rollback();
        }
    }

    /**
     * Size and root now, after what others have added was followed to them.
     *
     * @throws LedgerUnavailableException if the database does not answer
     * @throws LedgerIntegrityException if the entries do not lead there; nothing is appended any more
     */
    public JournalHead followedHead() {
        requireUsable();
        try {
            Open current = opened();
            LedgerQueries queries = current.session().queries();
            follow(queries.head(), queries);
            return tip.head();
        } catch (SQLException e) {
            disconnect();
            throw new LedgerUnavailableException(
                    "The ledger " + store.name() + " cannot be read: " + e.getMessage(), e);
        } finally {
            rollback(); // reading may have begun a transaction
        }
    }

    /**
     * Writes batches in one transaction and answers each of them after the commit. One that is refused does not hold up the others;
     * where the transaction fails, each is tried by itself. Throws nothing: what goes wrong is the answer.
     */
    void write(List<PendingAppend> pending) {
        try {
            requireUsable();
            writeTogether(pending);
        } catch (CommitInDoubtException e) {
            pending.forEach(append -> settle(append, e.failure()));
        } catch (RuntimeException e) {
            if (pending.size() == 1 || !isUsable()) {
                pending.forEach(append -> append.fail(e));
            } else {
                pending.forEach(append -> write(List.of(append)));
            }
        } catch (Error e) {
            broken = "it failed unexpectedly: " + e;
            pending.forEach(append -> append.fail(unknown(e)));
        }
    }

    /**
     * Keeps the signed note of a head.
     *
     * @throws LedgerUnavailableException if it was not written
     */
    public void keepCheckpoint(long size, String note) {
        keep(session -> session.writeCheckpoint(size, note));
    }

    /**
     * Keeps the state of a fold.
     *
     * @throws LedgerUnavailableException if it was not written
     */
    public void keepFold(FoldSnapshot fold) {
        keep(session -> session.writeFold(fold));
    }

    private void keep(Writing writing) {
        requireUsable();
        boolean committed = false;
        try {
            Open current = opened();
            requireInPlace(current);
            current.transaction().begin();
            writing.write(current.session());
            current.transaction().commit();
            committed = true;
        } catch (SQLException e) {
            throw notWritten(e);
        } finally {
            if (!committed) {
                rollback();
            }
        }
    }

    /** Whether it is not closed and nothing has gone wrong that it cannot mend. */
    public boolean isUsable() {
        return !closed && broken == null;
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    private void writeTogether(List<PendingAppend> pending) {
        boolean committed = false;
        List<Runnable> answers = new ArrayList<>();
        try {
            Asked asked = Asked.by(pending);
            LedgerQueries.Opening opening = begin(asked.keys(), tip.unknown(asked.streams()));
            tip.learn(opening.streams());
            Open current = opened();
            BatchPlacer placer =
                    new BatchPlacer(new LedgerReader(store.name(), current.session()), tip, clock, opening.recorded());
            for (PendingAppend append : pending) {
                answers.add(answer(append, placer));
            }
            PlacedGroup group = placer.group();
            if (!group.isEmpty()) {
                current.session().write(group, tip.head());
                commit(current, group);
                committed = true;
            }
        } catch (SQLException e) {
            throw notWritten(e);
        } finally {
            if (!committed) {
                rollback();
            }
        }
        answers.forEach(Runnable::run);
    }

    /** Finds a batch's place, or why it has none; the answer holds once the group is durable. */
    private static Runnable answer(PendingAppend append, BatchPlacer placer) {
        try {
            AppendResult result = placer.place(append);
            return () -> append.succeed(result);
        } catch (RuntimeException e) {
            return () -> append.fail(e);
        }
    }

    /** Starts a transaction that holds the head, and follows the ledger to where it stands. */
    private LedgerQueries.Opening begin(Set<String> keys, Set<String> streams) throws SQLException {
        Open waiting = open;
        if (waiting != null) {
            try {
                return begin(waiting, keys, streams);
            } catch (SQLException e) {
                if (waiting.session().isAlive()) {
                    throw e;
                }
                disconnect(); // it was cut off since the last append: nothing was asked of it yet
            }
        }
        return begin(opened(), keys, streams);
    }

    private LedgerQueries.Opening begin(Open current, Set<String> keys, Set<String> streams) throws SQLException {
        requireInPlace(current);
        current.transaction().begin();
        LedgerQueries queries = current.session().queries();
        LedgerQueries.Opening opening = queries.open(keys, streams);
        follow(opening.head(), queries);
        return opening;
    }

    private void follow(JournalHead recorded, LedgerQueries queries) throws SQLException {
        try {
            tip.follow(recorded, queries);
        } catch (LedgerIntegrityException e) {
            broken = "what another program wrote to it does not continue what was there";
            throw e;
        }
    }

    private void commit(Open current, PlacedGroup group) {
        try {
            current.transaction().commit();
        } catch (SQLException e) {
            disconnect();
            throw new CommitInDoubtException(e);
        }
        if (isElsewhere(current)) {
            throw unknown(null);
        }
        tip.moveOver(group);
    }

    /** Before anything is written, so that files which somebody else has changed meanwhile are left as they are. */
    private void requireInPlace(Open current) {
        if (isElsewhere(current)) {
            requireUsable();
        }
    }

    /** Whether commits go to files that are not the ones at the ledger's path, which is the end of it. */
    private boolean isElsewhere(Open current) {
        boolean isElsewhere = !Objects.equals(current.logIdentity(), store.logIdentity());
        if (isElsewhere) {
            broken = "its file or its write-ahead log was replaced while it was open";
        }
        return isElsewhere;
    }

    /** After a commit that failed: whoever holds the head sees whether it took effect. */
    private void settle(PendingAppend append, SQLException failure) {
        boolean recorded;
        try {
            String key = append.batch().idempotencyKey();
            recorded = begin(Set.of(key), Set.of()).recorded().containsKey(key);
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
            append.fail(unknown(failure));
            return;
        } finally {
            rollback();
        }
        if (recorded) {
            write(List.of(append)); // which finds it and writes nothing
        } else if (store.mayComeBack(failure)) {
            append.fail(unknown(failure));
        } else {
            append.fail(notWritten(store, failure));
        }
    }

    private void requireUsable() {
        if (closed) {
            throw new LedgerUnavailableException("The ledger " + store.name() + " is closed");
        }
        if (broken != null) {
            throw new LedgerUnavailableException("The ledger " + store.name() + " takes nothing more: " + broken);
        }
    }

    private AppendStateUnknownException unknown(@Nullable Throwable cause) {
        String why = broken == null ? "cannot say whether a commit took effect" : "takes nothing more: " + broken;
        AppendStateUnknownException unknown = new AppendStateUnknownException("The ledger " + store.name() + " " + why
                + ". Append the batch again under its key" + (broken == null ? "" : ", once the ledger is open again"));
        if (cause != null) {
            unknown.initCause(cause);
        }
        return unknown;
    }

    /** A driver may give up a statement that failed, so the next attempt starts on a new connection, unless values were refused. */
    private RuntimeException notWritten(SQLException e) {
        if (!store.isRefusal(e)) {
            disconnect();
        }
        return notWritten(store, e);
    }

    /** What a caller is told whose batch was not written because a statement failed. */
    static RuntimeException notWritten(LedgerStore store, SQLException e) {
        if (store.isRefusal(e)) {
            return new LedgerIntegrityException(
                    "The ledger " + store.name() + " refuses what should be its next entries; nothing was written: "
                            + e.getMessage(),
                    e);
        }
        return new LedgerUnavailableException(
                "The ledger " + store.name() + " cannot be written; nothing was: " + e.getMessage(), e);
    }

    // ---- the connection

    private Open opened() throws SQLException {
        Open current = open;
        if (current == null) {
            current = connect(store);
            open = current;
        }
        return current;
    }

    private static Open connect(LedgerStore store) throws SQLException {
        Connection connection = store.connectForWriting();
        Open opened = null;
        try {
            opened = new Open(store.transaction(connection), new LedgerSession(store, connection), store.logIdentity());
            return opened;
        } finally {
            if (opened == null) {
                connection.close();
            }
        }
    }

    /** Undoes what was not committed. A connection that cannot do that is closed, which does it too. */
    private void rollback() {
        Open current = open;
        if (current == null) {
            return;
        }
        try {
            current.session().clear();
            current.transaction().rollback();
        } catch (SQLException e) {
            disconnect();
        }
    }

    private void disconnect() {
        Open current = open;
        open = null;
        if (current != null) {
            current.close();
        }
    }

    /** Something beside the entries that is written in a transaction of its own. */
    @FunctionalInterface
    private interface Writing {
        void write(LedgerSession session) throws SQLException;
    }

    /** A connection in use. */
    private record Open(
            LedgerStore.Transaction transaction,
            LedgerSession session,
            @Nullable Object logIdentity) {
        void close() {
            transaction.close();
        }
    }

    /** Nobody knows yet whether a commit took effect. */
    private static final class CommitInDoubtException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final SQLException failure;

        CommitInDoubtException(SQLException failure) {
            super(failure);
            this.failure = failure;
        }

        SQLException failure() {
            return failure;
        }
    }
}
