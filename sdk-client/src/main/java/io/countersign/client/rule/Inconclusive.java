package io.countersign.client.rule;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The outcome of rules that lacked something: one finding a rule, whatever the number of documents. */
final class Inconclusive {
    private static final int SAMPLE_MAX = 5;

    private final Map<String, Lacking> byRule = new TreeMap<>();

    void add(RuleRun run) {
        for (RuleRun.Missing missing : run.missing()) {
            byRule.computeIfAbsent(missing.rule().id(), id -> new Lacking(missing.rule()))
                    .byWhat
                    .computeIfAbsent(missing.what(), what -> new Places())
                    .add(missing);
        }
    }

    List<Finding> findings(String scope, RuleSet rules) {
        List<Finding> findings = new ArrayList<>();
        byRule.values().forEach(lacking -> findings.add(lacking.finding(scope, rules)));
        return findings;
    }

    /** What one rule lacked, and where. */
    private static final class Lacking {
        private final ChangeRule rule;
        private final SortedMap<String, Places> byWhat = new TreeMap<>();

        Lacking(ChangeRule rule) {
            this.rule = rule;
        }

        Finding finding(String scope, RuleSet rules) {
            String named = byWhat.entrySet().stream()
                    .map(entry -> entry.getKey() + " of " + entry.getValue())
                    .collect(Collectors.joining("; "));
            return Finding.builder()
                    .ruleId(rule.id())
                    .severity(Severity.INFO)
                    .document(scope)
                    .putEvidence("outcome", Validator.INCONCLUSIVE)
                    .putEvidence(Validator.COULD_BE, rules.greatest(rule).name())
                    .putEvidence("missing", String.join(", ", byWhat.keySet()))
                    .putEvidence(
                            "documents",
                            Integer.toString(byWhat.values().stream()
                                    .mapToInt(places -> places.count)
                                    .max()
                                    .orElse(0)))
                    .putEvidence(
                            "sample",
                            byWhat.values().stream()
                                    .flatMap(places -> places.sample.stream())
                                    .distinct()
                                    .limit(SAMPLE_MAX)
                                    .collect(Collectors.joining(", ")))
                    .message("Inconclusive, not passed: " + named + " not known")
                    .build();
        }
    }

    /** Where one thing was missing: how often, and the first few. */
    private static final class Places {
        private final List<String> sample = new ArrayList<>();
        private final Set<String> elsewhere = new HashSet<>();
        private int count;

        /** What a document lacks itself comes once; what it lacks of another document may come from several. */
        void add(RuleRun.Missing missing) {
            if (missing.own() || elsewhere.add(missing.where())) {
                count++;
                if (sample.size() < SAMPLE_MAX) {
                    sample.add(missing.where());
                }
            }
        }

        @Override
        public String toString() {
            return sample.get(0) + (count > 1 ? " and " + (count - 1) + " more" : "");
        }
    }
}
