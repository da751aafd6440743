package io.countersign.client.rule;

import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.json.Digest;
import java.util.List;

/**
 * Everything that judging a change has brought: findings, and what the scenarios have shown.
 *
 * @param report sorted and stable
 * @param scenarios in order of scenario and document
 * @param ruleSet the digest of the rules that judged
 */
public record Validation(ValidationReport report, List<ScenarioResult> scenarios, Digest ruleSet) {
    public Validation {
        scenarios = List.copyOf(scenarios);
    }

    /** What goes into a plan. */
    public List<ScenarioEvidence> evidence() {
        return scenarios.stream().map(ScenarioResult::toEvidence).toList();
    }
}
