package io.countersign.audit.internal;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ledger. Entries never change, so a reader needs no long transaction: it takes a size and looks at nothing beyond.
 * Thread-safe where its connections come from a pool.
 */
public final class LedgerReader implements AutoCloseable {
    private static final int PAGE_BYTES_MAX = 1 << 20;

    private final String ledger;
    private final LedgerAnswers answers;

    LedgerReader(String ledger, LedgerAnswers answers) {
        this.ledger = ledger;
        this.answers = answers;
    }

    /** Reads through connections of its own, a few of which it keeps open. */
    public static LedgerReader of(LedgerStore store) {
        return new LedgerReader(store.name(), new ReadPool(store));
    }

    /** A signed note that was given out, and the number of entries that it covers. */
    public record KeptCheckpoint(long size, String note) {}

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
        byte[] bytes = answers.ask(queries -> Optional.ofNullable(queries.envelope(sequence)))
                .orElseThrow(() -> new NotFoundException("There is no entry " + sequence + " in the ledger " + ledger));
        return entry(sequence, bytes);
    }

    /** Where a stream ends now. */
    public Optional<StreamHead> findStream(String stream) {
        return answers.ask(
                queries -> Optional.ofNullable(queries.streams(List.of(stream)).get(stream)));
    }

    /** The texts of the checkpoints of this size, newest first. */
    public List<String> checkpoints(long size) {
        return answers.ask(queries -> queries.checkpoints(size));
    }

    /** The note that was given out last over the most entries. */
    public Optional<KeptCheckpoint> lastCheckpoint() {
        return answers.ask(queries -> {
            try (ResultSet rows = queries.prepare(queries.sql().lastCheckpoint).executeQuery()) {
                return rows.next()
                        ? Optional.of(new KeptCheckpoint(rows.getLong(1), rows.getString(2)))
                        : Optional.empty();
            }
        });
    }

    /** The state of a fold that was kept last. */
    public Optional<FoldSnapshot> findFold(String name, int version) {
        return answers.ask(queries -> queries.fold(name, version));
    }

    /** Size and root that were recorded with the last commit. */
    public JournalHead head() {
        return answers.ask(LedgerQueries::head);
    }

    /** All hashes of a tile in a tree of this size: 256, or fewer if it is not full. */
    List<byte[]> tile(int level, long index, long size) {
        return answers.ask(queries -> queries.tile(level, index, size));
    }

    @Override
    public void close() {
        answers.close();
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
        byte[] bytes = answers.ask(queries -> queries.payload(digest))
                .orElseThrow(
                        () -> new LedgerIntegrityException("The payload " + digest + " is missing: verify the ledger"));
        if (!Digest.of(bytes).equals(digest)) {
            throw new LedgerIntegrityException(
                    "The payload " + digest + " is not the one that was recorded: verify the ledger");
        }
        return JsonText.ofCanonical(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The first sequence recorded at or after an instant, or the size: recordedAt never falls from one entry to the next. */
    private long firstRecordedFrom(Instant instant, long size) {
        return answers.ask(queries -> {
            long low = 0;
            long high = size;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (Instants.ofMicros(queries.recordedAt(middle)).isBefore(instant)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        });
    }

    /** The sequences of a stream in a range, ascending: follows the back-pointers from its end. Eight bytes an entry. */
    private long[] sequences(String stream, long from, long to) {
        return answers.ask(queries -> {
            StreamHead head = queries.streams(List.of(stream)).get(stream);
            long[] found = new long[64];
            int count = 0;
            long next = head == null ? -1 : head.sequence();
            while (next >= from && next >= 0) {
                if (next < to) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, count * 2);
                    }
                    found[count] = next;
                    count++;
                }
                next = queries.previous(next);
            }
            long[] ascending = new long[count];
            for (int i = 0; i < count; i++) {
                ascending[i] = found[count - 1 - i];
            }
            return ascending;
        });
    }

    /** Gives entries in order, some at a time. */
    private interface Pages {
        /** The next ones; none when there are no more. Asked again after a failure, it gives the same. */
        Deque<LedgerQueries.StoredEntry> next(LedgerQueries queries) throws SQLException;
    }

    /** Entries of a range of sequences. */
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
        public Deque<LedgerQueries.StoredEntry> next(LedgerQueries queries) throws SQLException {
            Page page = new Page();
            if (from >= to) {
                return page.entries;
            }
            try (ResultSet rows = queries.envelopes(from, to, type)) {
                while (!page.isFull() && rows.next()) {
                    page.add(rows.getLong(1), rows.getBytes(2));
                }
            }
            from = page.isFull() ? page.entries.getLast().sequence + 1 : to;
            return page.entries;
        }
    }

    /** Entries of given sequences. */
    private static final class Picks implements Pages {
        private final long[] sequences;
        private int at;

        Picks(long[] sequences) {
            this.sequences = sequences;
        }

        @Override
        public Deque<LedgerQueries.StoredEntry> next(LedgerQueries queries) throws SQLException {
            Page page = new Page();
            int next = at;
            while (next < sequences.length && !page.isFull()) {
                byte @Nullable [] envelope = queries.envelope(sequences[next]);
                if (envelope == null) {
                    throw new LedgerIntegrityException("Entry " + sequences[next] + " is missing: verify the ledger");
                }
                page.add(sequences[next], envelope);
                next++;
            }
            at = next;
            return page.entries;
        }
    }

    /** Entries read together. */
    private static final class Page {
        private final Deque<LedgerQueries.StoredEntry> entries = new ArrayDeque<>();
        private long bytes;

        void add(long sequence, byte[] envelope) {
            bytes += envelope.length;
            entries.add(new LedgerQueries.StoredEntry(sequence, envelope));
        }

        boolean isFull() {
            return entries.size() >= LedgerSql.PAGE_ENTRIES_MAX || bytes >= PAGE_BYTES_MAX;
        }
    }

    /** A cursor that holds no connection between pages. */
    private final class Entries implements EntryCursor {
        private final EntryQuery query;
        private final Pages pages;
        private Deque<LedgerQueries.StoredEntry> page = new ArrayDeque<>();
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
                    page = answers.ask(pages::next);
                }
                LedgerQueries.StoredEntry stored = page.poll();
                if (stored == null) {
                    done = true;
                } else {
                    JournalEntry entry = entry(stored.sequence, stored.envelope);
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
