package io.countersign.audit.internal;

import io.countersign.audit.internal.GroupStatements.Target;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What is asked and written on one connection that appends. Its statements live as long as the connection. Used by one thread. */
final class LedgerSession implements LedgerAnswers {
    private static final int ALIVE_SECONDS_MAX = 5;

    private final String ledger;
    private final LedgerQueries queries;
    private final GroupStatements statements;

    LedgerSession(LedgerStore store, Connection connection) throws SQLException {
        this.ledger = store.name();
        this.queries = new LedgerQueries(store, connection);
        this.statements = store.statements(connection);
    }

    LedgerQueries queries() {
        return queries;
    }

    /** Whether the connection still answers. */
    boolean isAlive() throws SQLException {
        return queries.connection().isValid(ALIVE_SECONDS_MAX);
    }

    @Override
    public <T> T ask(LedgerQueries.Question<T> question) {
        try {
            return question.ask(queries);
        } catch (SQLException e) {
            throw new LedgerUnavailableException("The ledger " + ledger + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The connection is closed by whoever opened it. */
    @Override
    public void close() {}

    /** Writes a group that starts where the ledger stands, and moves the head. */
    void write(PlacedGroup group, JournalHead from) throws SQLException {
        GroupStatements.Rows entries = statements.rows(Target.ENTRIES);
        for (JournalEntry entry : group.entries()) {
            add(entry, entries);
        }
        List<String> moved = addStreams(group);
        GroupStatements.Rows tiles = statements.rows(Target.TILES);
        for (PlacedGroup.Tile tile : group.tiles()) {
            tiles.setLong(1, tile.level);
            tiles.setLong(2, tile.index);
            tiles.setBytes(3, tile.hashes);
            tiles.setBytes(4, tile.root);
            tiles.add();
        }
        GroupStatements.Rows batches = statements.rows(Target.BATCHES);
        for (Map.Entry<String, PlacedGroup.Batch> batch : group.batches().entrySet()) {
            List<JournalEntry> placed = batch.getValue().entries();
            batches.setText(1, batch.getKey());
            batches.setBytes(2, batch.getValue().drafts().bytes());
            batches.setLong(3, placed.get(0).sequence());
            batches.setLong(4, placed.size());
            batches.add();
        }
        requireWritten(statements.write(from, group.head()), moved, from);
    }

    void writeCheckpoint(long size, String note) throws SQLException {
        PreparedStatement insert = queries.prepare(queries.sql().insertCheckpoint);
        insert.setLong(1, size);
        insert.setString(2, note);
        insert.executeUpdate();
    }

    void writeFold(FoldSnapshot fold) throws SQLException {
        Digest root = queries.rootAt(fold.nextSequence());
        PreparedStatement keep = queries.prepare(queries.sql().keepFold);
        keep.setString(1, fold.name());
        for (int first : new int[] {2, 6}) {
            keep.setInt(first, fold.version());
            keep.setLong(first + 1, fold.nextSequence());
            keep.setBytes(first + 2, root.bytes());
            keep.setBytes(first + 3, fold.state().bytes());
        }
        keep.executeUpdate();
    }

    /** Forgets rows that were handed over and not written. */
    void clear() throws SQLException {
        statements.clear();
    }

    private void add(JournalEntry entry, GroupStatements.Rows rows) throws SQLException {
        rows.setLong(1, entry.sequence());
        rows.setBytes(2, entry.envelopeBytes());
        rows.setText(3, entry.stream());
        rows.setLong(4, entry.revision());
        if (entry.envelope().previousSequence().isPresent()) {
            rows.setLong(5, entry.envelope().previousSequence().get());
        } else {
            rows.setNoLong(5);
        }
        rows.setText(6, entry.type());
        rows.setText(7, entry.actor().id());
        rows.setLong(8, Instants.toMicros(entry.occurredAt()));
        rows.setLong(9, Instants.toMicros(entry.recordedAt()));
        rows.setText(10, entry.envelope().idempotencyKey());
        rows.add();
        if (entry.envelope().payload().isEmpty()) {
            PreparedStatement payload = queries.prepare(queries.sql().insertPayload);
            payload.setString(1, entry.envelope().payloadDigest().hex());
            payload.setBytes(2, entry.payload().bytes());
            payload.executeUpdate();
        }
    }

    /** Returns the streams that had entries before. */
    private List<String> addStreams(PlacedGroup group) throws SQLException {
        GroupStatements.Rows begun = statements.rows(Target.NEW_STREAMS);
        GroupStatements.Rows moved = statements.rows(Target.MOVED_STREAMS);
        List<String> known = new ArrayList<>();
        for (Map.Entry<String, StreamHead> stream : group.streams().entrySet()) {
            StreamHead end = stream.getValue();
            byte[] leaf = HexFormat.of().parseHex(end.leafHex());
            if (group.begins(stream.getKey())) {
                begun.setText(1, stream.getKey());
                begun.setLong(2, end.revision());
                begun.setLong(3, end.sequence());
                begun.setBytes(4, leaf);
                begun.add();
            } else {
                moved.setLong(1, end.revision());
                moved.setLong(2, end.sequence());
                moved.setBytes(3, leaf);
                moved.setText(4, stream.getKey());
                moved.add();
                known.add(stream.getKey());
            }
        }
        return known;
    }

    private void requireWritten(GroupStatements.Written written, List<String> streams, JournalHead from)
            throws SQLException {
        if (written.movedStreams() != streams.size()) {
            List<String> missing = new ArrayList<>(streams);
            missing.removeAll(queries.streams(streams).keySet());
            throw new LedgerIntegrityException("Stream " + String.join(", ", missing) + " has no row in the ledger "
                    + ledger + " although it has entries: verify it");
        }
        if (written.movedHeads() != 1) {
            throw new LedgerIntegrityException("The head of the ledger " + ledger
                    + " is not the one that this transaction began with (size " + from.size() + "): verify it");
        }
    }
}
