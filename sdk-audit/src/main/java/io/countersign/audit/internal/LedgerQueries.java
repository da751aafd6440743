package io.countersign.audit.internal;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.merkle.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one connection answers about a ledger; its statements are prepared once. Used by one thread at a time. */
final class LedgerQueries {
    private final String ledger;
    private final LedgerSql sql;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    LedgerQueries(LedgerStore store, Connection connection) {
        this.ledger = store.name();
        this.sql = store.sql();
        this.connection = connection;
    }

    /** Something that is asked. */
    @FunctionalInterface
    interface Question<T> {
        T ask(LedgerQueries queries) throws SQLException;
    }

    /** A batch that was recorded. */
    record Recorded(Digest drafts, long firstSequence, int count) {}

    /** What a transaction that appends begins with. */
    record Opening(JournalHead head, Map<String, Recorded> recorded, Map<String, StreamHead> streams) {}

    /** An entry as it is stored. */
    static final class StoredEntry {
        final long sequence;
        final byte[] envelope;

        StoredEntry(long sequence, byte[] envelope) {
            this.sequence = sequence;
            this.envelope = envelope;
        }
    }

    LedgerSql sql() {
        return sql;
    }

    Connection connection() {
        return connection;
    }

    /** A statement, prepared when it is asked for first. */
    PreparedStatement prepare(String text) throws SQLException {
        PreparedStatement statement = statements.get(text);
        if (statement == null) {
            statement = connection.prepareStatement(text);
            statements.put(text, statement);
        }
        return statement;
    }

    /** Size and root that were recorded with the last commit. */
    JournalHead head() throws SQLException {
        return head(sql.head);
    }

    /** As {@link #head}, for the transaction that is going to move it: no other can before it ends. */
    JournalHead lockHead() throws SQLException {
        return head(sql.lockHead);
    }

    /** {@link #lockHead}, {@link #recorded} and {@link #streams} as of then. */
    Opening open(Collection<String> keys, Collection<String> streams) throws SQLException {
        if (!sql.takesArrays()) {
            return new Opening(lockHead(), recorded(keys), streams(streams));
        }
        PreparedStatement all = prepare(streams.isEmpty() ? sql.opening : sql.openingWithStreams);
        all.setArray(1, connection.createArrayOf("text", keys.toArray()));
        if (!streams.isEmpty()) {
            all.setArray(2, connection.createArrayOf("text", storable(streams).toArray()));
        }
        all.execute();
        try (ResultSet rows = all.getResultSet()) {
            JournalHead head = head(rows);
            Map<String, Recorded> recorded = new HashMap<>();
            Map<String, StreamHead> found = new HashMap<>();
            all.getMoreResults();
            try (ResultSet batches = all.getResultSet()) {
                while (batches.next()) {
                    addRecorded(batches, recorded);
                }
            }
            if (!streams.isEmpty()) {
                all.getMoreResults();
                try (ResultSet ends = all.getResultSet()) {
                    while (ends.next()) {
                        addStream(ends, found);
                    }
                }
            }
            return new Opening(head, recorded, found);
        }
    }

    private JournalHead head(String text) throws SQLException {
        try (ResultSet rows = prepare(text).executeQuery()) {
            return head(rows);
        }
    }

