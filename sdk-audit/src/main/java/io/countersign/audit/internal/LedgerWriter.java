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
 * Appends to a ledger: entries, stream rows, full tiles and the new root in one transaction, acknowledged after its commit. One
 * at a time; safe for concurrent use.
 */
public final class LedgerWriter implements AutoCloseable {
    private static final int STREAMS_KEPT_MAX = 16_384;

    private final LedgerFile file;
    private final LedgerReader reader;
    private final JournalClock clock;
    private final Connection connection;
    private final @Nullable Object logIdentity;
    private final Statements statements;

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
        this.statements = new Statements(connection);
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

    /** As {@link io.countersign.model.journal.Journal#append}. */
    public AppendResult append(AppendBatch batch) {
        Digest drafts = batch.draftsDigest();
        synchronized (this) {
            requireUsable();
            begin();
            boolean committed = false;
            try {
                Recorded earlier = recorded(batch.idempotencyKey());
                if (earlier != null) {
                    return repeated(batch, drafts, earlier);
                }
                batch.requireExpected(this::revision);
                Placed placed = place(batch);
                write(batch.idempotencyKey(), drafts, placed);
                commit(placed);
                committed = true;
                return new AppendResult(placed.entries, false);
            } catch (SQLException e) {
                throw notWritten(e);
            } finally {
                if (!committed) {
                    rollback();
                }
            }
        }
    }

