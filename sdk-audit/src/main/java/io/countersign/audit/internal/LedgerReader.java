package io.countersign.audit.internal;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.json.JsonText;
import io.countersign.model.merkle.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ledger's file through connections that cannot write. Entries never change, so a reader needs no long transaction: it
 * takes a size and looks at nothing beyond. Thread-safe.
 */
public final class LedgerReader implements AutoCloseable {
    private static final int IDLE_MAX = 4;
    private static final int PAGE_ENTRIES_MAX = 256;
    private static final int PAGE_BYTES_MAX = 1 << 20;

    private final Path file;
    private final Deque<ReadConnection> idle = new ArrayDeque<>();
    private boolean closed;

    public LedgerReader(Path file) {
        this.file = file;
    }

    /** A signed note that was given out, and the number of entries that it covers. */
    public record KeptCheckpoint(long size, String note) {}

    /** Something that is asked of a connection. */
    @FunctionalInterface
    interface Question<T> {
        T ask(ReadConnection connection) throws SQLException;
    }

    /** Entries before {@code size} that a query asks for, in order. */
    public EntryCursor read(EntryQuery query, long size) {
        long from = query.fromSequence();
        long to = Math.min(size, query.beforeSequence());
        if (query.recordedFrom().isPresent()) {
            from = Math.max(from, firstRecordedFrom(query.recordedFrom().get(), size));
        }
        if (query.recordedBefore().isPresent()) {
            to = Math.min(to, firstRecordedFrom(query.recordedBefore().get(), size));
        }
        if (query.stream().isEmpty()) {
            return new Entries(query, new Scan(from, to, query.type().orElse(null)));
        }
        return new Entries(query, new Picks(sequences(query.stream().get(), from, to)));
    }

    /**
     * One entry.
     *
     * @throws NotFoundException if it is not there
     */
    public JournalEntry load(long sequence) {
        byte[] bytes = ask(connection -> Optional.ofNullable(envelope(connection, sequence)))
                .orElseThrow(() -> new NotFoundException("There is no entry " + sequence + " in the ledger " + file));
        return entry(sequence, bytes);
    }

    /** Where a stream ends now. */
    public Optional<StreamHead> findStream(String stream) {
        return ask(connection -> Optional.ofNullable(streamHead(connection.prepare(LedgerSql.STREAM), stream)));
    }

