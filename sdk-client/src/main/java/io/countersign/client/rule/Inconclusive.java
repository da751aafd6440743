package io.countersign.client.rule;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The outcome of rules that lacked something: one finding a rule, whatever the number of documents. */
final class Inconclusive {
    private static final int SAMPLE_MAX = 5;

    private final SortedMap<String, ChangeRule> rules = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, Set<String>>> byRule = new TreeMap<>();

    void add(RuleRun run) {
        for (RuleRun.Missing missing : run.missing()) {
            rules.put(missing.rule().id(), missing.rule());
            byRule.computeIfAbsent(missing.rule().id(), id -> new TreeMap<>())
                    .computeIfAbsent(missing.what(), w -> new TreeSet<>())
                    .add(missing.where());
        }
    }

    List<Finding> findings(String scope, RuleSet set) {
        List<Finding> findings = new ArrayList<>();
        byRule.forEach((id, byWhat) -> {
            ChangeRule rule = rules.get(id);
            findings.add(finding(scope, id, byWhat)
                    .putEvidence(Validator.COULD_BE, (rule == null ? Severity.INFO : set.greatest(rule)).name())
                    .build());
        });
        return findings;
    }

    private static Finding.Builder finding(String scope, String ruleId, SortedMap<String, Set<String>> byWhat) {
        Set<String> documents = new TreeSet<>();
        byWhat.values().forEach(documents::addAll);
        String named = byWhat.entrySet().stream()
                .map(entry -> entry.getKey() + " of " + named(entry.getValue()))
                .collect(Collectors.joining("; "));
        return Finding.builder()
                .ruleId(ruleId)
                .severity(Severity.INFO)
                .document(scope)
                .putEvidence("outcome", Validator.INCONCLUSIVE)
                .putEvidence("missing", String.join(", ", byWhat.keySet()))
                .putEvidence("documents", Integer.toString(documents.size()))
                .putEvidence("sample", documents.stream().limit(SAMPLE_MAX).collect(Collectors.joining(", ")))
                .message("Inconclusive, not passed: " + named + " not known");
    }

    private static String named(Set<String> documents) {
        return documents.iterator().next() + (documents.size() > 1 ? " and " + (documents.size() - 1) + " more" : "");
    }
}
