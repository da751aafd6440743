package io.countersign.analytics;

import io.countersign.model.MalformedInputException;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.diff.DocumentFields;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The oracle: reads every entry, sorts, and plays one after the other. */
final class NaiveHistory {
    private final List<Step> steps = new ArrayList<>();

    /** What one entry does to one document: states it as a whole, or sets and removes fields. */
    private record Step(
            JournalEntry entry,
            Scope scope,
            Instant effectiveAt,
            DocumentId document,
            boolean whole,
            SortedMap<String, Optional<JsonText>> fields) {}

    /** A field as it stands, with who made it so. */
    record Field(Optional<JsonText> value, Optional<JsonText> previous, long sequence) {}

    NaiveHistory(Journal journal) {
        for (JournalEntry entry : journal.read(EntryQuery.all()).toList()) {
            if (entry.type().equals(ChangeEvents.DOCUMENT_RECORDED)) {
                DocumentRecorded recorded = entry.payloadAs(DocumentRecorded.class);
                SortedMap<String, Optional<JsonText>> fields = new TreeMap<>();
                DocumentFields.of(recorded.document()).forEach((path, value) -> fields.put(path, Optional.of(value)));
                steps.add(new Step(
                        entry,
                        recorded.scope(),
                        recorded.effectiveAt(),
                        recorded.document().documentId(),
                        true,
                        fields));
            } else if (entry.type().equals(ChangeEvents.CONFIG_CHANGED)) {
                ConfigChanged changed = entry.payloadAs(ConfigChanged.class);
                for (FieldChange change : changed.changes().changes()) {
                    SortedMap<String, Optional<JsonText>> fields = new TreeMap<>();
                    change.leaves().forEach(leaf -> fields.put(leaf.path(), leaf.after()));
                    boolean whole = change.path().isEmpty()
                            && (change.before().isEmpty() || change.after().isEmpty());
                    steps.add(
                            new Step(entry, changed.scope(), changed.effectiveAt(), change.document(), whole, fields));
                }
            }
        }
        steps.sort(Comparator.comparing(Step::effectiveAt)
                .thenComparing(step -> step.entry().sequence()));
    }

    Set<Scope> scopes() {
        return steps.stream().map(Step::scope).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Set<DocumentId> documents(Scope scope) {
        TreeSet<DocumentId> ids = new TreeSet<>();
        steps.stream().filter(step -> step.scope().equals(scope)).forEach(step -> ids.add(step.document()));
        return ids;
    }

    /** The document; empty when there is none; no value in the inner sense when its fields make none. */
    Optional<Optional<MarketDocument>> asOf(Scope scope, DocumentId id, Instant effectiveAt, Instant knownAt) {
        SortedMap<String, JsonText> fields = new TreeMap<>();
        blame(scope, id, effectiveAt, knownAt)
                .forEach((path, field) -> field.value().ifPresent(value -> fields.put(path, value)));
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        try {
            MarketDocument document = DocumentFields.toDocument(id.kind(), fields);
            return Optional.of(Optional.of(document));
        } catch (MalformedInputException e) {
            return Optional.of(Optional.empty());
        }
    }

    SortedMap<String, Field> blame(Scope scope, DocumentId id, Instant effectiveAt, Instant knownAt) {
        SortedMap<String, Field> fields = new TreeMap<>();
        for (Step step : steps) {
            boolean counts = step.scope().equals(scope)
                    && step.document().equals(id)
                    && !step.effectiveAt().isAfter(effectiveAt)
                    && !step.entry().recordedAt().isAfter(knownAt);
            if (counts) {
                play(step, fields);
            }
        }
        return fields;
    }

    private static void play(Step step, SortedMap<String, Field> fields) {
        long sequence = step.entry().sequence();
        if (step.whole()) {
            for (Map.Entry<String, Field> field : fields.entrySet()) {
                boolean dropped =
                        field.getValue().value().isPresent() && !step.fields().containsKey(field.getKey());
                if (dropped) {
                    field.setValue(new Field(Optional.empty(), field.getValue().value(), sequence));
                }
            }
        }
        step.fields().forEach((path, value) -> {
            Optional<JsonText> before = Optional.ofNullable(fields.get(path)).flatMap(Field::value);
            fields.put(path, new Field(value, before, sequence));
        });
    }
}
