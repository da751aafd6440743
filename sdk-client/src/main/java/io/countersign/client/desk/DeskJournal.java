package io.countersign.client.desk;

import io.countersign.client.policy.GivenDelegation;
import io.countersign.model.AppendConflictException;
import io.countersign.model.NotFoundException;
import io.countersign.model.change.AttemptRefused;
import io.countersign.model.change.BaselineRecorded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.change.GlassBroken;
import io.countersign.model.change.RoleDelegated;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Instants;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The desk's reading and writing of the journal: folds out, events in. */
final class DeskJournal {
    /** Changes of which the last known state is held in memory. */
    private static final int CHANGES_KNOWN_MAX = 256;

    private static final int REFUSAL_TRIES = 5;

    private final Journal journal;
    private final InstantSource clock;
    private final Map<Scope, Head> heads = new ConcurrentHashMap<>();
    private final Map<String, Change> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Change> eldest) {
            return size() > CHANGES_KNOWN_MAX;
        }
    };
    private final OpenChanges open;
    private final String instance = UUID.randomUUID().toString();
    private final AtomicLong batches = new AtomicLong();

    DeskJournal(Journal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        this.open = new OpenChanges(journal);
    }

    Journal journal() {
        return journal;
    }

    Instant now() {
        return Instants.micros(clock.instant());
    }

    /** When the last entry of the journal was recorded; the beginning of time for an empty journal. */
    Instant lastRecordedAt() {
        long size = journal.head().size();
        EntryQuery last =
                EntryQuery.builder().fromSequence(Math.max(0, size - 1)).build();
        try (EntryCursor entries = journal.read(last)) {
            return entries.hasNext() ? entries.next().recordedAt() : Instant.EPOCH;
        }
    }

    /** The live configuration of a scope with the revision that it was folded at. Only new entries are read. */
    Head head(Scope scope) {
        return heads.compute(scope, (s, head) -> HeadFold.of(journal, s).from(head));
    }

    /** The changes that have not ended, with their states. */
    SortedMap<String, ChangeState> open() {
        return open.now();
    }

    /** The changes that somebody carried out in an emergency, whenever. */
    List<String> brokenGlassBy(Actor actor) {
        EntryQuery broken = EntryQuery.builder().type(ChangeEvents.GLASS_BROKEN).build();
        return journal.read(broken).toList().stream()
                .filter(entry -> entry.actor().equals(actor))
                .map(entry -> entry.payloadAs(GlassBroken.class).changeId())
                .distinct()
                .toList();
    }

    /** A change as it stands now. Only new entries are read, where it is known. */
    Change load(String changeId) {
        String stream = ChangeEvents.changeStream(changeId);
        Change last = known(changeId);
        if (last != null && last.streamRevision() == journal.revision(stream)) {
            return last;
        }
        EntryQuery rest = EntryQuery.builder().stream(stream)
                .fromSequence(last == null ? 0 : last.nextSequence())
                .build();
        Change change = last;
        try (EntryCursor entries = journal.read(rest)) {
            while (entries.hasNext()) {
                JournalEntry entry = entries.next();
                change = change == null ? ChangeFold.opened(entry) : ChangeFold.after(change, entry);
            }
        }
        if (change == null) {
            throw new NotFoundException("No change \"" + changeId + "\" in the journal");
        }
        synchronized (known) {
            known.put(changeId, change);
        }
        return change;
    }

    private @Nullable Change known(String changeId) {
        synchronized (known) {
            return known.get(changeId);
        }
    }

    /** What was ever delegated to somebody. */
    List<GivenDelegation> delegationsTo(Actor delegate) {
        return journal.read(EntryQuery.ofStream(ChangeEvents.delegationStream(delegate))).toList().stream()
                .filter(entry -> entry.type().equals(ChangeEvents.ROLE_DELEGATED))
                .filter(entry ->
                        entry.payloadAs(RoleDelegated.class).delegator().equals(entry.actor()))
                .map(entry -> new GivenDelegation(entry.recordedAt(), entry.payloadAs(RoleDelegated.class)))
                .toList();
    }

    AppendResult recordBaseline(Actor actor, ConfigSnapshot snapshot, Instant effectiveAt) {
        String stream = ChangeEvents.configStream(snapshot.scope());
        List<EventDraft> drafts = new ArrayList<>();
        drafts.add(draft(
                stream,
                ChangeEvents.BASELINE_RECORDED,
                actor,
                BaselineRecorded.builder()
                        .scope(snapshot.scope())
                        .root(snapshot.root())
                        .documents(snapshot.size())
                        .effectiveAt(effectiveAt)
                        .build()));
        for (MarketDocument document : snapshot.documents().values()) {
            drafts.add(draft(
                    stream,
                    ChangeEvents.DOCUMENT_RECORDED,
                    actor,
                    DocumentRecorded.builder()
                            .scope(snapshot.scope())
                            .document(document)
                            .digest(document.digest())
                            .effectiveAt(effectiveAt)
                            .build()));
        }
        return append(stream, 0, drafts);
    }

    EventDraft draft(String stream, String type, Actor actor, Object payload) {
        return draft(stream, type, actor, now(), payload);
    }

    private static EventDraft draft(String stream, String type, Actor actor, Instant occurredAt, Object payload) {
        return new EventDraft(stream, type, ChangeEvents.SCHEMA_VERSION, actor, occurredAt, JsonText.of(payload));
    }

    EventDraft changeDraft(String changeId, String type, Actor actor, Object payload) {
        return draft(ChangeEvents.changeStream(changeId), type, actor, payload);
    }

    EventDraft changeDraft(String changeId, String type, Actor actor, Instant occurredAt, Object payload) {
        return draft(ChangeEvents.changeStream(changeId), type, actor, occurredAt, payload);
    }

    /** Appends drafts of which one stream must stand at a revision. */
    AppendResult append(String stream, long revision, Collection<EventDraft> drafts) {
        return journal.append(batch(stream, revision, drafts));
    }

    /** Appends one entry to a change that nobody else has touched since. */
    AppendResult append(Change change, EventDraft draft) {
        return append(ChangeEvents.changeStream(change.id()), change.streamRevision(), List.of(draft));
    }

    AppendBatch batch(String stream, long revision, Collection<EventDraft> drafts) {
        // Sorts by time, and is nobody else's: what two desks do alike at one moment is done twice, or conflicts.
        String key = String.format(
                Locale.ROOT, "%016x-%s-%d", Instants.toMicros(now()), instance, batches.incrementAndGet());
        return AppendBatch.of(key, List.copyOf(drafts), stream, ExpectedRevision.of(revision));
    }

    /** Records an attempt that was refused, on a change or on what would have become one. */
    void refuse(String changeId, Actor actor, String action, ChangeRefusedException refusal) {
        String stream = ChangeEvents.refusedStream(changeId);
        EventDraft draft = draft(
                stream,
                ChangeEvents.REFUSED,
                actor,
                AttemptRefused.builder()
                        .changeId(changeId)
                        .action(action)
                        .code(refusal.refusal().name())
                        .message(String.valueOf(refusal.getMessage()))
                        .build());
        for (int attempt = 1; ; attempt++) {
            try {
                append(stream, journal.revision(stream), List.of(draft));
                return;
            } catch (AppendConflictException e) {
                if (attempt == REFUSAL_TRIES) {
                    throw e;
                }
            }
        }
    }
}
