package io.countersign.client.rule;

import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One run of a rule set: collects findings, what was missing, and what scenarios have shown. Used by one thread. */
final class RuleRun {
    private static final int SAMPLE_MAX = 5;

    private final RuleSet rules;
    private final ChangeContext context;
    private final List<Finding> findings = new ArrayList<>();
    private final SortedMap<String, SortedMap<String, Set<String>>> missing = new TreeMap<>();
    private final List<ScenarioResult> results = new ArrayList<>();
    private final List<ScenarioEvidence> evidence = new ArrayList<>();

    RuleRun(RuleSet rules, ChangeContext context) {
        this.rules = rules;
        this.context = context;
    }

    RuleSet rules() {
        return rules;
    }

    ChangeContext context() {
        return context;
    }

    void found(Finding finding) {
        findings.add(finding);
    }

    void missing(ChangeRule rule, String what, DocumentId document) {
        missing.computeIfAbsent(rule.id(), id -> new TreeMap<>())
                .computeIfAbsent(what, w -> new TreeSet<>())
                .add(document.toString());
    }

    void played(ScenarioResult result) {
        results.add(result);
        evidence.add(result.toEvidence());
    }

    List<ScenarioEvidence> evidence(String scenario, DocumentId document) {
        return evidence.stream()
                .filter(shown ->
                        shown.scenario().equals(scenario) && shown.document().equals(document))
                .toList();
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    List<ScenarioResult> results() {
        return results.stream()
                .sorted(Comparator.comparing(
                                (ScenarioResult result) -> result.toEvidence().scenario())
                        .thenComparing(result -> result.toEvidence().document())
                        .thenComparing(result -> result.toEvidence().summary()))
                .toList();
    }

    /** One finding a rule that could not judge everything, whatever the number of documents. */
    List<Finding> inconclusive(String where) {
        return missing.entrySet().stream()
                .map(entry -> inconclusive(where, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Finding inconclusive(String where, String ruleId, SortedMap<String, Set<String>> missingByWhat) {
        Finding.Builder finding = Finding.builder()
                .ruleId(ruleId)
                .severity(Severity.INFO)
                .document(where)
                .putEvidence("outcome", Validator.INCONCLUSIVE);
        Set<String> documents = new TreeSet<>();
        missingByWhat.values().forEach(documents::addAll);
        finding.putEvidence("missing", String.join(", ", missingByWhat.keySet()));
        finding.putEvidence("documents", Integer.toString(documents.size()));
        finding.putEvidence("sample", documents.stream().limit(SAMPLE_MAX).collect(Collectors.joining(", ")));
        String named = missingByWhat.entrySet().stream()
                .map(entry -> entry.getKey() + " of " + documents(entry.getValue()))
                .collect(Collectors.joining("; "));
        return finding.message("Inconclusive, not passed: " + named + " not known")
                .build();
    }

    private static String documents(Set<String> documents) {
        return documents.iterator().next() + (documents.size() > 1 ? " and " + (documents.size() - 1) + " more" : "");
    }
}
