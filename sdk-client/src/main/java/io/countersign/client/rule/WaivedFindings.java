package io.countersign.client.rule;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows findings of severity ERROR that a waiver covers as WARN, and says of every other waiver why it did not help. */
final class WaivedFindings {
    private WaivedFindings() {}

    static List<Finding> of(List<Finding> findings, ChangeContext context, RuleSet rules) {
        if (context.waivers().isEmpty()) {
            return findings;
        }
        List<Finding> shown = new ArrayList<>();
        for (Finding finding : findings) {
            shown.add(judged(finding, context));
        }
        for (Waiver waiver : context.waivers()) {
            if (rules.find(waiver.ruleId()).isEmpty()) {
                shown.add(Finding.builder()
                        .ruleId(waiver.ruleId())
                        .severity(Severity.WARN)
                        .document(waiver.document().map(Object::toString).orElse("every document"))
                        .path(waiver.path())
                        .message("A waiver names a rule that is not in the rule set: " + waiver
                                + ". Check the id, or take the waiver out")
                        .build());
            }
        }
        return shown;
    }

    private static Finding judged(Finding finding, ChangeContext context) {
        if (!finding.severity().atLeast(Severity.ERROR)) {
            return finding;
        }
        Optional<Finding> refused = Optional.empty();
        for (Waiver waiver : context.waivers()) {
            if (waiver.covers(finding)) {
                Optional<String> reason = whyNot(waiver, finding, context.asOf());
                if (reason.isEmpty()) {
                    return Finding.builder()
                            .from(finding)
                            .severity(Severity.WARN)
                            .message(finding.message() + " (waived by " + waiver.owner() + " until "
                                    + waiver.expiresAt() + ": " + waiver.reason() + ")")
                            .putEvidence("waivedBy", waiver.owner())
                            .putEvidence("waivedSeverity", finding.severity().name())
                            .putEvidence("waivedUntil", waiver.expiresAt().toString())
                            .build();
                }
                refused = Optional.of(Finding.builder()
                        .from(finding)
                        .putEvidence("waiverRefused", waiver + " (" + reason.get() + ")")
                        .build());
            }
        }
        return refused.orElse(finding);
    }

    private static Optional<String> whyNot(Waiver waiver, Finding finding, Optional<Instant> asOf) {
        if (finding.severity() == Severity.BLOCK) {
            return Optional.of("nobody may waive a BLOCK");
        }
        if (asOf.isEmpty()) {
            return Optional.of("the context does not say as of when it is, so the waiver may have expired");
        }
        return asOf.filter(now -> !now.isBefore(waiver.expiresAt())).map(now -> "expired as of " + now);
    }
}
