package io.countersign.audit.internal;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a ledger as they are, at one moment, believing nothing: for verification. Whatever cannot be a row of this
 * format comes as an {@link SQLException} or as a value that compares equal to nothing. Not thread-safe.
 */
public final class LedgerDump implements AutoCloseable {
    private static final Digest NO_DIGEST = new Digest("0".repeat(64));

    private static final int FETCHED_TOGETHER = 1_000;

    private final Connection connection;
    private final LedgerSql sql;
    private final LedgerStore.Catalog catalog;
    private final LedgerQueries queries;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private LedgerDump(LedgerStore store, Connection connection) {
        this.connection = connection;
        this.sql = store.sql();
        this.catalog = store.catalog(connection);
        this.queries = new LedgerQueries(store, connection);
    }

    /** Takes an entry's row. */
    @FunctionalInterface
    public interface EntryConsumer {
        /** The next row, in order of sequence. */
        void accept(EntryRow row) throws SQLException;
    }

    /** Takes an entry's envelope. */
    @FunctionalInterface
    public interface EnvelopeConsumer {
        /** The next one, in order of sequence. */
        void accept(long sequence, byte[] envelope) throws SQLException;
    }

    /** Takes a stream's row. */
    @FunctionalInterface
    public interface StreamConsumer {
        /** The next row, in no order. */
        void accept(String stream, StreamHead head) throws SQLException;
    }

    /** Takes the place of a tile. */
    @FunctionalInterface
    public interface TileConsumer {
        /** The next place, in order. */
        void accept(long level, long index);
    }

    /** Takes a checkpoint's row. */
    @FunctionalInterface
    public interface CheckpointConsumer {
        /** The next row, in order of size. */
        void accept(long id, long size, String note) throws SQLException;
    }

    /**
     * Opens a ledger for reading.
     *
     * @throws io.countersign.model.NotFoundException if it is not there
     * @throws LedgerUnavailableException if it cannot be opened
     */
    public static LedgerDump open(LedgerStore store) {
        store.requireThere();
        try {
            return new LedgerDump(store, store.connectToOneMoment());
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    "The ledger " + store.name() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** What the database says about the tables. */
    public LedgerStore.Catalog catalog() {
        return catalog;
    }

    /** The recorded size and root, if there is exactly one row. */
    public Optional<JournalHead> head() throws SQLException {
        try (ResultSet rows = prepare(sql.head).executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            JournalHead head = new JournalHead(rows.getLong(1), digest(bytes(rows, 2)));
            return rows.next() ? Optional.empty() : Optional.of(head);
        }
    }

    /** Hands out the entries from one sequence to before another, in order. */
    public void forEachEntry(long from, long to, EntryConsumer consumer) throws SQLException {
        PreparedStatement statement = prepare(sql.entryRows);
        statement.setLong(1, from);
        statement.setLong(2, to);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long previous = rows.getLong(5);
                if (rows.wasNull()) {
                    previous = -1;
                }
                consumer.accept(new EntryRow(
                        rows.getLong(1),
                        bytes(rows, 2),
                        text(rows, 3),
                        rows.getLong(4),
                        previous,
                        text(rows, 6),
                        text(rows, 7),
                        rows.getLong(8),
                        rows.getLong(9),
                        text(rows, 10)));
            }
        }
    }