    /**
     * Keeps the signed note of the head.
     *
     * @throws LedgerUnavailableException if it was not written
     */
    public synchronized void keepCheckpoint(long size, String note) {
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
    public synchronized boolean isUsable() {
        return !closed && broken == null;
    }

    @Override
    public synchronized void close() {
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

    private Placed place(AppendBatch batch) {
        Placed placed = new Placed(frontier.copy(), clock.notBefore(lastRecordedAt));
        for (EventDraft draft : batch.drafts()) {
            StreamHead moved = placed.streams.get(draft.stream());
            StreamHead stream = moved == null ? stream(draft.stream()) : moved;
            JournalEntry entry = JournalEntry.place(
                    draft, batch.idempotencyKey(), placed.frontier.size(), stream, placed.recordedAt, clock);
            placed.add(entry, stream == null);
        }
        return placed;
    }

    private void write(String key, Digest drafts, Placed placed) throws SQLException {
        JournalEntry first = placed.entries.get(0);
        for (JournalEntry entry : placed.entries) {
            writeEntry(entry);
        }
        statements.insertEntry.executeBatch();
        for (Map.Entry<String, StreamHead> stream : placed.streams.entrySet()) {
            writeStream(stream.getKey(), stream.getValue(), placed.isNew(stream.getKey()));
        }
        for (Tile tile : placed.tiles) {
            PreparedStatement insert = statements.insertTile;
            insert.setInt(1, tile.level);
            insert.setLong(2, tile.index);
            insert.setBytes(3, tile.hashes);
            insert.setBytes(4, tile.root);
            insert.executeUpdate();
        }
        PreparedStatement insert = statements.insertBatch;
        insert.setString(1, key);
        insert.setBytes(2, drafts.bytes());
        insert.setLong(3, first.sequence());
        insert.setInt(4, placed.entries.size());
        insert.executeUpdate();
        moveHead(placed.head());
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

    private void writeStream(String stream, StreamHead moved, boolean isNew) throws SQLException {
        byte[] leaf = HexFormat.of().parseHex(moved.leafHex());
        if (isNew) {
            PreparedStatement insert = statements.insertStream;
            insert.setString(1, stream);
            insert.setLong(2, moved.revision());
            insert.setLong(3, moved.sequence());
            insert.setBytes(4, leaf);
            insert.executeUpdate();
            return;
        }
        PreparedStatement move = statements.moveStream;
        move.setLong(1, moved.revision());
        move.setLong(2, moved.sequence());
        move.setBytes(3, leaf);
        move.setString(4, stream);
        if (move.executeUpdate() != 1) {
            throw new LedgerIntegrityException("Stream " + stream + " has no row in the ledger " + file.path()
                    + " although it has entries: verify the ledger");
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

    private void commit(Placed placed) {
        try {
            statements.commit.execute();
        } catch (SQLException e) {
            settle(placed.head(), e);
        }
        if (!Objects.equals(logIdentity, file.logIdentity())) {
            broken = "its write-ahead log was replaced while it was open";
            throw new AppendStateUnknownException("The ledger " + file.path() + " takes nothing more: " + broken
                    + ". Open it again and append the batch again under its key");
        }
        head = placed.head();
        frontier = placed.frontier;
        lastRecordedAt = placed.recordedAt;
        streams.putAll(placed.streams);
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
            throw new AppendStateUnknownException(
                    "The ledger " + file.path() + " takes nothing more: " + broken
                            + ". Open it again and append the batch again under its key",
                    failure);
        }
        if (!found.equals(attempted)) {
            throw notWritten(failure);
        }
    }

    private AppendResult repeated(AppendBatch batch, Digest drafts, Recorded earlier) {
        if (!earlier.drafts.equals(drafts)) {
            throw batch.keyConflict(earlier.firstSequence);
        }
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < earlier.count; i++) {
            entries.add(reader.load(earlier.firstSequence + i));
        }
        return new AppendResult(entries, true);
    }

    private @Nullable Recorded recorded(String key) throws SQLException {
        statements.findBatch.setString(1, key);
        try (ResultSet rows = statements.findBatch.executeQuery()) {
            return rows.next() ? new Recorded(Digest.ofHash(rows.getBytes(1)), rows.getLong(2), rows.getInt(3)) : null;
        }
    }

    private long revision(String stream) {
        StreamHead found = stream(stream);
        return found == null ? 0 : found.revision();
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
            statements.insertEntry.clearBatch();
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

    /** A tile that a batch completes. */
    private static final class Tile {
        private final int level;
        private final long index;
        private final byte[] hashes;
        private final byte[] root;

        Tile(int level, long index, byte[] hashes, byte[] root) {
            this.level = level;
            this.index = index;
            this.hashes = hashes;
            this.root = root;
        }
    }

    /** What a batch will add, before anything is written: the ledger's own state stays as it is until the commit. */
    private static final class Placed {
        private final TileFrontier frontier;
        private final Instant recordedAt;
        private final List<JournalEntry> entries = new ArrayList<>();
        private final Map<String, StreamHead> streams = new LinkedHashMap<>();
        private final Map<String, Boolean> fresh = new HashMap<>();
        private final List<Tile> tiles = new ArrayList<>();
        private @Nullable JournalHead head;

        Placed(TileFrontier frontier, Instant recordedAt) {
            this.frontier = frontier;
            this.recordedAt = recordedAt;
        }

        void add(JournalEntry entry, boolean isNewStream) {
            frontier.append(
                    entry.leafHash(), (level, index, hashes, root) -> tiles.add(new Tile(level, index, hashes, root)));
            entries.add(entry);
            streams.put(entry.stream(), StreamHead.of(entry));
            fresh.putIfAbsent(entry.stream(), isNewStream);
        }

        boolean isNew(String stream) {
            return Boolean.TRUE.equals(fresh.get(stream));
        }

        JournalHead head() {
            JournalHead known = head;
            if (known == null) {
                known = new JournalHead(frontier.size(), Digest.ofHash(frontier.root()));
                head = known;
            }
            return known;
        }
    }

    /** The statements of the writer, prepared once. */
    private static final class Statements {
        private final PreparedStatement begin;
        private final PreparedStatement probe;
        private final PreparedStatement commit;
        private final PreparedStatement rollback;
        private final PreparedStatement findHead;
        private final PreparedStatement findLast;
        private final PreparedStatement findBatch;
        private final PreparedStatement findStream;
        private final PreparedStatement insertEntry;
        private final PreparedStatement insertPayload;
        private final PreparedStatement insertStream;
        private final PreparedStatement moveStream;
        private final PreparedStatement insertTile;
        private final PreparedStatement insertBatch;
        private final PreparedStatement moveHead;
        private final PreparedStatement insertCheckpoint;

        Statements(Connection connection) throws SQLException {
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
    }
}
