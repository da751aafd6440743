package io.countersign.client.rule;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A configuration with what a rule set has to say about each of its documents. When a document changes, only the rules that
 * looked at it run again, so that one change in a large configuration costs little. The reports are the same as those of a full
 * validation. Immutable and safe for concurrent use.
 */
public final class ValidatedSnapshot {
    private final Validator validator;
    private final ChangeContext context;
    private final ConfigSnapshot snapshot;
    private final SortedMap<DocumentId, RuleRun> byDocument;
    private final List<Compared<?>> comparisons;

    private ValidatedSnapshot(
            Validator validator,
            ChangeContext context,
            ConfigSnapshot snapshot,
            SortedMap<DocumentId, RuleRun> byDocument,
            List<Compared<?>> comparisons) {
        this.validator = validator;
        this.context = context;
        this.snapshot = snapshot;
        this.byDocument = byDocument;
        this.comparisons = comparisons;
    }

    static ValidatedSnapshot of(Validator validator, ConfigSnapshot snapshot, ChangeContext context) {
        ValidatedSnapshot nothing = new ValidatedSnapshot(
                validator, context, ConfigSnapshot.empty(snapshot.scope()), new TreeMap<>(), validator.comparisons());
        return nothing.with(snapshot);
    }

    public ConfigSnapshot snapshot() {
        return snapshot;
    }

    /** Everything found in the configuration by itself, as {@link Validator#validate(ConfigSnapshot, ChangeContext)} says it. */
    public ValidationReport report() {
        return validator.report(findings(), runs(), snapshot.scope().toString(), context);
    }

    /** What the scenarios have shown that look at a configuration by itself, in order of scenario and document. */
    public List<ScenarioResult> scenarios() {
        return inOrder(runs());
    }

    /** This with one document put in, in place of an earlier one of the same identity. */
    public ValidatedSnapshot with(MarketDocument document) {
        DocumentId id = document.documentId();
        boolean same = snapshot.find(id).filter(document::equals).isPresent();
        return step(snapshot.with(document), same ? Set.of() : Set.of(id)).after;
    }

    /** This with one document taken out, if it was there. */
    public ValidatedSnapshot without(DocumentId id) {
        return step(snapshot.without(id), snapshot.find(id).isPresent() ? Set.of(id) : Set.of()).after;
    }

    /**
     * Another configuration of the same scope; what is as it was is not looked at again.
     *
     * @throws IllegalArgumentException if it is of another scope
     */
    public ValidatedSnapshot with(ConfigSnapshot after) {
        return step(after, changed(after)).after;
    }

    /**
     * Judges the change to another configuration of the same scope.
     *
     * @throws IllegalArgumentException if it is of another scope
     */
    public Validation assess(ConfigSnapshot after) {
        SortedSet<DocumentId> changed = changed(after);
        Step step = step(after, changed);
        List<RuleRun> touched = new ArrayList<>(step.judged.values());
        Set<Finding> standing = new HashSet<>();
        Set<DocumentId> lookedAt = new HashSet<>(changed);
        lookedAt.addAll(step.judged.keySet());
        Set<String> names = lookedAt.stream().map(DocumentId::toString).collect(Collectors.toSet());
        for (DocumentId id : lookedAt) {
            RuleRun earlier = byDocument.get(id);
            if (earlier != null) {
                standing.addAll(earlier.findings());
            }
        }
        for (int i = 0; i < comparisons.size(); i++) {
            RuleRun earlier = comparisons.get(i).run();
            touched.add(step.after.comparisons.get(i).run().lacksSince(earlier, lookedAt));
            standing.addAll(earlier.findings());
        }
        List<Finding> all = new ArrayList<>();
        for (RuleRun run : touched) {
            for (Finding finding : run.findings()) {
                if (!standing.contains(finding)) {
                    all.add(finding);
                } else if (names.contains(finding.document())) {
                    all.add(standing(finding));
                }
            }
        }
        List<DocumentChange> documents = changed.stream()
                .map(id -> DocumentChange.of(id, snapshot.find(id), after.find(id)))
                .toList();
        RuleRun change = validator.checkChange(
                new ConfigChange(snapshot, after, documents),
                around(validator, after, context, Optional.of(snapshot)),
                touched);
        all.addAll(change.findings());
        touched.add(change);
        return new Validation(
                validator.report(all, touched, snapshot.scope().toString(), context),
                inOrder(touched),
                validator.rules().digest());
    }

