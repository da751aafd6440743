package io.countersign.client.rule;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcome of rules that lacked something: one finding a rule, whatever the number of documents. */
final class Inconclusive {
    private static final int SAMPLE_MAX = 5;

    /** Documents by what they lack: many lack the same, and those are counted together. */
    private final Map<List<RuleRun.Lack>, List<DocumentId>> byLacks = new HashMap<>();

    private final List<Set<RuleRun.LackElsewhere>> elsewhere = new ArrayList<>();

    /** Takes in a run; those about one document come in order of document. */
    void add(RuleRun run) {
        if (!run.lacks().isEmpty()) {
            byLacks.computeIfAbsent(run.lacks(), lacks -> new ArrayList<>())
                    .add(run.subject().orElseThrow());
        }
        elsewhere.add(run.lacksElsewhere());
    }

    List<Finding> findings(String scope, RuleSet rules) {
        Map<String, Lacking> byRule = new TreeMap<>();
        byLacks.forEach((lacks, documents) ->
                lacks.forEach(lack -> places(byRule, lack, scope).groups.add(documents)));
        elsewhere.forEach(lacks ->
                lacks.forEach(lack -> places(byRule, lack.lack(), scope).add(lack.where())));
        List<Finding> findings = new ArrayList<>();
        byRule.values().forEach(lacking -> findings.add(lacking.finding(scope, rules)));
        return findings;
    }

    private static Places places(Map<String, Lacking> byRule, RuleRun.Lack lack, String scope) {
        return byRule.computeIfAbsent(lack.rule().id(), id -> new Lacking(lack.rule()))
                .byWhat
                .computeIfAbsent(lack.what(), what -> new Places(scope));
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
                                    .mapToInt(Places::count)
                                    .max()
                                    .orElse(0)))
                    .putEvidence(
                            "sample",
                            byWhat.values().stream()
                                    .flatMap(places -> places.sample().stream())
                                    .distinct()
                                    .limit(SAMPLE_MAX)
                                    .collect(Collectors.joining(", ")))
                    .message("Inconclusive, not passed: " + named + " not known")
                    .build();
        }
    }

    /** Where one thing was missing. */
    private static final class Places {
        private final String scope;
        private final List<List<DocumentId>> groups = new ArrayList<>();
        private final NavigableSet<DocumentId> others = new TreeSet<>();
        private boolean ofTheWhole;

        Places(String scope) {
            this.scope = scope;
        }

        void add(Optional<DocumentId> where) {
            where.ifPresentOrElse(others::add, () -> ofTheWhole = true);
        }

        /** No document is in two groups; those that others lack something of may be in one. */
        int count() {
            int count = others.size() + (ofTheWhole ? 1 : 0);
            for (List<DocumentId> group : groups) {
                count += group.size();
                count -= others.isEmpty()
                        ? 0
                        : (int) group.stream().filter(others::contains).count();
            }
            return count;
        }

        /** The first few, in order. */
        List<String> sample() {
            Stream<DocumentId> first = Stream.concat(
                    groups.stream().flatMap(group -> group.stream().limit(SAMPLE_MAX)),
                    others.stream().limit(SAMPLE_MAX));
            return Stream.concat(
                            ofTheWhole ? Stream.of(scope) : Stream.empty(),
                            first.distinct().sorted().map(DocumentId::toString))
                    .limit(SAMPLE_MAX)
                    .toList();
        }

        @Override
        public String toString() {
            int count = count();
            return sample().get(0) + (count > 1 ? " and " + (count - 1) + " more" : "");
        }
    }
}
