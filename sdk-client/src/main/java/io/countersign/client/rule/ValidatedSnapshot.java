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
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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
    private final RuleRun whole;

    private ValidatedSnapshot(
            Validator validator,
            ChangeContext context,
            ConfigSnapshot snapshot,
            SortedMap<DocumentId, RuleRun> byDocument,
            RuleRun whole) {
        this.validator = validator;
        this.context = context;
        this.snapshot = snapshot;
        this.byDocument = byDocument;
        this.whole = whole;
    }

    static ValidatedSnapshot of(Validator validator, ConfigSnapshot snapshot, ChangeContext context) {
        Surroundings around = around(validator, snapshot, context, Optional.empty());
        SortedMap<DocumentId, RuleRun> byDocument = new TreeMap<>();
        snapshot.documents().forEach((id, document) -> byDocument.put(id, validator.checkDocument(document, around)));
        return new ValidatedSnapshot(validator, context, snapshot, byDocument, validator.checkSnapshot(around));
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
        return with(snapshot.with(document), same ? Set.of() : Set.of(id));
    }

    /** This with one document taken out, if it was there. */
    public ValidatedSnapshot without(DocumentId id) {
        return with(snapshot.without(id), snapshot.find(id).isPresent() ? Set.of(id) : Set.of());
    }

    /**
     * Another configuration of the same scope; what is as it was is not looked at again.
     *
     * @throws IllegalArgumentException if it is of another scope
     */
    public ValidatedSnapshot with(ConfigSnapshot after) {
        return with(after, changed(after));
    }

    /**
     * Judges the change to another configuration of the same scope.
     *
     * @throws IllegalArgumentException if it is of another scope
     */
    public Validation assess(ConfigSnapshot after) {
        SortedSet<DocumentId> changed = changed(after);
        ValidatedSnapshot result = with(after, changed);
        List<RuleRun> touched = new ArrayList<>();
        Set<String> touchedNames = new HashSet<>();
        for (Map.Entry<DocumentId, RuleRun> entry : result.byDocument.entrySet()) {
            if (entry.getValue() != byDocument.get(entry.getKey())) {
                touched.add(entry.getValue());
                touchedNames.add(entry.getKey().toString());
            }
        }
        if (!changed.isEmpty()) {
            touched.add(result.whole);
        }
        List<Finding> all = new ArrayList<>();
        Set<Finding> standing = new HashSet<>(findings());
        for (RuleRun run : touched) {
            for (Finding finding : run.findings()) {
                if (!standing.contains(finding)) {
                    all.add(finding);
                } else if (touchedNames.contains(finding.document())) {
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

    private ValidatedSnapshot with(ConfigSnapshot after, Set<DocumentId> changed) {
        if (changed.isEmpty()) {
            return new ValidatedSnapshot(validator, context, after, byDocument, whole);
        }
        Set<DocumentKind> kinds = EnumSet.noneOf(DocumentKind.class);
        changed.forEach(id -> kinds.add(id.kind()));
        Surroundings around = around(validator, after, context, Optional.empty());
        SortedMap<DocumentId, RuleRun> runs = new TreeMap<>(byDocument);
        byDocument.forEach((id, run) -> {
            if (run.dependsOnAny(changed, kinds)) {
                after.find(id).ifPresent(document -> runs.put(id, validator.checkDocument(document, around)));
            }
        });
        for (DocumentId id : changed) {
            after.find(id)
                    .ifPresentOrElse(
                            document -> runs.put(id, validator.checkDocument(document, around)), () -> runs.remove(id));
        }
        return new ValidatedSnapshot(validator, context, after, runs, validator.checkSnapshot(around));
    }

    private SortedSet<DocumentId> changed(ConfigSnapshot after) {
        if (!snapshot.scope().equals(after.scope())) {
            throw new IllegalArgumentException(
                    "A change stays within one scope: " + snapshot.scope() + " and " + after.scope());
        }
        SortedSet<DocumentId> ids = new TreeSet<>();
        snapshot.documents().forEach((id, document) -> {
            MarketDocument to = after.documents().get(id);
            if (document != to && !document.equals(to)) {
                ids.add(id);
            }
        });
        for (DocumentId id : after.documents().keySet()) {
            if (!snapshot.documents().containsKey(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static Surroundings around(
            Validator validator, ConfigSnapshot snapshot, ChangeContext context, Optional<ConfigSnapshot> before) {
        return new Surroundings(validator.rules(), context, new SnapshotIndex(snapshot), before);
    }

    private List<RuleRun> runs() {
        List<RuleRun> runs = new ArrayList<>(byDocument.values());
        runs.add(whole);
        return runs;
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(whole.findings());
        byDocument.values().forEach(run -> findings.addAll(run.findings()));
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
