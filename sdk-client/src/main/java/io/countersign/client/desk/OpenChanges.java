package io.countersign.client.desk;

import io.countersign.model.CountersignException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.JsonText;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which changes have not ended: an index over the whole journal. It only says where to look; what is done to a change is decided on the
 * fold of its own stream. Only new entries are read, from where the journal keeps it.
 */
final class OpenChanges {
    private static final String NAME = "desk/open-changes";
    private static final int VERSION = 1;
    /** It is kept each time that so many entries more have been read. */
    private static final int KEPT_EVERY = 4096;

    private static final String STREAM = ChangeEvents.changeStream("");
    private static final System.Logger LOG = System.getLogger(OpenChanges.class.getName());

    private final Journal journal;
    private final SortedMap<String, ChangeState> open = new TreeMap<>();
    private long next = -1;
    private long kept;

    OpenChanges(Journal journal) {
        this.journal = journal;
    }

    /** What is kept. */
    record Kept(Map<String, ChangeState> open) {}

    synchronized SortedMap<String, ChangeState> now() {
        if (next < 0) {
            start();
        }
        try (EntryCursor entries =
                journal.read(EntryQuery.builder().fromSequence(next).build())) {
            while (entries.hasNext()) {
                JournalEntry entry = entries.next();
                next = entry.sequence() + 1;
                if (entry.stream().startsWith(STREAM)) {
                    ChangeFlow.find(entry.type())
                            .flatMap(ChangeFlow.Transition::to)
                            .ifPresent(state -> move(entry.stream().substring(STREAM.length()), state));
                }
            }
        }
        if (next - kept >= KEPT_EVERY) {
            keep();
        }
        return Collections.unmodifiableSortedMap(new TreeMap<>(open));
    }

    private void move(String changeId, ChangeState state) {
        if (state.isTerminal()) {
            open.remove(changeId);
        } else {
            open.put(changeId, state);
        }
    }

    private void start() {
        Optional<FoldSnapshot> fold = journal.findFold(NAME, VERSION);
        next = 0;
        if (fold.isPresent()) {
            try {
                open.putAll(fold.get().state().as(Kept.class).open());
                next = fold.get().nextSequence();
            } catch (MalformedInputException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The kept index of open changes is made anew: {0}",
                        e.getMessage());
            }
        }
        kept = next;
    }

    /** It only saves time: what cannot be kept is read again. */
    private void keep() {
        try {
            journal.keepFold(new FoldSnapshot(NAME, VERSION, next, JsonText.of(new Kept(open))));
            kept = next;
        } catch (CountersignException e) {
            LOG.log(System.Logger.Level.DEBUG, "The index of open changes was not kept: {0}", e.getMessage());
        }
    }
}
