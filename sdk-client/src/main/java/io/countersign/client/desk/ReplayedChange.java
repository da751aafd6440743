package io.countersign.client.desk;

import io.countersign.model.change.Decision;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A change of the past as another policy and other rules would have judged it.
 *
 * @param changeId the change
 * @param effectiveAt when it came into force
 * @param decision by the other policy, on what had been said until then
 * @param report by the other rules
 */
public record ReplayedChange(String changeId, Instant effectiveAt, Decision decision, ValidationReport report) {
    /** Whether it would have been held up. */
    public boolean isBlocked() {
        return !decision.permitted() || report.hasErrors();
    }

    /** What would have held it up, a line each. */
    public List<String> why() {
        return Stream.concat(
                        decision.requirements().stream()
                                .filter(result -> !result.passes())
                                .map(result -> result.requirement() + ": " + result.why()),
                        report.atLeast(Severity.ERROR).stream().map(Finding::toString))
                .toList();
    }
}
