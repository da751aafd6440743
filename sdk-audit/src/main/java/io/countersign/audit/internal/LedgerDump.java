package io.countersign.audit.internal;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a ledger's file as they are, at one moment, believing nothing: for verification. Whatever cannot be a row of this
 * format comes as an {@link SQLException} or as a value that compares equal to nothing. Not thread-safe.
 */
public final class LedgerDump implements AutoCloseable {
    private static final String MIGRATION = "/io/countersign/audit/migration/V1__ledger.sql";
    private static final Pattern CREATED = Pattern.compile("CREATE (TABLE|TRIGGER) (cs_\\w+)");

    private static final Map<String, String> TYPES = new TreeMap<>(Map.of(
            "cs_entry",
            "envelope:blob stream:text revision:integer prev_seq:integer|null event_type:text actor:text"
                    + " occurred_at:integer recorded_at:integer batch_key:text",
            "cs_payload",
            "digest:text payload:blob",
            "cs_stream",
            "id:text revision:integer last_seq:integer last_leaf:blob",
            "cs_batch",
            "batch_key:text drafts_digest:blob first_seq:integer entry_count:integer",
            "cs_tile",
            "tile_level:integer tile_index:integer hashes:blob root:blob",
            "cs_head",
            "tree_size:integer root:blob",
            "cs_checkpoint",
            "tree_size:integer note:text"));

    private static final Digest NO_DIGEST = new Digest("0".repeat(64));

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private LedgerDump(Connection connection) {
        this.connection = connection;
    }

