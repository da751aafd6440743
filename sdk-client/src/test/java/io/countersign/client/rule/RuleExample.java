package io.countersign.client.rule;

import io.countersign.client.fixtures.Markets;
import io.countersign.model.finding.Severity;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.Optional;

/**
 * A rule's failing and passing example, run by a test and printed in the rule reference.
 *
 * @param ruleId the rule
 * @param severity of the finding in the failing case
 * @param before the configuration that is changed; empty where a configuration is looked at by itself
 * @param failing the configuration, or the changed one, that has the finding
 * @param failingContext what is known then
 * @param known the same in words; may be empty
 * @param passing the one that has none
 * @param passingContext what is known then
 * @param passingKnown the same in words; may be empty
 */
record RuleExample(
        String ruleId,
        Severity severity,
        Optional<ConfigSnapshot> before,
        ConfigSnapshot failing,
        ChangeContext failingContext,
        String known,
        ConfigSnapshot passing,
        ChangeContext passingContext,
        String passingKnown) {
    /** A rule about a configuration by itself. */
    static RuleExample ofDocuments(String ruleId, Severity severity, ConfigSnapshot failing, ConfigSnapshot passing) {
        return new RuleExample(
                ruleId,
                severity,
                Optional.empty(),
                failing,
                ChangeContext.none(),
                "",
                passing,
                ChangeContext.none(),
                "");
    }

    /** A rule about a change of the small venue; what is known is the same in both cases. */
    static RuleExample ofChange(
            String ruleId,
            Severity severity,
            ConfigSnapshot failing,
            ConfigSnapshot passing,
            ChangeContext context,
            String known) {
        return new RuleExample(
                ruleId, severity, Optional.of(Markets.venue()), failing, context, known, passing, context, known);
    }

    /** A rule about one change, in which what is known makes the difference. */
    static RuleExample ofContext(
            String ruleId,
            Severity severity,
            ConfigSnapshot change,
            ChangeContext failing,
            String known,
            ChangeContext passing,
            String passingKnown) {
        return new RuleExample(
                ruleId, severity, Optional.of(Markets.venue()), change, failing, known, change, passing, passingKnown);
    }
}