    /** Another state, and the documents that were looked at anew to reach it. */
    private record Step(ValidatedSnapshot after, SortedMap<DocumentId, RuleRun> judged) {}

    private Step step(ConfigSnapshot after, Set<DocumentId> changed) {
        Set<DocumentKind> kinds = EnumSet.noneOf(DocumentKind.class);
        changed.forEach(id -> kinds.add(id.kind()));
        Surroundings around = around(validator, after, context, Optional.empty());
        SortedMap<DocumentId, RuleRun> judged = new TreeMap<>();
        byDocument.forEach((id, run) -> {
            if (changed.contains(id) || run.dependsOnAny(changed, kinds)) {
                after.find(id).ifPresent(document -> judged.put(id, validator.checkDocument(document, around)));
            }
        });
        SortedMap<DocumentId, RuleRun> runs = new TreeMap<>(byDocument);
        for (DocumentId id : changed) {
            after.find(id)
                    .ifPresentOrElse(
                            document -> judged.computeIfAbsent(id, i -> validator.checkDocument(document, around)),
                            () -> runs.remove(id));
        }
        runs.putAll(judged);
        List<Compared<?>> compared = new ArrayList<>();
        comparisons.forEach(comparison -> compared.add(comparison.after(judged, changed, kinds, around)));
        return new Step(new ValidatedSnapshot(validator, context, after, runs, compared), judged);
    }

    private SortedSet<DocumentId> changed(ConfigSnapshot after) {
        if (!snapshot.scope().equals(after.scope())) {
            throw new IllegalArgumentException(
                    "A change stays within one scope: " + snapshot.scope() + " and " + after.scope());
        }
        NavigableSet<DocumentId> ids = new TreeSet<>();
        int common = 0;
        for (Map.Entry<DocumentId, MarketDocument> entry : snapshot.documents().entrySet()) {
            MarketDocument to = after.documents().get(entry.getKey());
            common += to == null ? 0 : 1;
            if (!entry.getValue().equals(to)) {
                ids.add(entry.getKey());
            }
        }
        if (common < after.size()) {
            after.documents().keySet().stream()
                    .filter(id -> !snapshot.documents().containsKey(id))
                    .forEach(ids::add);
        }
        return ids;
    }

    private static Surroundings around(
            Validator validator, ConfigSnapshot snapshot, ChangeContext context, Optional<ConfigSnapshot> before) {
        return new Surroundings(validator.rules(), context, new SnapshotIndex(snapshot), before);
    }

    private List<RuleRun> runs() {
        List<RuleRun> runs = new ArrayList<>(byDocument.values());
        comparisons.forEach(comparison -> runs.add(comparison.run()));
        return runs;
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        runs().forEach(run -> findings.addAll(run.findings()));
        return findings;
    }

    private static List<ScenarioResult> inOrder(Collection<RuleRun> runs) {
        return runs.stream()
                .flatMap(run -> run.results().stream())
                .sorted(Comparator.comparing(ScenarioResult::scenario)
                        .thenComparing(ScenarioResult::document)
                        .thenComparing(ScenarioResult::summary))
                .toList();
    }

    private static Finding standing(Finding finding) {
        Severity shown = finding.severity().atLeast(Severity.WARN) ? Severity.WARN : finding.severity();
        return Finding.builder()
                .from(finding)
                .severity(shown)
                .message(finding.message() + " (already so before this change)")
                .putEvidence(Validator.STANDING, finding.severity().name())
                .build();
    }
}
