package io.countersign.benchmarks;

import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.json.Digest;
import io.countersign.model.merkle.MerkleFrontier;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * Three years of changes of 2,000 markets, as a journal that makes its entries up when they are read: the same ones each time, in bounded
 * memory, from wherever one asks. Every payload is of its real type and hashed as a ledger would. Takes no appends.
 */
final class History implements Journal {
    static final Instant START = Instant.parse("2023-01-01T00:00:00Z");
    static final Duration SPAN = Duration.ofDays(1_095);

    /** How many entries a benchmark of the past uses: 100,000 unless {@code countersign.entries} says otherwise. */
    static final long ENTRIES = Long.getLong("countersign.entries", 100_000);

    private static final long MARK_EVERY = 50_000;

    private final JournalHead head;
    private final NavigableMap<Long, Mark> marks;

    /** Where reading can begin. */
    private record Mark(HistoryWriter writer, MerkleFrontier tree) {
        Mark copy() {
            return new Mark(writer.copy(), tree.copy());
        }
    }

    private History(long entries, NavigableMap<Long, Mark> earlier) {
        this.marks = new TreeMap<>(earlier);
        Mark at = marks.lastEntry().getValue().copy();
        while (at.tree().size() < entries) {
            if (at.writer().sequence() >= marks.lastKey() + MARK_EVERY) {
                marks.put(at.writer().sequence(), at.copy());
            }
            for (JournalEntry entry : at.writer().next()) {
                if (at.tree().size() < entries) {
                    at.tree().append(entry.leafHash());
                }
            }
        }
        this.head = new JournalHead(entries, Digest.ofHash(at.tree().root()));
    }

    /** A history of that many entries, evenly over the three years. */
    static History of(long entries) {
        return of(entries, entries);
    }

    /** The first entries of a history that has so many in its three years. */
    static History of(long entries, long inThreeYears) {
        HistoryWriter writer = new HistoryWriter(SPAN.toNanos() / 1_000 / inThreeYears);
        return new History(entries, new TreeMap<>(Map.of(0L, new Mark(writer, new MerkleFrontier()))));
    }

    /** The same history some time later. */
    History grownBy(long entries) {
        return new History(head.size() + entries, marks);
    }

    @Override
    public JournalHead head() {
        return head;
    }

    @Override
    public EntryCursor read(EntryQuery query) {
        HistoryWriter writer = marks.floorEntry(Math.min(query.fromSequence(), head.size()))
                .getValue()
                .writer()
                .copy();
        return new Cursor(writer, query, Math.min(query.beforeSequence(), head.size()));
    }

    @Override
    public long revision(String stream) {
        try (EntryCursor entries = read(EntryQuery.ofStream(stream))) {
            return entries.stream().count();
        }
    }

    @Override
    public AppendResult append(AppendBatch batch) {
        throw new UnsupportedOperationException("A made-up history takes no appends");
    }

    private static final class Cursor implements EntryCursor {
        private final HistoryWriter writer;
        private final EntryQuery query;
        private final long end;
        private Iterator<JournalEntry> block = Collections.emptyIterator();

        Cursor(HistoryWriter writer, EntryQuery query, long end) {
            this.writer = writer;
            this.query = query;
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            while (!block.hasNext() && writer.sequence() < end) {
                block = writer.next().stream()
                        .filter(entry -> entry.sequence() < end && query.matches(entry))
                        .iterator();
            }
            return block.hasNext();
        }

        @Override
        public JournalEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The history ends at " + end);
            }
            return block.next();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