    private JournalHead head(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            throw new LedgerIntegrityException("The ledger " + ledger + " has no head row: verify it");
        }
        return new JournalHead(rows.getLong(1), Digest.ofHash(rows.getBytes(2)));
    }

    byte @Nullable [] envelope(long sequence) throws SQLException {
        PreparedStatement statement = prepare(sql.envelope);
        statement.setLong(1, sequence);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getBytes(1) : null;
        }
    }

    /** Entries from one sequence to before another, in order, of any type or of one; no more than a page. */
    ResultSet envelopes(long from, long to, @Nullable String type) throws SQLException {
        PreparedStatement statement = prepare(type == null ? sql.envelopes : sql.envelopesOfType);
        statement.setLong(1, from);
        statement.setLong(2, to);
        if (type != null) {
            statement.setString(3, type);
        }
        return statement.executeQuery();
    }

    /** A payload that lies beside its entries. */
    Optional<byte[]> payload(Digest digest) throws SQLException {
        PreparedStatement statement = prepare(sql.payload);
        statement.setString(1, digest.hex());
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
        }
    }

    /** Where streams end; those that do not exist are left out. */
    Map<String, StreamHead> streams(Collection<String> ids) throws SQLException {
        Map<String, StreamHead> found = new HashMap<>();
        forEachRow(sql.streams, storable(ids), rows -> addStream(rows, found));
        return found;
    }

    /** What was recorded under idempotency keys; those that were not used are left out. */
    Map<String, Recorded> recorded(Collection<String> keys) throws SQLException {
        Map<String, Recorded> found = new HashMap<>();
        forEachRow(sql.batches, keys, rows -> addRecorded(rows, found));
        return found;
    }

    /** The others would be stored, and found, under another name. */
    private static List<String> storable(Collection<String> ids) {
        return ids.stream()
                .filter(StandardCharsets.UTF_8.newEncoder()::canEncode)
                .toList();
    }

    private static void addStream(ResultSet row, Map<String, StreamHead> found) throws SQLException {
        found.put(
                row.getString(1),
                new StreamHead(row.getLong(2), row.getLong(3), HexFormat.of().formatHex(row.getBytes(4))));
    }

    private static void addRecorded(ResultSet row, Map<String, Recorded> found) throws SQLException {
        found.put(row.getString(1), new Recorded(Digest.ofHash(row.getBytes(2)), row.getLong(3), row.getInt(4)));
    }

    long recordedAt(long sequence) throws SQLException {
        PreparedStatement statement = prepare(sql.recordedAt);
        statement.setLong(1, sequence);
        try (ResultSet rows = statement.executeQuery()) {
            requireEntry(rows.next(), sequence);
            return rows.getLong(1);
        }
    }

    /** The entry before one in its stream; -1 for the first. */
    long previous(long sequence) throws SQLException {
        PreparedStatement statement = prepare(sql.previous);
        statement.setLong(1, sequence);
        try (ResultSet rows = statement.executeQuery()) {
            requireEntry(rows.next(), sequence);
            long previous = rows.getLong(1);
            if (rows.wasNull()) {
                return -1;
            }
            if (previous >= sequence) {
                throw new LedgerIntegrityException("Entry " + sequence
                        + " names a later one before it in its stream: verify the ledger " + ledger);
            }
            return previous;
        }
    }

    /** The greatest sequence; -1 if there is no entry. */
    long lastSequence() throws SQLException {
        try (ResultSet rows = prepare(sql.lastSequence).executeQuery()) {
            long last = rows.next() ? rows.getLong(1) : -1;
            return rows.wasNull() ? -1 : last;
        }
    }

    /** Hashes of a level of tiles from one index to before another, out of the tile above which they do not fill. */
    List<byte[]> edgeHashes(int level, long from, long to) throws SQLException {
        List<byte[]> hashes = new ArrayList<>();
        if (level == 0) {
            try (ResultSet rows = envelopes(from, to, null)) {
                while (rows.next()) {
                    hashes.add(MerkleTree.leafHash(rows.getBytes(2)));
                }
            }
        } else {
            PreparedStatement statement = prepare(sql.tileRoots);
            statement.setInt(1, level - 1);
            statement.setLong(2, from);
            statement.setLong(3, to);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hashes.add(rows.getBytes(1));
                }
            }
        }
        if (hashes.size() != to - from) {
            throw new LedgerIntegrityException("The ledger " + ledger + " has " + hashes.size() + " of the "
                    + (to - from) + " hashes of level " + level + " from " + from + ": verify it");
        }
        return hashes;
    }

    /** All hashes of a tile in a tree of this size: 256, or fewer if it is not full. */
    List<byte[]> tile(int level, long index, long size) throws SQLException {
        PreparedStatement statement = prepare(sql.tile);
        statement.setInt(1, level);
        statement.setLong(2, index);
        try (ResultSet rows = statement.executeQuery()) {
            if (rows.next()) {
                return split(rows.getBytes(1));
            }
        }
        long from = index * TileFrontier.WIDTH;
        return edgeHashes(level, from, Math.min(from + TileFrontier.WIDTH, size >>> (TileFrontier.HEIGHT * level)));
    }

    /** The root that the ledger had when it had so many entries. */
    Digest rootAt(long size) throws SQLException {
        return Digest.ofHash(TileFrontier.recover(size, this::edgeHashes).root());
    }

    /** The state of a fold that was kept last, unless it is of another history than this ledger's. */
    Optional<FoldSnapshot> fold(String name, int version) throws SQLException {
        PreparedStatement statement = prepare(sql.fold);
        statement.setString(1, name);
        statement.setInt(2, version);
        long next;
        Digest root;
        byte[] state;
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            next = rows.getLong(1);
            root = Digest.ofHash(rows.getBytes(2));
            state = rows.getBytes(3);
        }
        if (next > head().size() || !rootAt(next).equals(root)) {
            return Optional.empty();
        }
        return Optional.of(
                new FoldSnapshot(name, version, next, JsonText.ofCanonical(new String(state, StandardCharsets.UTF_8))));
    }

    /** The texts of the checkpoints of this size, newest first. */
    List<String> checkpoints(long size) throws SQLException {
        PreparedStatement statement = prepare(sql.checkpointsOfSize);
        statement.setLong(1, size);
        List<String> notes = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                notes.add(rows.getString(1));
            }
        }
        return notes;
    }

    /** Takes a row of a result. */
    @FunctionalInterface
    private interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    /** The rows of some keys: one question, or one a key, whichever the database answers sooner. */
    private void forEachRow(String text, Collection<String> keys, RowTaker taker) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        PreparedStatement statement = prepare(text);
        if (sql.takesArrays()) {
            statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            take(statement, taker);
        } else {
            for (String key : keys) {
                statement.setString(1, key);
                take(statement, taker);
            }
        }
    }

    private static void take(PreparedStatement statement, RowTaker taker) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                taker.take(rows);
            }
        }
    }

    private void requireEntry(boolean there, long sequence) {
        if (!there) {
            throw new LedgerIntegrityException(
                    "Entry " + sequence + " of the ledger " + ledger + " is missing: verify it");
        }
    }

    private static List<byte[]> split(byte[] hashes) {
        List<byte[]> parts = new ArrayList<>(TileFrontier.WIDTH);
        for (int at = 0; at < hashes.length; at += MerkleTree.HASH_LENGTH) {
            parts.add(Arrays.copyOfRange(hashes, at, at + MerkleTree.HASH_LENGTH));
        }
        return parts;
    }
}
