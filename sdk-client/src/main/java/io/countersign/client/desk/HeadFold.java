package io.countersign.client.desk;

import io.countersign.model.CountersignException;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.change.BaselineRecorded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.ConfigHeld;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.change.FoldedConfig;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fold of a scope's configuration out of its stream. Where the journal keeps a state of it, the fold goes on from there, but only if
 * the entry that it ends with says that it led to this very configuration.
 */
final class HeadFold {
    /** The state is kept each time that so many entries more have been folded. */
    private static final int KEPT_EVERY = 256;

    private static final System.Logger LOG = System.getLogger(HeadFold.class.getName());

    private final Journal journal;
    private final Scope scope;
    private final String stream;

    private HeadFold(Journal journal, Scope scope) {
        this.journal = journal;
        this.scope = scope;
        this.stream = ChangeEvents.configStream(scope);
    }

    static HeadFold of(Journal journal, Scope scope) {
        return new HeadFold(journal, scope);
    }

    /** Goes on from what is known, or from what the journal keeps, or from the first entry. */
    Head from(@Nullable Head known) {
        if (known != null && journal.revision(stream) == known.revision()) {
            return known;
        }
        Head start = known == null ? findKept().orElseGet(this::empty) : known;
        Head head = start;
        List<MarketDocument> baseline = new ArrayList<>();
        Optional<Digest> said = Optional.empty();
        boolean changedLast = false;
        EntryQuery rest = EntryQuery.builder().stream(stream)
                .fromSequence(start.nextSequence())
                .build();
        try (EntryCursor entries = journal.read(rest)) {
            while (entries.hasNext()) {
                JournalEntry entry = entries.next();
                ConfigSnapshot snapshot = head.snapshot();
                Optional<String> heldBy = head.heldBy();
                changedLast = entry.type().equals(ChangeEvents.CONFIG_CHANGED);
                if (entry.type().equals(ChangeEvents.BASELINE_RECORDED)) {
                    said = Optional.of(entry.payloadAs(BaselineRecorded.class).root());
                } else if (entry.type().equals(ChangeEvents.DOCUMENT_RECORDED)) {
                    baseline.add(entry.payloadAs(DocumentRecorded.class).document());
                } else if (changedLast) {
                    snapshot = withAll(snapshot, baseline);
                    ConfigChanged changed = entry.payloadAs(ConfigChanged.class);
                    snapshot = changed.changes().applyTo(snapshot);
                    said = Optional.of(changed.resultRoot());
                    heldBy = Optional.empty();
                } else if (entry.type().equals(ChangeEvents.CONFIG_HELD)) {
                    heldBy = Optional.of(entry.payloadAs(ConfigHeld.class).changeId());
                } else if (entry.type().equals(ChangeEvents.CONFIG_RELEASED)) {
                    heldBy = Optional.empty();
                }
                head = new Head(snapshot, heldBy, entry.revision(), entry.sequence() + 1);
            }
        }
        Head whole = new Head(withAll(head.snapshot(), baseline), head.heldBy(), head.revision(), head.nextSequence());
        if (said.isPresent() && !said.get().equals(whole.snapshot().root())) {
            throw new LedgerIntegrityException("The configuration folded from the journal of " + scope + " has root "
                    + whole.snapshot().root() + ", its last entry says " + said.get());
        }
        if (changedLast && whole.revision() / KEPT_EVERY > start.revision() / KEPT_EVERY) {
            keep(whole);
        }
        return whole;
    }

    private Head empty() {
        return new Head(ConfigSnapshot.empty(scope), Optional.empty(), 0, 0);
    }

    private static ConfigSnapshot withAll(ConfigSnapshot snapshot, List<MarketDocument> baseline) {
        if (baseline.isEmpty()) {
            return snapshot;
        }
        List<MarketDocument> all = new ArrayList<>(snapshot.documents().values());
        all.addAll(baseline);
        baseline.clear();
        return ConfigSnapshot.of(snapshot.scope(), all);
    }

    /** It only saves time: what cannot be kept is folded again. */
    private void keep(Head head) {
        FoldedConfig config = FoldedConfig.builder()
                .scope(scope)
                .revision(head.revision())
                .documents(head.snapshot().documents().values())
                .build();
        try {
            journal.keepFold(new FoldSnapshot(stream, FoldedConfig.VERSION, head.nextSequence(), JsonText.of(config)));
        } catch (CountersignException e) {
            LOG.log(System.Logger.Level.DEBUG, "The configuration of {0} was not kept: {1}", scope, e.getMessage());
        }
    }

    private Optional<Head> findKept() {
        Optional<FoldSnapshot> kept = journal.findFold(stream, FoldedConfig.VERSION);
        Optional<Head> head = kept.flatMap(this::read).filter(this::isConfirmed);
        if (kept.isPresent() && head.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The kept configuration of {0} is not the one that the journal leads to; it is folded anew",
                    scope);
        }
        return head;
    }

    private Optional<Head> read(FoldSnapshot kept) {
        try {
            FoldedConfig config = kept.state().as(FoldedConfig.class);
            return Optional.of(new Head(config.toSnapshot(), Optional.empty(), config.revision(), kept.nextSequence()));
        } catch (MalformedInputException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the entry that it ends with says that it led to this. */
    private boolean isConfirmed(Head head) {
        EntryQuery last = EntryQuery.builder().stream(stream)
                .fromSequence(Math.max(0, head.nextSequence() - 1))
                .beforeSequence(head.nextSequence())
                .build();
        try (EntryCursor entries = journal.read(last)) {
            if (!entries.hasNext()) {
                return false;
            }
            JournalEntry entry = entries.next();
            return entry.type().equals(ChangeEvents.CONFIG_CHANGED)
                    && entry.revision() == head.revision()
                    && entry.payloadAs(ConfigChanged.class)
                            .resultRoot()
                            .equals(head.snapshot().root());
        }
    }
}
