package io.countersign.audit.internal;

import io.countersign.model.AppendStateUnknownException;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalClock;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Writes to a ledger: entries, stream rows, full tiles and the new root in one transaction, acknowledged after its commit. Used by
 * one thread at a time, which {@link GroupCommit} sees to; only {@link #head} may be asked by any.
 */
public final class LedgerWriter implements AutoCloseable {
    private static final int STREAMS_KEPT_MAX = 16_384;

    private final LedgerFile file;
    private final LedgerReader reader;
    private final JournalClock clock;
    private final Connection connection;
    private final @Nullable Object logIdentity;
    private final WriterStatements statements;

    private final Map<String, StreamHead> streams = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StreamHead> eldest) {
            return size() > STREAMS_KEPT_MAX;
        }
    };

    private volatile JournalHead head;
    private TileFrontier frontier;
    private Instant lastRecordedAt;

    /** Why nothing more can be appended; null while all is well. */
    private @Nullable String broken;

    private boolean closed;

    /**
     * Opens a ledger for appending and finds the right edge of its tree again.
     *
     * @throws LedgerUnavailableException if the file cannot be opened
     * @throws LedgerIntegrityException if the tree does not lead to the root that was recorded
     */
    public static LedgerWriter open(LedgerFile file, LedgerReader reader, JournalClock clock) {
        Connection connection = null;
        LedgerWriter writer = null;
        try {
            connection = file.connectForWriting();
            writer = new LedgerWriter(file, reader, clock, connection);
            return writer;
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    "The ledger " + file.path() + " cannot be opened: " + e.getMessage(), e);
        } finally {
            if (writer == null && connection != null) {
                closeQuietly(connection);
            }
        }
    }

    private LedgerWriter(LedgerFile file, LedgerReader reader, JournalClock clock, Connection connection)
            throws SQLException {
        this.file = file;
        this.reader = reader;
        this.clock = clock;
        this.connection = connection;
        this.statements = new WriterStatements(connection);
        this.head = storedHead();
        this.logIdentity = file.logIdentity();
        this.frontier = TileFrontier.recover(head.size(), reader::edgeHashes);
        requireRecovered();
        this.lastRecordedAt =
                head.size() == 0 ? Instant.MIN : reader.load(head.size() - 1).recordedAt();
    }

    /** Size and root after the last commit. */
    public JournalHead head() {
        return head;
    }

    /**
     * Writes batches in one transaction and answers each of them after the commit. One that is refused does not hold up the others;
     * where the transaction fails, each is tried by itself. Throws nothing: what goes wrong is the answer.
     */
    void write(List<PendingAppend> pending) {
        try {
            requireUsable();
            writeTogether(pending);
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
     * Keeps the signed note of the head.
     *
     * @throws LedgerUnavailableException if it was not written
     */
    public void keepCheckpoint(long size, String note) {
        requireUsable();
        begin();
        boolean committed = false;
        try {
            PreparedStatement insert = statements.insertCheckpoint;
            insert.setLong(1, size);
            insert.setString(2, note);
            insert.executeUpdate();
            statements.commit.execute();
            committed = true;
        } catch (SQLException e) {
            throw notWritten(e);
        } finally {
            if (!committed) {
                rollback();
            }
        }
    }

    /** Whether it is open and nothing has gone wrong that it cannot mend. */
    public boolean isUsable() {
        return !closed && broken == null;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            connection.close(); // and its statements with it
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    "The ledger " + file.path() + " cannot be closed: " + e.getMessage(), e);
        }
    }

    private void writeTogether(List<PendingAppend> pending) {
        begin();
        boolean committed = false;
        PlacedGroup group = new PlacedGroup(frontier, lastRecordedAt);
        List<Runnable> answers = new ArrayList<>();
        try {
            for (PendingAppend append : pending) {
                answers.add(answer(append, group));
            }
            if (!group.isEmpty()) {
                write(group);
                commit(group);
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

    /** Places a batch in the group, or finds out why it has no place there; the answer holds once the group is durable. */
    private Runnable answer(PendingAppend append, PlacedGroup group) throws SQLException {
        try {
            AppendResult result = result(append, group);
            return () -> append.succeed(result);
        } catch (RuntimeException e) {
            return () -> append.fail(e);
        }
    }

    private AppendResult result(PendingAppend append, PlacedGroup group) throws SQLException {
        AppendBatch batch = append.batch();
        PlacedGroup.Batch together = group.batches().get(batch.idempotencyKey());
        if (together != null) {
            requireSame(
                    batch,
                    append.drafts(),
                    together.drafts(),
                    together.entries().get(0).sequence());
            return new AppendResult(together.entries(), true);
        }
        Recorded earlier = recorded(batch.idempotencyKey());
        if (earlier != null) {
            requireSame(batch, append.drafts(), earlier.drafts, earlier.firstSequence);
            return new AppendResult(entries(earlier), true);
        }
        batch.requireExpected(stream -> {
            StreamHead found = stream(stream, group);
            return found == null ? 0 : found.revision();
        });
        Map<String, StreamHead> ends = new HashMap<>();
        List<JournalEntry> placed = place(batch, group, ends);
        group.add(batch.idempotencyKey(), append.drafts(), placed, ends);
        return new AppendResult(placed, false);
    }

    /** Gives the drafts their places, and puts down where their streams end with them. */
    private List<JournalEntry> place(AppendBatch batch, PlacedGroup group, Map<String, StreamHead> ends) {
        Instant recordedAt = clock.notBefore(group.lastRecordedAt());
        List<JournalEntry> placed = new ArrayList<>(batch.drafts().size());
        for (EventDraft draft : batch.drafts()) {
            StreamHead known = ends.get(draft.stream());
            JournalEntry entry = JournalEntry.place(
                    draft,
                    batch.idempotencyKey(),
                    group.size() + placed.size(),
                    known == null ? stream(draft.stream(), group) : known,
                    recordedAt,
                    clock);
            placed.add(entry);
            ends.put(entry.stream(), StreamHead.of(entry));
        }
        return placed;
    }

    private void write(PlacedGroup group) throws SQLException {
        for (JournalEntry entry : group.entries()) {
            writeEntry(entry);
        }
        statements.insertEntry.executeBatch();
        writeStreams(group);
        for (PlacedGroup.Tile tile : group.tiles()) {
            PreparedStatement insert = statements.insertTile;
            insert.setInt(1, tile.level);
            insert.setLong(2, tile.index);
            insert.setBytes(3, tile.hashes);
            insert.setBytes(4, tile.root);
            insert.executeUpdate();
        }
        for (Map.Entry<String, PlacedGroup.Batch> batch : group.batches().entrySet()) {
            List<JournalEntry> entries = batch.getValue().entries();
            PreparedStatement insert = statements.insertBatch;
            insert.setString(1, batch.getKey());
            insert.setBytes(2, batch.getValue().drafts().bytes());
            insert.setLong(3, entries.get(0).sequence());
            insert.setInt(4, entries.size());
            insert.addBatch();
        }
        statements.insertBatch.executeBatch();
        moveHead(group.head());
    }

    private void writeEntry(JournalEntry entry) throws SQLException {
        PreparedStatement insert = statements.insertEntry;
        insert.setLong(1, entry.sequence());
        insert.setBytes(2, entry.envelopeBytes());
        insert.setString(3, entry.stream());
        insert.setLong(4, entry.revision());
        if (entry.envelope().previousSequence().isPresent()) {
            insert.setLong(5, entry.envelope().previousSequence().get());
        } else {
            insert.setNull(5, Types.BIGINT);
        }
        insert.setString(6, entry.type());
        insert.setString(7, entry.actor().id());
        insert.setLong(8, Instants.toMicros(entry.occurredAt()));
        insert.setLong(9, Instants.toMicros(entry.recordedAt()));
        insert.setString(10, entry.envelope().idempotencyKey());
        insert.addBatch();
        if (entry.envelope().payload().isEmpty()) {
            PreparedStatement payload = statements.insertPayload;
            payload.setString(1, entry.envelope().payloadDigest().hex());
            payload.setBytes(2, entry.payload().bytes());
            payload.executeUpdate();
        }
    }

    private void writeStreams(PlacedGroup group) throws SQLException {
        List<String> moved = new ArrayList<>();
        for (Map.Entry<String, StreamHead> stream : group.streams().entrySet()) {
            StreamHead end = stream.getValue();
            byte[] leaf = HexFormat.of().parseHex(end.leafHex());
            if (group.begins(stream.getKey())) {
                PreparedStatement insert = statements.insertStream;
                insert.setString(1, stream.getKey());
                insert.setLong(2, end.revision());
                insert.setLong(3, end.sequence());
                insert.setBytes(4, leaf);
                insert.addBatch();
            } else {
                PreparedStatement move = statements.moveStream;
                move.setLong(1, end.revision());
                move.setLong(2, end.sequence());
                move.setBytes(3, leaf);
                move.setString(4, stream.getKey());
                move.addBatch();
                moved.add(stream.getKey());
            }
        }
        statements.insertStream.executeBatch();
        int[] rows = statements.moveStream.executeBatch();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != 1) {
                throw new LedgerIntegrityException("Stream " + moved.get(i) + " has no row in the ledger " + file.path()
                        + " although it has entries: verify the ledger");
            }
        }
    }

    private void moveHead(JournalHead moved) throws SQLException {
        PreparedStatement move = statements.moveHead;
        move.setLong(1, moved.size());
        move.setBytes(2, moved.root().bytes());
        move.setLong(3, head.size());
        move.setBytes(4, head.root().bytes());
        if (move.executeUpdate() != 1) {
            broken = "the head in the file is not the one that this writer left (size " + head.size()
                    + "): another program wrote to it";
            throw new LedgerIntegrityException("The ledger " + file.path() + " takes nothing more: " + broken);
        }
    }

    private void commit(PlacedGroup group) {
        JournalHead moved = group.head();
        try {
            statements.commit.execute();
        } catch (SQLException e) {
            settle(moved, e);
        }
        if (!Objects.equals(logIdentity, file.logIdentity())) {
            broken = "its write-ahead log was replaced while it was open";
            throw unknown();
        }
        head = moved;
        frontier = group.frontier();
        lastRecordedAt = group.lastRecordedAt();
        streams.putAll(group.streams());
    }

    /** After a commit that failed: returns if it took effect all the same. */
    private void settle(JournalHead attempted, SQLException failure) {
        JournalHead found;
        try {
            rollback();
            found = storedHead();
        } catch (SQLException e) {
            failure.addSuppressed(e);
            broken = "a commit failed and its outcome cannot be read: " + failure.getMessage();
            throw unknown(failure);
        }
        if (!found.equals(attempted)) {
            throw notWritten(failure);
        }
    }

    private static void requireSame(AppendBatch batch, Digest drafts, Digest recorded, long firstSequence) {
        if (!recorded.equals(drafts)) {
            throw batch.keyConflict(firstSequence);
        }
    }

    private List<JournalEntry> entries(Recorded recorded) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < recorded.count; i++) {
            entries.add(reader.load(recorded.firstSequence + i));
        }
        return entries;
    }

    private @Nullable Recorded recorded(String key) throws SQLException {
        statements.findBatch.setString(1, key);
        try (ResultSet rows = statements.findBatch.executeQuery()) {
            return rows.next() ? new Recorded(Digest.ofHash(rows.getBytes(1)), rows.getLong(2), rows.getInt(3)) : null;
        }
    }

    private @Nullable StreamHead stream(String stream, PlacedGroup group) {
        StreamHead moved = group.stream(stream);
        return moved == null ? stream(stream) : moved;
    }

    private @Nullable StreamHead stream(String stream) {
        StreamHead known = streams.get(stream);
        if (known == null) {
            try {
                known = LedgerReader.streamHead(statements.findStream, stream);
            } catch (SQLException e) {
                throw notWritten(e);
            }
            if (known != null) {
                streams.put(stream, known);
            }
        }
        return known;
    }

    private JournalHead storedHead() throws SQLException {
        try (ResultSet rows = statements.findHead.executeQuery()) {
            if (!rows.next()) {
                throw new LedgerIntegrityException("The ledger " + file.path() + " has no head: verify it");
            }
            return new JournalHead(rows.getLong(1), Digest.ofHash(rows.getBytes(2)));
        }
    }

    private void requireRecovered() throws SQLException {
        Digest root = Digest.ofHash(frontier.root());
        if (!root.equals(head.root())) {
            throw new LedgerIntegrityException("The entries of the ledger " + file.path() + " lead to the root "
                    + root.hex() + ", but " + head.root().hex() + " was recorded for size " + head.size()
                    + ": verify it");
        }
        try (ResultSet rows = statements.findLast.executeQuery()) {
            long last = rows.next() ? rows.getLong(1) : 0;
            long expected = head.size() == 0 ? 0 : head.size() - 1; // max of no rows reads as 0
            if (last != expected) {
                throw new LedgerIntegrityException("The ledger " + file.path() + " has the size " + head.size()
                        + ", but its last entry is " + last + ": verify it");
            }
        }
    }

    private void requireUsable() {
        if (closed) {
            throw new LedgerUnavailableException("The ledger " + file.path() + " is closed");
        }
        if (broken != null) {
            throw new LedgerUnavailableException("The ledger " + file.path() + " takes nothing more: " + broken);
        }
    }

    private AppendStateUnknownException unknown() {
        return new AppendStateUnknownException("The ledger " + file.path() + " takes nothing more: " + broken
                + ". Open it again and append the batch again under its key");
    }

    private AppendStateUnknownException unknown(Throwable cause) {
        AppendStateUnknownException unknown = unknown();
        unknown.initCause(cause);
        return unknown;
    }

    private RuntimeException notWritten(SQLException e) {
        if (e instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
            return new LedgerIntegrityException(
                    "The ledger " + file.path() + " refuses what should be its next entries; nothing was written: "
                            + e.getMessage(),
                    e);
        }
        return new LedgerUnavailableException(
                "The ledger " + file.path() + " cannot be written; nothing was: " + e.getMessage(), e);
    }

    private void begin() {
        try {
            statements.begin.execute();
        } catch (SQLException e) {
            throw notWritten(e);
        }
    }

    /** Undoes what was not committed. SQLite may have done so already: then a transaction can be started. */
    private void rollback() {
        try {
            statements.clearBatches();
            try {
                statements.rollback.execute();
            } catch (SQLException e) {
                statements.probe.execute();
                statements.rollback.execute();
            }
        } catch (SQLException e) {
            broken = "a failed append could not be undone: " + e.getMessage();
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // The failure that led here is the one to report.
        }
    }

    /** A batch that was recorded before. */
    private record Recorded(Digest drafts, long firstSequence, int count) {}
}
