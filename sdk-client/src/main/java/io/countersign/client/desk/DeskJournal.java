package io.countersign.client.desk;

import io.countersign.model.NotFoundException;
import io.countersign.model.change.AttemptRefused;
import io.countersign.model.change.BaselineRecorded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The desk's reading and writing of the journal: folds out, events in. */
final class DeskJournal {
    private final Journal journal;
    private final InstantSource clock;
    private final Map<Scope, Head> heads = new ConcurrentHashMap<>();

    DeskJournal(Journal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
    }

    Journal journal() {
        return journal;
    }

    Instant now() {
        return clock.instant();
    }

    /** The live configuration of a scope with the revision that it was folded at. Only new entries are read. */
    Head head(Scope scope) {
        return heads.compute(scope, (s, known) -> HeadFold.of(journal, s).from(known));
    }

    Change load(String changeId) {
        try (EntryCursor entries = journal.read(EntryQuery.ofStream(ChangeEvents.changeStream(changeId)))) {
            if (!entries.hasNext()) {
                throw new NotFoundException("No change \"" + changeId + "\" in the journal");
            }
            Change change = Change.opened(entries.next());
            while (entries.hasNext()) {
                change = change.after(entries.next());
            }
            return change;
        }
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
        return new EventDraft(stream, type, ChangeEvents.SCHEMA_VERSION, actor, now(), JsonText.of(payload));
    }

    EventDraft changeDraft(String changeId, String type, Actor actor, Object payload) {
        return draft(ChangeEvents.changeStream(changeId), type, actor, payload);
    }

    /** Appends drafts of which one stream must stand at a revision. */
    AppendResult append(String stream, long revision, Collection<EventDraft> drafts) {
        return journal.append(batch(stream, revision, drafts));
    }

    AppendBatch batch(String stream, long revision, Collection<EventDraft> drafts) {
        String of = Digest.ofCanonical(stream).hex().substring(0, 16);
        String key = String.format(Locale.ROOT, "%016x-%s-%d", Instants.toMicros(now()), of, revision); // sorts by time
        return AppendBatch.of(key, List.copyOf(drafts), stream, ExpectedRevision.of(revision));
    }

    JournalEntry refuse(String changeId, Actor actor, String action, ChangeRefusedException refusal) {
        EventDraft draft = changeDraft(
                changeId,
                ChangeEvents.REFUSED,
                actor,
                AttemptRefused.builder()
                        .changeId(changeId)
                        .action(action)
                        .code(refusal.refusal().name())
                        .message(String.valueOf(refusal.getMessage()))
                        .build());
        String stream = ChangeEvents.changeStream(changeId);
        return append(stream, journal.revision(stream), List.of(draft))
                .entries()
                .get(0);
    }

    /** When a change was approved last. */
    Instant approvedAt(String changeId) {
        EntryQuery approvals = EntryQuery.builder().stream(ChangeEvents.changeStream(changeId))
                .type(ChangeEvents.APPROVED)
                .build();
        List<JournalEntry> entries = journal.read(approvals).toList();
        if (entries.isEmpty()) {
            throw new NotFoundException("Change " + changeId + " was never approved");
        }
        return entries.get(entries.size() - 1).recordedAt();
    }
}