    /** Takes an entry's row. */
    @FunctionalInterface
    public interface EntryConsumer {
        /** The next row, in order of sequence. */
        void accept(EntryRow row) throws SQLException;
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
     * Opens a file for reading.
     *
     * @throws NotFoundException if it is not there
     * @throws LedgerUnavailableException if it cannot be opened
     */
    public static LedgerDump open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException("There is no ledger " + file);
        }
        try {
            Connection connection = LedgerFile.connectForReading(file);
            try {
                connection.setAutoCommit(false); // one moment for all that is read
                return new LedgerDump(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new LedgerUnavailableException("The ledger " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** What the tables and triggers have that the migration does not say, or the other way round. */
    public List<String> schemaDifferences() throws SQLException {
        String migration = migration();
        Set<String> missing = new HashSet<>();
        Matcher created = CREATED.matcher(migration);
        while (created.find()) {
            missing.add(created.group(2));
        }
        List<String> differences = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, type, sql,"
                        + " typeof(type) = 'text' AND typeof(name) = 'text' AND typeof(tbl_name) = 'text'"
                        + " AND typeof(sql) = 'text' FROM sqlite_master"
                        + " WHERE tbl_name LIKE 'cs!_%' ESCAPE '!' AND sql IS NOT NULL ORDER BY name")) {
            while (rows.next()) {
                String name = rows.getString(1);
                if (!missing.remove(name)) {
                    differences.add("The " + rows.getString(2) + " " + name + " does not belong to this format");
                } else if (!rows.getBoolean(4) || !migration.contains(rows.getString(3))) {
                    differences.add("The " + rows.getString(2) + " " + name + " is not as this format has it");
                }
            }
        }
        missing.stream().sorted().forEach(name -> differences.add(name + " is missing"));
        return differences;
    }

    /** Whether there is anything to read at all. */
    public boolean hasTables() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN"
                                + " ('cs_entry', 'cs_payload', 'cs_stream', 'cs_batch', 'cs_tile', 'cs_head',"
                                + " 'cs_checkpoint')")) {
            return rows.next() && rows.getInt(1) == 7;
        }
    }

    /** Tables with values of another type than this format has, which SQLite would compare differently. */
    public List<String> foreignTypes() throws SQLException {
        List<String> foreign = new ArrayList<>();
        for (Map.Entry<String, String> table : TYPES.entrySet()) {
            List<String> conditions = new ArrayList<>();
            for (String column : table.getValue().split(" ", -1)) {
                String[] parts = column.split(":", 2);
                conditions.add("typeof(" + parts[0] + ") NOT IN ('" + parts[1].replace("|", "', '") + "')");
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT count(*) FROM " + table.getKey() + " WHERE " + String.join(" OR ", conditions))) {
                if (rows.next() && rows.getLong(1) > 0) {
                    foreign.add(rows.getLong(1) + " rows of " + table.getKey() + " have values of another type");
                }
            }
        }
        return foreign;
    }

    /** What SQLite itself finds wrong with the file, indexes included. */
    public List<String> damages() throws SQLException {
        List<String> damages = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
            while (rows.next()) {
                if (!"ok".equals(rows.getString(1))) {
                    damages.add(rows.getString(1));
                }
            }
        }
        return damages;
    }

    /** The recorded size and root, if there is exactly one row. */
    public Optional<JournalHead> head() throws SQLException {
        try (ResultSet rows = prepare(LedgerSql.HEAD).executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            JournalHead head = new JournalHead(rows.getLong(1), digest(bytes(rows, 2)));
            return rows.next() ? Optional.empty() : Optional.of(head);
        }
    }

    /** Hands out every entry. */
    public void forEachEntry(EntryConsumer consumer) throws SQLException {
        try (ResultSet rows = prepare(LedgerSql.ENTRY_ROWS).executeQuery()) {
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

    /** Hands out every stream. */
    public void forEachStream(StreamConsumer consumer) throws SQLException {
        try (ResultSet rows = prepare(LedgerSql.STREAM_ROWS).executeQuery()) {
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
        try (ResultSet rows = prepare(LedgerSql.CHECKPOINTS).executeQuery()) {
            while (rows.next()) {
                consumer.accept(rows.getLong(1), rows.getLong(2), text(rows, 3));
            }
        }
    }

    /** One envelope. */
    public Optional<byte[]> envelope(long sequence) throws SQLException {
        PreparedStatement statement = prepare(LedgerSql.ENVELOPE);
        statement.setLong(1, sequence);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(bytes(rows, 1)) : Optional.empty();
        }
    }

    /** One payload that lies beside its entries. */
    public Optional<byte[]> payload(Digest digest) throws SQLException {
        PreparedStatement statement = prepare(LedgerSql.PAYLOAD);
        statement.setString(1, digest.hex());
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(bytes(rows, 1)) : Optional.empty();
        }
    }

    /** One tile. */
    public Optional<TileRow> tile(int level, long index) throws SQLException {
        PreparedStatement statement = prepare(LedgerSql.TILE);
        statement.setInt(1, level);
        statement.setLong(2, index);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(new TileRow(bytes(rows, 1), bytes(rows, 2))) : Optional.empty();
        }
    }

    /** What is kept under one idempotency key. */
    public Optional<BatchRow> batch(String key) throws SQLException {
        PreparedStatement statement = prepare(LedgerSql.BATCH);
        statement.setString(1, key);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(new BatchRow(digest(bytes(rows, 1)), rows.getLong(2), rows.getLong(3)))
                    : Optional.empty();
        }
    }

    /** Number of rows that say where the ledger stands. */
    public long headCount() throws SQLException {
        return count(LedgerSql.HEAD_COUNT);
    }

    /** Hands out the places of tiles that a ledger of this size does not fill. */
    public void forEachTileFrom(long size, TileConsumer consumer) throws SQLException {
        try (ResultSet rows = prepare(LedgerSql.TILE_PLACES).executeQuery()) {
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
        return texts(LedgerSql.KEYS_WITHOUT_ENTRIES);
    }

    /** Streams that entries have and that have no row of their own. */
    public List<String> streamsWithoutRow() throws SQLException {
        return texts(LedgerSql.STREAMS_WITHOUT_ROW);
    }

    /** Number of tiles. */
    public long tileCount() throws SQLException {
        return count(LedgerSql.TILE_COUNT);
    }

    /** Number of idempotency keys. */
    public long batchCount() throws SQLException {
        return count(LedgerSql.BATCH_COUNT);
    }

    @Override
    public void close() throws SQLException {
        connection.close(); // and its statements with it
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    private long count(String sql) throws SQLException {
        try (ResultSet rows = prepare(sql).executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = prepare(sql).executeQuery()) {
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

    private static String migration() {
        try (InputStream script = LedgerDump.class.getResourceAsStream(MIGRATION)) {
            if (script == null) {
                throw new IllegalStateException("The script " + MIGRATION + " is not on the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The script " + MIGRATION + " cannot be read", e);
        }
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