    /** Hands out the envelopes from one sequence to before another, in order, without their columns. */
    public void forEachEnvelope(long from, long to, EnvelopeConsumer consumer) throws SQLException {
        PreparedStatement statement = prepare(sql.allEnvelopes);
        statement.setLong(1, from);
        statement.setLong(2, to);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                consumer.accept(rows.getLong(1), bytes(rows, 2));
            }
        }
    }

    /** Hands out every stream. */
    public void forEachStream(StreamConsumer consumer) throws SQLException {
        try (ResultSet rows = prepare(sql.streamRows).executeQuery()) {
            while (rows.next()) {
                consumer.accept(
                        text(rows, 1),
                        new StreamHead(
                                rows.getLong(2), rows.getLong(3), HexFormat.of().formatHex(bytes(rows, 4))));
            }
        }
    }

    /** Hands out every checkpoint. */
    public void forEachCheckpoint(CheckpointConsumer consumer) throws SQLException {
        try (ResultSet rows = prepare(sql.checkpoints).executeQuery()) {
            while (rows.next()) {
                consumer.accept(rows.getLong(1), rows.getLong(2), text(rows, 3));
            }
        }
    }

    /** One envelope. */
    public Optional<byte[]> envelope(long sequence) throws SQLException {
        PreparedStatement statement = prepare(sql.envelope);
        statement.setLong(1, sequence);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(bytes(rows, 1)) : Optional.empty();
        }
    }

    /** One payload that lies beside its entries. */
    public Optional<byte[]> payload(Digest digest) throws SQLException {
        PreparedStatement statement = prepare(sql.payload);
        statement.setString(1, digest.hex());
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(bytes(rows, 1)) : Optional.empty();
        }
    }

    /** One tile. */
    public Optional<TileRow> tile(int level, long index) throws SQLException {
        PreparedStatement statement = prepare(sql.tile);
        statement.setInt(1, level);
        statement.setLong(2, index);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(new TileRow(bytes(rows, 1), bytes(rows, 2))) : Optional.empty();
        }
    }

    /** What is kept under one idempotency key. */
    public Optional<BatchRow> batch(String key) throws SQLException {
        PreparedStatement statement = prepare(sql.batch);
        statement.setString(1, key);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(new BatchRow(digest(bytes(rows, 1)), rows.getLong(2), rows.getLong(3)))
                    : Optional.empty();
        }
    }

    /** Number of rows that say where the ledger stands. */
    public long headCount() throws SQLException {
        return count(sql.headCount);
    }

    /** Hands out the places of tiles that a ledger of this size does not fill. */
    public void forEachTileFrom(long size, TileConsumer consumer) throws SQLException {
        try (ResultSet rows = prepare(sql.tilePlaces).executeQuery()) {
            while (rows.next()) {
                long level = rows.getLong(1);
                long index = rows.getLong(2);
                long filled = level < 0 || level >= TileFrontier.LEVELS_MAX
                        ? 0
                        : size >>> (TileFrontier.HEIGHT * ((int) level + 1));
                if (index < 0 || index >= filled) {
                    consumer.accept(level, index);
                }
            }
        }
    }

    /** Idempotency keys that no entry has. */
    public List<String> keysWithoutEntries() throws SQLException {
        return texts(sql.keysWithoutEntries);
    }

    /** Streams that entries have and that have no row of their own. */
    public List<String> streamsWithoutRow() throws SQLException {
        return texts(sql.streamsWithoutRow);
    }

    /** Number of tiles. */
    public long tileCount() throws SQLException {
        return count(sql.tileCount);
    }

    /** Number of idempotency keys, all of them or only those used from a sequence on. */
    public long batchCount(long from) throws SQLException {
        PreparedStatement statement = prepare(sql.batchCount);
        statement.setLong(1, from == 0 ? Long.MIN_VALUE : from);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** Hashes of a level of tiles from one index to before another, out of the tile above which they do not fill. */
    public List<byte[]> edgeHashes(int level, long from, long to) throws SQLException {
        return queries.edgeHashes(level, from, to);
    }

    @Override
    public void close() {
        Connections.closeQuietly(connection);
    }

    private PreparedStatement prepare(String text) throws SQLException {
        PreparedStatement statement = statements.get(text);
        if (statement == null) {
            statement = connection.prepareStatement(text);
            statement.setFetchSize(FETCHED_TOGETHER); // or the driver of PostgreSQL keeps a whole table in memory
            statements.put(text, statement);
        }
        return statement;
    }

    private long count(String text) throws SQLException {
        try (ResultSet rows = prepare(text).executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private List<String> texts(String text) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = prepare(text).executeQuery()) {
            while (rows.next()) {
                texts.add(text(rows, 1));
            }
        }
        return texts;
    }

    private static byte[] bytes(ResultSet rows, int column) throws SQLException {
        byte[] bytes = rows.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? "" : text;
    }

    private static Digest digest(byte[] hash) {
        return hash.length == 32 ? Digest.ofHash(hash) : NO_DIGEST;
    }

    /** A row of {@code cs_entry}; previous is -1 where there is none. */
    public static final class EntryRow {
        private final long sequence;
        private final byte[] envelope;
        private final String stream;
        private final long revision;
        private final long previous;
        private final String type;
        private final String actor;
        private final long occurredAt;
        private final long recordedAt;
        private final String batchKey;

        EntryRow(
                long sequence,
                byte[] envelope,
                String stream,
                long revision,
                long previous,
                String type,
                String actor,
                long occurredAt,
                long recordedAt,
                String batchKey) {
            this.sequence = sequence;
            this.envelope = envelope;
            this.stream = stream;
            this.revision = revision;
            this.previous = previous;
            this.type = type;
            this.actor = actor;
            this.occurredAt = occurredAt;
            this.recordedAt = recordedAt;
            this.batchKey = batchKey;
        }

        public long sequence() {
            return sequence;
        }

        public byte[] envelope() {
            return envelope;
        }

        public String stream() {
            return stream;
        }

        public long revision() {
            return revision;
        }

        public long previous() {
            return previous;
        }

        public String type() {
            return type;
        }

        public String actor() {
            return actor;
        }

        public long occurredAt() {
            return occurredAt;
        }

        public long recordedAt() {
            return recordedAt;
        }

        public String batchKey() {
            return batchKey;
        }
    }

    /** A row of {@code cs_tile}. */
    public static final class TileRow {
        private final byte[] hashes;
        private final byte[] root;

        TileRow(byte[] hashes, byte[] root) {
            this.hashes = hashes;
            this.root = root;
        }

        public byte[] hashes() {
            return hashes;
        }

        public byte[] root() {
            return root;
        }
    }

    /** A row of {@code cs_batch}. */
    public record BatchRow(Digest drafts, long first, long count) {}
}
