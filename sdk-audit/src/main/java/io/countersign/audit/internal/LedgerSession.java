package io.countersign.audit.internal;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
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
    private final RowBatch entries;
    private final RowBatch newStreams;
    private final RowBatch movedStreams;
    private final RowBatch tiles;
    private final RowBatch batches;

    LedgerSession(LedgerStore store, Connection connection) throws SQLException {
        LedgerSql sql = store.sql();
        this.ledger = store.name();
        this.queries = new LedgerQueries(store, connection);
        this.entries = store.rows(connection, sql.insertEntry);
        this.newStreams = store.rows(connection, sql.insertStream);
        this.movedStreams = store.rows(connection, sql.moveStream);
        this.tiles = store.rows(connection, sql.insertTile);
        this.batches = store.rows(connection, sql.insertBatch);
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
        for (JournalEntry entry : group.entries()) {
            add(entry);
        }
        entries.flush();
        writeStreams(group);
        for (PlacedGroup.Tile tile : group.tiles()) {
            tiles.setLong(1, tile.level);
            tiles.setLong(2, tile.index);
            tiles.setBytes(3, tile.hashes);
            tiles.setBytes(4, tile.root);
            tiles.add();
        }
        tiles.flush();
        for (Map.Entry<String, PlacedGroup.Batch> batch : group.batches().entrySet()) {
            List<JournalEntry> placed = batch.getValue().entries();
            batches.setText(1, batch.getKey());
            batches.setBytes(2, batch.getValue().drafts().bytes());
            batches.setLong(3, placed.get(0).sequence());
            batches.setLong(4, placed.size());
            batches.add();
        }
        batches.flush();
        moveHead(from, group.head());
    }

    void writeCheckpoint(long size, String note) throws SQLException {
        PreparedStatement insert = queries.prepare(queries.sql().insertCheckpoint);
        insert.setLong(1, size);
        insert.setString(2, note);
        insert.executeUpdate();
    }

    /** Forgets rows that were handed over and not written. */
    void clear() throws SQLException {
        for (RowBatch rows : List.of(entries, newStreams, movedStreams, tiles, batches)) {
            rows.clear();
        }
    }

    private void add(JournalEntry entry) throws SQLException {
        entries.setLong(1, entry.sequence());
        entries.setBytes(2, entry.envelopeBytes());
        entries.setText(3, entry.stream());
        entries.setLong(4, entry.revision());
        if (entry.envelope().previousSequence().isPresent()) {
            entries.setLong(5, entry.envelope().previousSequence().get());
        } else {
            entries.setNoLong(5);
        }
        entries.setText(6, entry.type());
        entries.setText(7, entry.actor().id());
        entries.setLong(8, Instants.toMicros(entry.occurredAt()));
        entries.setLong(9, Instants.toMicros(entry.recordedAt()));
        entries.setText(10, entry.envelope().idempotencyKey());
        entries.add();
        if (entry.envelope().payload().isEmpty()) {
            PreparedStatement payload = queries.prepare(queries.sql().insertPayload);
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
                newStreams.setText(1, stream.getKey());
                newStreams.setLong(2, end.revision());
                newStreams.setLong(3, end.sequence());
                newStreams.setBytes(4, leaf);
                newStreams.add();
            } else {
                movedStreams.setLong(1, end.revision());
                movedStreams.setLong(2, end.sequence());
                movedStreams.setBytes(3, leaf);
                movedStreams.setText(4, stream.getKey());
                movedStreams.add();
                moved.add(stream.getKey());
            }
        }
        newStreams.flush();
        if (movedStreams.flush() != moved.size()) {
            moved.removeAll(queries.streams(moved).keySet());
            throw new LedgerIntegrityException("Stream " + String.join(", ", moved) + " has no row in the ledger "
                    + ledger + " although it has entries: verify it");
        }
    }

    private void moveHead(JournalHead from, JournalHead to) throws SQLException {
        PreparedStatement move = queries.prepare(queries.sql().moveHead);
        move.setLong(1, to.size());
        move.setBytes(2, to.root().bytes());
        move.setLong(3, from.size());
        move.setBytes(4, from.root().bytes());
        if (move.executeUpdate() != 1) {
            throw new LedgerIntegrityException("The head of the ledger " + ledger
                    + " is not the one that this transaction began with (size " + from.size() + "): verify it");
        }
    }
}
