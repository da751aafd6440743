package io.countersign.client.outbox;

import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.EventsDelivered;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.JsonText;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands the facts of changes and configurations on to one receiver, in the order of the journal, each at least once. Several outboxes of
 * different names may stand on one journal. Safe for concurrent use. Has no thread: the host calls {@link #deliver} as often as it likes.
 */
public final class Outbox {
    private static final Actor OUTBOX = Actor.of("system:outbox");
    /** How far it got is recorded each time that so many events were taken, and at the end. */
    private static final int RECORDED_EVERY = 256;
    /** How the types of what is handed on begin. */
    private static final List<String> TOLD = List.of("change.", "config.", "role.");

    private final Journal journal;
    private final InstantSource clock;
    private final String name;
    private final URI source;
    private final String stream;
    private long revision;
    private long readUpTo;
    private long next;

    /**
     * An outbox.
     *
     * @param name of the receiver; at most 100 characters
     * @param source what the events say where they come from
     */
    public Outbox(Journal journal, InstantSource clock, String name, URI source) {
        this.journal = journal;
        this.clock = clock;
        this.name = name;
        this.source = source;
        this.stream = ChangeEvents.outboxStream(name);
    }

    /** The sequence of the first entry that was not delivered yet. */
    public synchronized long next() {
        if (journal.revision(stream) != revision) {
            EntryQuery rest =
                    EntryQuery.builder().stream(stream).fromSequence(readUpTo).build();
            try (EntryCursor entries = journal.read(rest)) {
                while (entries.hasNext()) {
                    JournalEntry entry = entries.next();
                    revision = entry.revision();
                    readUpTo = entry.sequence() + 1;
                    next = entry.payloadAs(EventsDelivered.class).next();
                }
            }
        }
        return next;
    }

    /**
     * Hands on what was recorded since the last delivery. A receiver that throws ends it: what it took before is recorded as delivered, the
     * event that it threw at comes again.
     *
     * @return how many events the receiver took
     * @throws io.countersign.model.AppendConflictException if somebody else delivered under the same name meanwhile; the events may come
     *     again
     */
    public synchronized long deliver(Consumer<? super CloudEvent> receiver) {
        EntryQuery query = EntryQuery.builder()
                .fromSequence(next())
                .beforeSequence(journal.head().size())
                .build();
        long delivered = 0;
        long unrecorded = 0;
        long reached = next;
        try (EntryCursor entries = journal.read(query)) {
            while (entries.hasNext()) {
                JournalEntry entry = entries.next();
                if (isTold(entry)) {
                    receiver.accept(CloudEvent.of(entry, source));
                    delivered++;
                    unrecorded++;
                }
                reached = entry.sequence() + 1;
                if (unrecorded == RECORDED_EVERY) {
                    unrecorded = 0;
                    record(reached);
                }
            }
        } finally {
            if (unrecorded > 0) {
                record(reached);
            }
        }
        return delivered;
    }

    private static boolean isTold(JournalEntry entry) {
        return TOLD.stream().anyMatch(entry.type()::startsWith);
    }

    private void record(long reached) {
        EventsDelivered delivered =
                EventsDelivered.builder().receiver(name).next(reached).build();
        EventDraft draft = new EventDraft(
                stream,
                ChangeEvents.EVENTS_DELIVERED,
                ChangeEvents.SCHEMA_VERSION,
                OUTBOX,
                clock.instant(),
                JsonText.of(delivered));
        JournalEntry recorded = journal.append(AppendBatch.of(
                        stream + "/" + revision + "/" + reached, List.of(draft), stream, ExpectedRevision.of(revision)))
                .entries()
                .get(0);
        revision = recorded.revision();
        readUpTo = recorded.sequence() + 1;
        next = reached;
    }
}
