package io.countersign.client.rule;

import io.countersign.model.CountersignException;
import io.countersign.model.ValidationGapException;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Runs a rule set. Reports are sorted and the same for the same input. Safe for concurrent use.
 *
 * <p>A change is judged by what it touches: rules about documents look at the documents that differ, and at contracts whose
 * margin schedule differs. What such a document already had wrong before the change is shown as a warning that says so: a
 * change is not held up by what it did not do.
 */
public final class Validator {
    /** The value of the evidence {@code outcome} of a finding that says that a rule lacked its inputs. */
    public static final String INCONCLUSIVE = "INCONCLUSIVE";

    /** The name of the evidence of a finding about something that the change did not bring. */
    public static final String STANDING = "standingBeforeChange";

    private final RuleSet rules;
    private final List<ChangeRule> inOrder;

    private Validator(RuleSet rules) {
        this.rules = rules;
        // Scenarios first: the rules about changes cite what they have shown.
        this.inOrder = rules.rules().stream()
                .sorted(Comparator.comparing((ChangeRule rule) -> !rule.id().startsWith("S-"))
                        .thenComparing(ChangeRule::id))
                .toList();
    }

    public static Validator of(RuleSet rules) {
        return new Validator(rules);
    }

    public RuleSet rules() {
        return rules;
    }

    /** Whether a finding says that a rule lacked its inputs. */
    public static boolean isInconclusive(Finding finding) {
        return INCONCLUSIVE.equals(finding.evidence().get("outcome"));
    }

    /** Looks at a configuration by itself: every document, and all of them together. */
    public ValidationReport validate(ConfigSnapshot snapshot) {
        RuleRun run = new RuleRun(rules, ChangeContext.none());
        for (MarketDocument document : snapshot.documents().values()) {
            checkDocument(run, document, snapshot, Optional.empty());
        }
        checkSnapshot(run, snapshot, Optional.empty());
        List<Finding> all = new ArrayList<>(run.findings());
        all.addAll(run.inconclusive(snapshot.scope().toString()));
        return ValidationReport.of(all);
    }

    /** Judges a change. The same as {@link #assess} without what the scenarios have shown. */
    public ValidationReport validate(ConfigSnapshot before, ConfigSnapshot after, ChangeContext context) {
        return assess(before, after, context).report();
    }

    /**
     * Judges a change, and keeps what the scenarios have shown.
     *
     * @throws IllegalArgumentException if the two are not of one scope
     */
    public Validation assess(ConfigSnapshot before, ConfigSnapshot after, ChangeContext context) {
        if (!before.scope().equals(after.scope())) {
            throw new IllegalArgumentException(
                    "A change stays within one scope: " + before.scope() + " and " + after.scope());
        }
        RuleRun run = new RuleRun(rules, context);
        SortedSet<DocumentId> changed = changed(before, after);
        RuleRun standing = new RuleRun(rules, context);
        for (DocumentId id : withDependents(changed, before, after)) {
            after.find(id).ifPresent(document -> checkDocument(run, document, after, Optional.of(before)));
            before.find(id).ifPresent(document -> checkDocument(standing, document, before, Optional.empty()));
        }
        if (!changed.isEmpty()) {
            checkSnapshot(run, after, Optional.of(before));
            checkSnapshot(standing, before, Optional.empty());
        }
        List<Finding> all = new ArrayList<>();
        Set<Finding> already = new HashSet<>(standing.findings());
        Set<String> touched = new HashSet<>();
        withDependents(changed, before, after).forEach(id -> touched.add(id.toString()));
        for (Finding finding : run.findings()) {
            if (!already.contains(finding)) {
                all.add(finding);
            } else if (touched.contains(finding.document())) {
                all.add(standing(finding));
            }
        }
        int aboutDocuments = run.findings().size();
        for (DocumentId id : changed) {
            DocumentChange change = DocumentChange.of(id, before.find(id), after.find(id));
            for (ChangeRule rule : inOrder) {
                guarded(rule, id, on -> rule.checkChange(change, on), run, after, Optional.of(before));
            }
        }
        all.addAll(run.findings().subList(aboutDocuments, run.findings().size()));
        all.addAll(run.inconclusive(before.scope().toString()));
        return new Validation(ValidationReport.of(all), run.results(), rules.digest());
    }

    private void checkDocument(
            RuleRun run, MarketDocument document, ConfigSnapshot snapshot, Optional<ConfigSnapshot> before) {
        for (ChangeRule rule : inOrder) {
            guarded(rule, document.documentId(), on -> rule.checkDocument(document, on), run, snapshot, before);
        }
    }

    private void checkSnapshot(RuleRun run, ConfigSnapshot snapshot, Optional<ConfigSnapshot> before) {
        if (snapshot.size() == 0) {
            return;
        }
        DocumentId first = snapshot.documents().firstKey();
        for (ChangeRule rule : inOrder) {
            guarded(rule, first, on -> rule.checkSnapshot(snapshot, on), run, snapshot, before);
        }
    }

    private static void guarded(
            ChangeRule rule,
            DocumentId id,
            Consumer<RuleCase> check,
            RuleRun run,
            ConfigSnapshot snapshot,
            Optional<ConfigSnapshot> before) {
        try {
            check.accept(new RuleCase(run, rule, id, snapshot, before));
        } catch (CountersignException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ValidationGapException("Rule " + rule.id() + " failed on " + id + ": " + e, e);
        }
    }

    private static Finding standing(Finding finding) {
        Severity shown = finding.severity().atLeast(Severity.WARN) ? Severity.WARN : finding.severity();
        return Finding.builder()
                .from(finding)
                .severity(shown)
                .message(finding.message() + " (already so before this change)")
                .putEvidence(STANDING, finding.severity().name())
                .build();
    }

    private static SortedSet<DocumentId> changed(ConfigSnapshot before, ConfigSnapshot after) {
        SortedSet<DocumentId> ids = new TreeSet<>(before.documents().keySet());
        ids.addAll(after.documents().keySet());
        ids.removeIf(id -> {
            MarketDocument from = before.documents().get(id);
            MarketDocument to = after.documents().get(id);
            return from == to || (from != null && from.equals(to));
        });
        return ids;
    }

    /** The changed documents and the contracts that refer to a changed margin schedule. */
    private static SortedSet<DocumentId> withDependents(
            SortedSet<DocumentId> changed, ConfigSnapshot before, ConfigSnapshot after) {
        SortedSet<DocumentId> all = new TreeSet<>(changed);
        Set<String> schedules = new HashSet<>();
        changed.stream().filter(id -> id.kind() == DocumentKind.MARGIN_SCHEDULE).forEach(id -> schedules.add(id.id()));
        if (!schedules.isEmpty()) {
            for (ConfigSnapshot snapshot : List.of(before, after)) {
                snapshot.all(FuturesContract.class).stream()
                        .filter(contract ->
                                contract.marginSchedules().values().stream().anyMatch(schedules::contains))
                        .forEach(contract -> all.add(contract.documentId()));
            }
        }
        return all;
    }
}
