package io.countersign.audit.internal;

import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalClock;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives batches their places behind the last entry, or finds where they were recorded before, inside one transaction that holds the
 * head. Used by one thread.
 */
final class BatchPlacer {
    private final LedgerReader reader;
    private final LedgerTip tip;
    private final JournalClock clock;
    private final PlacedGroup group;
    private final Map<String, LedgerQueries.Recorded> recorded;

    /**
     * Begins where the ledger stands.
     *
     * @param tip knows where the streams end that the batches are about
     * @param recorded what was recorded under the batches' keys
     */
    BatchPlacer(LedgerReader reader, LedgerTip tip, JournalClock clock, Map<String, LedgerQueries.Recorded> recorded) {
        this.reader = reader;
        this.tip = tip;
        this.clock = clock;
        this.group = new PlacedGroup(tip.frontier(), tip.lastRecordedAt());
        this.recorded = recorded;
    }

    /** What there is to write. */
    PlacedGroup group() {
        return group;
    }

    /**
     * Takes a batch into the group, unless it was recorded before.
     *
     * @return what holds once the group is durable
     * @throws io.countersign.model.AppendConflictException if it has no place there
     */
    AppendResult place(PendingAppend append) {
        AppendBatch batch = append.batch();
        PlacedGroup.Batch together = group.batches().get(batch.idempotencyKey());
        if (together != null) {
            requireSame(append, together.drafts(), together.entries().get(0).sequence());
            return new AppendResult(together.entries(), true);
        }
        LedgerQueries.Recorded earlier = recorded.get(batch.idempotencyKey());
        if (earlier != null) {
            requireSame(append, earlier.drafts(), earlier.firstSequence());
            return new AppendResult(entries(earlier), true);
        }
        batch.requireExpected(stream -> {
            StreamHead found = stream(stream);
            return found == null ? 0 : found.revision();
        });
        Map<String, StreamHead> ends = new HashMap<>();
        List<JournalEntry> placed = entries(batch, ends);
        group.add(batch.idempotencyKey(), append.drafts(), placed, ends);
        return new AppendResult(placed, false);
    }

    /** Gives the drafts their places, and puts down where their streams end with them. */
    private List<JournalEntry> entries(AppendBatch batch, Map<String, StreamHead> ends) {
        Instant recordedAt = clock.notBefore(group.lastRecordedAt());
        List<JournalEntry> placed = new ArrayList<>(batch.drafts().size());
        for (EventDraft draft : batch.drafts()) {
            StreamHead known = ends.get(draft.stream());
            JournalEntry entry = JournalEntry.place(
                    draft,
                    batch.idempotencyKey(),
                    group.size() + placed.size(),
                    known == null ? stream(draft.stream()) : known,
                    recordedAt,
                    clock);
            placed.add(entry);
            ends.put(entry.stream(), StreamHead.of(entry));
        }
        return placed;
    }

    private List<JournalEntry> entries(LedgerQueries.Recorded earlier) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < earlier.count(); i++) {
            entries.add(reader.load(earlier.firstSequence() + i));
        }
        return entries;
    }

    /** Where a stream ends with what is in the group already. */
    private @Nullable StreamHead stream(String id) {
        StreamHead moved = group.stream(id);
        return moved == null ? tip.stream(id) : moved;
    }

    private static void requireSame(PendingAppend append, Digest recorded, long firstSequence) {
        if (!recorded.equals(append.drafts())) {
            throw append.batch().keyConflict(firstSequence);
        }
    }
}
