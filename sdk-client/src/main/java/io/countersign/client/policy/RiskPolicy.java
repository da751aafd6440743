package io.countersign.client.policy;

import io.countersign.client.rule.Validator;
import io.countersign.model.change.RiskAssessment;
import io.countersign.model.change.RiskTier;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentKind;
import java.util.ArrayList;
import java.util.List;

/** How risky a plan is: from its reach, what it touches, and what validation and scenarios showed. */
public final class RiskPolicy {
    /** Changes that touch more documents than this are at least HIGH. */
    private static final int DOCUMENTS_WITHOUT_REACH = 10;

    private RiskPolicy() {}

    /** The tier, with each reason that raised it. */
    public static RiskAssessment assess(
            SemanticDiff changes, ValidationReport report, List<ScenarioEvidence> scenarios) {
        RiskTier tier = RiskTier.LOW;
        List<String> reasons = new ArrayList<>();
        int documents = changes.documents().size();
        if (documents > DOCUMENTS_WITHOUT_REACH) {
            tier = RiskTier.HIGH;
            reasons.add("reach: touches " + documents + " documents");
        }
        if (changes.documents().stream().anyMatch(id -> id.kind() == DocumentKind.MARGIN_SCHEDULE)) {
            tier = higher(tier, RiskTier.HIGH);
            reasons.add("margin: open positions can be liquidated");
        }
        if (changes.documents().stream().anyMatch(id -> id.kind() == DocumentKind.GOVERNANCE)) {
            tier = higher(tier, RiskTier.HIGH);
            reasons.add("governance: changes what every later change needs");
        }
        for (ScenarioEvidence scenario : scenarios) {
            tier = higher(tier, RiskTier.MEDIUM);
            reasons.add(scenario.scenario() + ": " + scenario.summary());
        }
        int warnings = (int) report.findings().stream()
                .filter(finding -> finding.severity() == Severity.WARN)
                .count();
        if (warnings > 0) {
            tier = higher(tier, RiskTier.MEDIUM);
            reasons.add("validation: " + warnings + " warnings to acknowledge");
        }
        List<String> unknown = report.findings().stream()
                .filter(RiskPolicy::leavesDangerUnknown)
                .map(Finding::ruleId)
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            tier = higher(tier, RiskTier.HIGH);
            reasons.add("not known: " + String.join(", ", unknown) + " lacked the facts of the market");
        }
        if (reasons.isEmpty()) {
            reasons.add("touches " + documents + " documents, no warnings");
        }
        return RiskAssessment.builder().tier(tier).reasons(reasons).build();
    }

    /**
     * Whether a rule about what the change does to those who trade could not judge, and could have held it up, for want of a fact of
     * some market. What the process around the change lacks, such as a rehearsed rollback, is for its requirements.
     */
    private static boolean leavesDangerUnknown(Finding finding) {
        return Validator.isInconclusive(finding)
                && (finding.ruleId().startsWith("T-") || finding.ruleId().startsWith("S-"))
                && !finding.document().equals(finding.evidence().get("sample"))
                && Severity.valueOf(finding.evidence().getOrDefault(Validator.COULD_BE, Severity.BLOCK.name()))
                        .atLeast(Severity.ERROR);
    }

    private static RiskTier higher(RiskTier left, RiskTier right) {
        return left.compareTo(right) >= 0 ? left : right;
    }
}
