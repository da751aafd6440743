package io.countersign.client.rule;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs a rule set. Reports are sorted and the same for the same input. Safe for concurrent use.
 *
 * <p>A change is judged by what it touches: documents that differ, and documents whose rules looked at those. What such a document
 * already had wrong before the change is shown as a warning that says so: a change is not held up by what it did not do.
 */
public final class Validator {
    /** The value of the evidence {@code outcome} of a finding that says that a rule lacked its inputs. */
    public static final String INCONCLUSIVE = "INCONCLUSIVE";

    /** The name of the evidence of such a finding: the greatest severity that the rule could have reported. */
    public static final String COULD_BE = "couldBe";

    /** The name of the evidence of a finding about something that the change did not bring. */
    public static final String STANDING = "standingBeforeChange";

    private final RuleSet rules;
    private final List<ChangeRule> inOrder;
    private final Map<DocumentKind, List<ChangeRule>> byKind = new EnumMap<>(DocumentKind.class);

    private Validator(RuleSet rules) {
        this.rules = rules;
        // Scenarios first: the rules about changes cite what they have shown.
        this.inOrder = rules.rules().stream()
                .sorted(Comparator.comparing((ChangeRule rule) -> !rule.id().startsWith("S-"))
                        .thenComparing(ChangeRule::id))
                .toList();
        for (DocumentKind kind : DocumentKind.values()) {
            byKind.put(kind, inOrder.stream().filter(rule -> rule.looksAt(kind)).toList());
        }
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

    /** Looks at a configuration by itself, of which nothing else is known. */
    public ValidationReport validate(ConfigSnapshot snapshot) {
        return validate(snapshot, ChangeContext.none());
    }

    /** Looks at a configuration by itself: every document, and all of them together. */
    public ValidationReport validate(ConfigSnapshot snapshot, ChangeContext context) {
        return validated(snapshot, context).report();
    }

    /** Looks at a configuration by itself, and keeps what was found by document, so that a few changes cost little. */
    public ValidatedSnapshot validated(ConfigSnapshot snapshot, ChangeContext context) {
        return ValidatedSnapshot.of(this, snapshot, context);
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
        return validated(before, context).assess(after);
    }

    RuleRun checkDocument(MarketDocument document, Surroundings around) {
        DocumentId id = document.documentId();
        RuleRun run = RuleRun.of(id);
        for (ChangeRule rule : byKind.getOrDefault(id.kind(), List.of())) {
            guarded(rule, run, around, id, List.of(), on -> rule.checkDocument(document, on));
        }
        return run;
    }

    /** The comparisons of the rules, none of them made yet. */
    List<Compared<?>> comparisons() {
        List<Compared<?>> all = new ArrayList<>();
        for (ChangeRule rule : inOrder) {
            rule.comparisons().forEach(comparison -> all.add(Compared.none(rule, comparison)));
        }
        return all;
    }

    /** The changed documents and the change as a whole; {@code earlier} runs have played scenarios that may be cited. */
    RuleRun checkChange(ConfigChange change, Surroundings around, List<RuleRun> earlier) {
        RuleRun run = RuleRun.ofMany();
        for (DocumentChange document : change.documents()) {
            for (ChangeRule rule : inOrder) {
                guarded(rule, run, around, document.id(), earlier, on -> rule.checkChange(document, on));
            }
        }
        if (!change.documents().isEmpty()) {
            DocumentId first = change.documents().get(0).id();
            for (ChangeRule rule : inOrder) {
                guarded(rule, run, around, first, earlier, on -> rule.checkWholeChange(change, on));
            }
        }
        return run;
    }

    /** What the runs found, with the rules that could not judge and with waivers applied. */
    ValidationReport report(List<Finding> findings, Iterable<RuleRun> judged, String scope, ChangeContext context) {
        Inconclusive inconclusive = new Inconclusive();
        judged.forEach(inconclusive::add);
        List<Finding> all = new ArrayList<>(WaivedFindings.of(findings, context, rules));
        all.addAll(inconclusive.findings(scope, rules));
        return ValidationReport.of(all);
    }

    private static void guarded(
            ChangeRule rule,
            RuleRun run,
            Surroundings around,
            DocumentId id,
            List<RuleRun> earlier,
            Consumer<RuleCase> check) {
        RuleCase on = new RuleCase(run, around, rule, id, earlier);
        on.guarded(() -> {
            check.accept(on);
            return run;
        });
    }
}