    /** The texts of the checkpoints of this size, newest first. */
    public List<String> checkpoints(long size) {
        return ask(connection -> {
            PreparedStatement statement = connection.prepare(LedgerSql.CHECKPOINTS_OF_SIZE);
            statement.setLong(1, size);
            List<String> notes = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    notes.add(rows.getString(1));
                }
            }
            return notes;
        });
    }

    /** The note that was given out last over the most entries. */
    public Optional<KeptCheckpoint> lastCheckpoint() {
        return ask(connection -> {
            try (ResultSet rows = connection.prepare(LedgerSql.LAST_CHECKPOINT).executeQuery()) {
                return rows.next()
                        ? Optional.of(new KeptCheckpoint(rows.getLong(1), rows.getString(2)))
                        : Optional.empty();
            }
        });
    }

    /** Size and root that were recorded with the last commit. */
    public JournalHead head() {
        return ask(connection -> {
            try (ResultSet rows = connection.prepare(LedgerSql.HEAD).executeQuery()) {
                if (!rows.next()) {
                    throw new LedgerIntegrityException("The ledger " + file + " has no head row");
                }
                return new JournalHead(rows.getLong(1), Digest.ofHash(rows.getBytes(2)));
            }
        });
    }

    /** Hashes of a level of tiles from one index to before another, out of the tile above which they do not fill. */
    public List<byte[]> edgeHashes(int level, long from, long to) {
        return ask(connection -> edgeHashes(connection, level, from, to));
    }

    /** All hashes of a tile in a tree of this size: 256, or fewer if it is not full. */
    List<byte[]> tile(int level, long index, long size) {
        return ask(connection -> {
            PreparedStatement statement = connection.prepare(LedgerSql.TILE);
            statement.setInt(1, level);
            statement.setLong(2, index);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    return split(rows.getBytes(1));
                }
            }
            long from = index * TileFrontier.WIDTH;
            long to = Math.min(from + TileFrontier.WIDTH, size >>> (TileFrontier.HEIGHT * level));
            return edgeHashes(connection, level, from, to);
        });
    }

    @Override
    public void close() {
        List<ReadConnection> rest;
        synchronized (idle) {
            closed = true;
            rest = new ArrayList<>(idle);
            idle.clear();
        }
        rest.forEach(ReadConnection::close);
    }

    /** Reads a stream's row with {@link LedgerSql#STREAM}. */
    static @Nullable StreamHead streamHead(PreparedStatement statement, String stream) throws SQLException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(stream)) {
            return null; // would be stored as another name
        }
        statement.setString(1, stream);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? new StreamHead(
                            rows.getLong(1), rows.getLong(2), HexFormat.of().formatHex(rows.getBytes(3)))
                    : null;
        }
    }

    private static List<byte[]> edgeHashes(ReadConnection connection, int level, long from, long to)
            throws SQLException {
        List<byte[]> hashes = new ArrayList<>();
        PreparedStatement statement;
        if (level == 0) {
            statement = connection.prepare(LedgerSql.ENVELOPES);
            statement.setLong(1, from);
            statement.setLong(2, to);
        } else {
            statement = connection.prepare(LedgerSql.TILE_ROOTS);
            statement.setInt(1, level - 1);
            statement.setLong(2, from);
            statement.setLong(3, to);
        }
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                hashes.add(level == 0 ? MerkleTree.leafHash(rows.getBytes(2)) : rows.getBytes(1));
            }
        }
        if (hashes.size() != to - from) {
            throw new LedgerIntegrityException("The ledger has " + hashes.size() + " of the " + (to - from)
                    + " hashes of level " + level + " from " + from + ": verify it");
        }
        return hashes;
    }

    private static List<byte[]> split(byte[] hashes) {
        List<byte[]> parts = new ArrayList<>(TileFrontier.WIDTH);
        for (int at = 0; at < hashes.length; at += MerkleTree.HASH_LENGTH) {
            parts.add(Arrays.copyOfRange(hashes, at, at + MerkleTree.HASH_LENGTH));
        }
        return parts;
    }

    private static byte @Nullable [] envelope(ReadConnection connection, long sequence) throws SQLException {
        PreparedStatement statement = connection.prepare(LedgerSql.ENVELOPE);
        statement.setLong(1, sequence);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getBytes(1) : null;
        }
    }

    private JournalEntry entry(long sequence, byte[] bytes) {
        JournalEntry entry;
        try {
            entry = JournalEntry.of(bytes, this::payload);
        } catch (MalformedInputException e) {
            throw new LedgerIntegrityException("Entry " + sequence + " is no envelope: verify the ledger", e);
        }
        if (entry.sequence() != sequence) {
            throw new LedgerIntegrityException("The row of entry " + sequence + " holds the envelope of entry "
                    + entry.sequence() + ": verify the ledger");
        }
        return entry;
    }

    private JsonText payload(Digest digest) {
        Optional<byte[]> found = ask(connection -> {
            PreparedStatement statement = connection.prepare(LedgerSql.PAYLOAD);
            statement.setString(1, digest.hex());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
        });
        byte[] bytes = found.orElseThrow(
                () -> new LedgerIntegrityException("The payload " + digest + " is missing: verify the ledger"));
        if (!Digest.of(bytes).equals(digest)) {
            throw new LedgerIntegrityException(
                    "The payload " + digest + " is not the one that was recorded: verify the ledger");
        }
        return JsonText.ofCanonical(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The first sequence recorded at or after an instant, or the size: recordedAt never falls from one entry to the next. */
    private long firstRecordedFrom(Instant instant, long size) {
        return ask(connection -> {
            long low = 0;
            long high = size;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (Instants.ofMicros(recordedAt(connection, middle)).isBefore(instant)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        });
    }

    private static long recordedAt(ReadConnection connection, long sequence) throws SQLException {
        PreparedStatement statement = connection.prepare(LedgerSql.RECORDED_AT);
        statement.setLong(1, sequence);
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new LedgerIntegrityException("Entry " + sequence + " is missing: verify the ledger");
            }
            return rows.getLong(1);
        }
    }

    /** The sequences of a stream in a range, ascending: follows the back-pointers from its end. Eight bytes an entry. */
    private long[] sequences(String stream, long from, long to) {
        return ask(connection -> {
            StreamHead head = streamHead(connection.prepare(LedgerSql.STREAM), stream);
            long[] found = new long[64];
            int count = 0;
            long next = head == null ? -1 : head.sequence();
            PreparedStatement statement = connection.prepare(LedgerSql.PREVIOUS);
            while (next >= from && next >= 0) {
                if (next < to) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, count * 2);
                    }
                    found[count] = next;
                    count++;
                }
                next = previous(statement, next);
            }
            long[] ascending = new long[count];
            for (int i = 0; i < count; i++) {
                ascending[i] = found[count - 1 - i];
            }
            return ascending;
        });
    }

    private static long previous(PreparedStatement statement, long sequence) throws SQLException {
        statement.setLong(1, sequence);
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new LedgerIntegrityException("Entry " + sequence + " is missing: verify the ledger");
            }
            long previous = rows.getLong(1);
            if (rows.wasNull()) {
                return -1;
            }
            if (previous >= sequence) {
                throw new LedgerIntegrityException(
                        "Entry " + sequence + " names a later one before it in its stream: verify the ledger");
            }
            return previous;
        }
    }

    <T> T ask(Question<T> question) {
        ReadConnection connection = take();
        boolean sound = false;
        try {
            T answer = question.ask(connection);
            sound = true;
            return answer;
        } catch (SQLException e) {
            throw new LedgerUnavailableException("The ledger " + file + " cannot be read: " + e.getMessage(), e);
        } finally {
            giveBack(connection, sound);
        }
    }

    private ReadConnection take() {
        synchronized (idle) {
            if (closed) {
                throw new LedgerUnavailableException("The ledger " + file + " is closed");
            }
            ReadConnection connection = idle.poll();
            if (connection != null) {
                return connection;
            }
        }
        try {
            return new ReadConnection(LedgerFile.connectForReading(file));
        } catch (SQLException e) {
            throw new LedgerUnavailableException("The ledger " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private void giveBack(ReadConnection connection, boolean sound) {
        synchronized (idle) {
            if (sound && !closed && idle.size() < IDLE_MAX) {
                idle.push(connection);
                return;
            }
        }
        connection.close();
    }

    /** A connection and the statements prepared on it. */
    static final class ReadConnection implements AutoCloseable {
        private final Connection connection;
        private final Map<String, PreparedStatement> statements = new HashMap<>();

        ReadConnection(Connection connection) {
            this.connection = connection;
        }

        PreparedStatement prepare(String sql) throws SQLException {
            PreparedStatement statement = statements.get(sql);
            if (statement == null) {
                statement = connection.prepareStatement(sql);
                statements.put(sql, statement);
            }
            return statement;
        }

        @Override
        public void close() {
            try {
                connection.close(); // and its statements with it
            } catch (SQLException e) {
                throw new LedgerUnavailableException(
                        "A connection of the ledger cannot be closed: " + e.getMessage(), e);
            }
        }
    }

    /** An entry as it is stored. */
    private record Row(long sequence, Bytes envelope) {}

    /** Bytes that only travel from one place to another. */
    private static final class Bytes {
        private final byte[] value;

        Bytes(byte[] value) {
            this.value = value;
        }
    }

    /** Gives rows in order, some at a time. */
    private interface Pages {
        /** Adds the next rows; none when there are no more. */
        void next(ReadConnection connection, Deque<Row> rows) throws SQLException;
    }

    /** Whether a page has grown enough. */
    private static boolean isFull(Deque<Row> rows, long bytes) {
        return rows.size() >= PAGE_ENTRIES_MAX || bytes >= PAGE_BYTES_MAX;
    }

    /** Rows of a range of sequences. */
    private static final class Scan implements Pages {
        private final long to;
        private final @Nullable String type;
        private long from;

        Scan(long from, long to, @Nullable String type) {
            this.from = from;
            this.to = to;
            this.type = type;
        }

        @Override
        public void next(ReadConnection connection, Deque<Row> page) throws SQLException {
            if (from >= to) {
                return;
            }
            PreparedStatement statement =
                    connection.prepare(type == null ? LedgerSql.ENVELOPES : LedgerSql.ENVELOPES_OF_TYPE);
            statement.setLong(1, from);
            statement.setLong(2, to);
            if (type != null) {
                statement.setString(3, type);
            }
            long bytes = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (!isFull(page, bytes) && rows.next()) {
                    byte[] envelope = rows.getBytes(2);
                    bytes += envelope.length;
                    page.add(new Row(rows.getLong(1), new Bytes(envelope)));
                }
            }
            from = isFull(page, bytes) ? page.getLast().sequence() + 1 : to;
        }
    }

    /** Rows of given sequences. */
    private static final class Picks implements Pages {
        private final long[] sequences;
        private int at;

        Picks(long[] sequences) {
            this.sequences = sequences;
        }

        @Override
        public void next(ReadConnection connection, Deque<Row> page) throws SQLException {
            long bytes = 0;
            while (at < sequences.length && !isFull(page, bytes)) {
                byte @Nullable [] envelope = envelope(connection, sequences[at]);
                if (envelope == null) {
                    throw new LedgerIntegrityException("Entry " + sequences[at] + " is missing: verify the ledger");
                }
                bytes += envelope.length;
                page.add(new Row(sequences[at], new Bytes(envelope)));
                at++;
            }
        }
    }

    /** A cursor that holds no connection between pages. */
    private final class Entries implements EntryCursor {
        private final EntryQuery query;
        private final Pages pages;
        private final Deque<Row> page = new ArrayDeque<>();
        private @Nullable JournalEntry next;
        private boolean done;

        Entries(EntryQuery query, Pages pages) {
            this.query = query;
            this.pages = pages;
        }

        @Override
        public boolean hasNext() {
            while (next == null && !done) {
                if (page.isEmpty()) {
                    ask(connection -> {
                        pages.next(connection, page);
                        return page;
                    });
                }
                Row row = page.poll();
                if (row == null) {
                    done = true;
                } else {
                    JournalEntry entry = entry(row.sequence(), row.envelope().value);
                    next = query.matches(entry) ? entry : null;
                }
            }
            return next != null;
        }

        @Override
        public JournalEntry next() {
            JournalEntry found = hasNext() ? next : null;
            if (found == null) {
                throw new NoSuchElementException("There are no more entries");
            }
            next = null;
            return found;
        }

        @Override
        public void close() {
            done = true;
            next = null;
            page.clear();
        }
    }
}
