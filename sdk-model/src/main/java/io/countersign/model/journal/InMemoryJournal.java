package io.countersign.model.journal;

import io.countersign.model.json.Digest;
import io.countersign.model.merkle.MerkleFrontier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A journal in memory: the same order, conflicts and hashes as the ledger, gone with the process, without signatures. */
public final class InMemoryJournal implements Journal {
    private final JournalClock clock;
    private final List<JournalEntry> entries = new ArrayList<>();
    private final MerkleFrontier frontier = new MerkleFrontier();
    private final Map<String, List<JournalEntry>> streams = new HashMap<>();
    private final Map<String, Recorded> keys = new HashMap<>();
    private final Map<String, FoldSnapshot> folds = new HashMap<>();

    /** An empty journal that dates its entries by the host's clock. */
    public InMemoryJournal(InstantSource clock) {
        this.clock = JournalClock.of(clock);
    }

    @Override
    public synchronized AppendResult append(AppendBatch batch) {
        Digest drafts = batch.draftsDigest();
        Recorded earlier = keys.get(batch.idempotencyKey());
        if (earlier != null) {
            if (!earlier.drafts().equals(drafts)) {
                throw batch.keyConflict(earlier.entries().get(0).sequence());
            }
            return new AppendResult(earlier.entries(), true);
        }
        batch.requireExpected(this::revision);
        List<JournalEntry> added = new ArrayList<>();
        Instant recordedAt = recordedAt();
        Map<String, StreamHead> heads = new HashMap<>();
        for (EventDraft draft : batch.drafts()) {
            StreamHead head = heads.getOrDefault(draft.stream(), streamHead(draft.stream()));
            long sequence = entries.size() + (long) added.size();
            JournalEntry entry = JournalEntry.place(draft, batch.idempotencyKey(), sequence, head, recordedAt, clock);
            heads.put(draft.stream(), StreamHead.of(entry));
            added.add(entry);
        }
        for (JournalEntry entry : added) { // nothing fails from here on
            entries.add(entry);
            frontier.append(entry.leafHash());
            streams.computeIfAbsent(entry.stream(), s -> new ArrayList<>()).add(entry);
        }
        keys.put(batch.idempotencyKey(), new Recorded(drafts, added));
        return new AppendResult(added, false);
    }

    @Override
    public synchronized EntryCursor read(EntryQuery query) {
        List<JournalEntry> from =
                query.stream().map(s -> streams.getOrDefault(s, List.of())).orElseGet(() -> range(query));
        return new ListCursor(
                List.copyOf(from.stream().filter(query::matches).toList()).iterator());
    }

    @Override
    public synchronized JournalHead head() {
        return new JournalHead(frontier.size(), Digest.ofHash(frontier.root()));
    }

    @Override
    public synchronized long revision(String stream) {
        return streams.getOrDefault(stream, List.of()).size();
    }

    @Override
    public synchronized void keepFold(FoldSnapshot fold) {
        if (fold.nextSequence() > entries.size()) {
            throw new IllegalArgumentException("The fold " + fold.name() + " has " + fold.nextSequence()
                    + " entries, the journal only " + entries.size());
        }
        folds.put(fold.name(), fold);
    }

    @Override
    public synchronized Optional<FoldSnapshot> findFold(String name, int version) {
        return Optional.ofNullable(folds.get(name)).filter(fold -> fold.version() == version);
    }

    private List<JournalEntry> range(EntryQuery query) {
        int to = (int) Math.max(0, Math.min(query.beforeSequence(), entries.size()));
        return entries.subList((int) Math.min(query.fromSequence(), to), to);
    }

    private Instant recordedAt() {
        return clock.notBefore(
                entries.isEmpty()
                        ? Instant.MIN
                        : entries.get(entries.size() - 1).recordedAt());
    }

    private @Nullable StreamHead streamHead(String stream) {
        List<JournalEntry> recorded = streams.getOrDefault(stream, List.of());
        return recorded.isEmpty() ? null : StreamHead.of(recorded.get(recorded.size() - 1));
    }

    private record Recorded(Digest drafts, List<JournalEntry> entries) {}

    private record ListCursor(Iterator<JournalEntry> rest) implements EntryCursor {
        @Override
        public boolean hasNext() {
            return rest.hasNext();
        }

        @Override
        public JournalEntry next() {
            return rest.next();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
