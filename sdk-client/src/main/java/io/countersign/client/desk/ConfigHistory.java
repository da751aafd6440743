package io.countersign.client.desk;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.NotFoundException;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.ConfigTagged;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Everything that was ever in force in a scope, as of the moment at which it was read. Immutable. */
public final class ConfigHistory {
    private final Journal journal;
    private final ConfigSnapshot baseline;
    private final Optional<Instant> since;
    private final List<Version> versions;

    private ConfigHistory(Journal journal, ConfigSnapshot baseline, Optional<Instant> since, List<Version> versions) {
        this.journal = journal;
        this.baseline = baseline;
        this.since = since;
        this.versions = List.copyOf(versions);
    }

    /**
     * One change of what is in force.
     *
     * @param sequence of the journal entry that says so
     * @param revision number of entries of the configuration's stream up to it
     * @param actor who carried it out
     * @param effectiveAt from when it is in force
     * @param rollback whether it undoes {@code changeId}
     * @param root of the configuration afterwards
     */
    public record Version(
            long sequence,
            long revision,
            Actor actor,
            Instant effectiveAt,
            String changeId,
            boolean rollback,
            SemanticDiff changes,
            Digest root) {}

    static ConfigHistory read(Journal journal, Scope scope) {
        List<MarketDocument> recorded = new ArrayList<>();
        List<Version> versions = new ArrayList<>();
        Optional<Instant> since = Optional.empty();
        try (EntryCursor entries = journal.read(EntryQuery.ofStream(ChangeEvents.configStream(scope)))) {
            while (entries.hasNext()) {
                JournalEntry entry = entries.next();
                if (entry.type().equals(ChangeEvents.DOCUMENT_RECORDED)) {
                    DocumentRecorded document = entry.payloadAs(DocumentRecorded.class);
                    recorded.add(document.document());
                    since = Optional.of(document.effectiveAt());
                } else if (entry.type().equals(ChangeEvents.CONFIG_CHANGED)) {
                    versions.add(version(entry));
                }
            }
        }
        return new ConfigHistory(journal, ConfigSnapshot.of(scope, recorded), since, versions);
    }

    private static Version version(JournalEntry entry) {
        ConfigChanged changed = entry.payloadAs(ConfigChanged.class);
        return new Version(
                entry.sequence(),
                entry.revision(),
                entry.actor(),
                changed.effectiveAt(),
                changed.changeId(),
                changed.rollback(),
                changed.changes(),
                changed.resultRoot());
    }

    /** What was in force before the first change. */
    public ConfigSnapshot baseline() {
        return baseline;
    }

    /** Every change, in the order in which they were recorded. */
    public List<Version> versions() {
        return versions;
    }

    /** The changes of one document, in that order. */
    public List<Version> touching(DocumentId document) {
        return versions.stream()
                .filter(version -> version.changes().documents().contains(document))
                .toList();
    }

    /**
     * What was in force at a moment; nothing before the baseline.
     *
     * @throws LedgerIntegrityException if the journal's entries do not lead where they say
     */
    public ConfigSnapshot asOf(Instant moment) {
        if (since.isEmpty() || moment.isBefore(since.get())) {
            return ConfigSnapshot.empty(baseline.scope());
        }
        return after(version -> !version.effectiveAt().isAfter(moment));
    }

    /**
     * What was in force when somebody gave it a name.
     *
     * @throws NotFoundException if nobody gave anything that name
     */
    public ConfigSnapshot tagged(String name) {
        List<JournalEntry> entries = journal.read(EntryQuery.ofStream(ChangeEvents.tagStream(baseline.scope(), name)))
                .toList();
        if (entries.isEmpty()) {
            throw new NotFoundException("No configuration of " + baseline.scope() + " is called \"" + name + "\"");
        }
        ConfigTagged tag = entries.get(0).payloadAs(ConfigTagged.class);
        ConfigSnapshot snapshot = after(version -> version.revision() <= tag.revision());
        requireRoot(snapshot, tag.root(), "tag " + name);
        return snapshot;
    }

    /** The baseline with the first changes, as long as something is true of them. */
    private ConfigSnapshot after(Predicate<Version> isIncluded) {
        ConfigSnapshot snapshot = baseline;
        Optional<Version> last = Optional.empty();
        for (Version version : versions) {
            if (!isIncluded.test(version)) {
                break;
            }
            snapshot = version.changes().applyTo(snapshot);
            last = Optional.of(version);
        }
        ConfigSnapshot whole = snapshot;
        last.ifPresent(version -> requireRoot(whole, version.root(), version.changeId()));
        return whole;
    }

    private static void requireRoot(ConfigSnapshot snapshot, Digest said, String what) {
        if (!snapshot.root().equals(said)) {
            throw new LedgerIntegrityException("The configuration of " + snapshot.scope() + " as of " + what
                    + " has root " + snapshot.root() + ", the journal says " + said);
        }
    }

    /**
     * The last change of each field of a document, by its path. A field that is as the baseline has it is not there; one that was taken
     * out is.
     */
    public SortedMap<String, Version> blame(DocumentId document) {
        SortedMap<String, Version> last = new TreeMap<>();
        for (Version version : versions) {
            version.changes().changes().stream()
                    .filter(change -> change.document().equals(document))
                    .flatMap(change -> change.leaves().stream())
                    .map(FieldChange::path)
                    .forEach(path -> last.put(path, version));
        }
        return Collections.unmodifiableSortedMap(last);
    }
}
