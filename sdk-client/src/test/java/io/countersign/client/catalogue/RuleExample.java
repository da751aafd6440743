package io.countersign.client.catalogue;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.MarketDocument;
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
    /** A rule about the documents of the small venue; each case puts one document in. */
    static RuleExample documents(String ruleId, Severity severity, MarketDocument failing, MarketDocument passing) {
        return snapshots(
                ruleId, severity, Markets.venue().with(failing), Markets.venue().with(passing));
    }

    /** A rule about a configuration by itself, of which nothing else is known. */
    static RuleExample snapshots(String ruleId, Severity severity, ConfigSnapshot failing, ConfigSnapshot passing) {
        return known(ruleId, severity, failing, passing, ChangeContext.none(), "");
    }

    /** A rule about a configuration by itself, with what is known; the same in both cases. */
    static RuleExample known(
            String ruleId,
            Severity severity,
            ConfigSnapshot failing,
            ConfigSnapshot passing,
            ChangeContext context,
            String known) {
        return new RuleExample(ruleId, severity, Optional.empty(), failing, context, known, passing, context, known);
    }

    /** A rule about a configuration by itself, in which what is known makes the difference. */
    static RuleExample knowledge(
            String ruleId,
            Severity severity,
            ConfigSnapshot snapshot,
            ChangeContext failing,
            String known,
            ChangeContext passing,
            String passingKnown) {
        return new RuleExample(
                ruleId, severity, Optional.empty(), snapshot, failing, known, snapshot, passing, passingKnown);
    }

    /** A rule about a change of the small venue; each case changes one document, what is known is the same. */
    static RuleExample change(
            String ruleId,
            Severity severity,
            MarketDocument failing,
            MarketDocument passing,
            ChangeContext context,
            String known) {
        return changes(
                ruleId,
                severity,
                Markets.venue(),
                Markets.venue().with(failing),
                Markets.venue().with(passing),
                context,
                known);
    }

    /** A rule about a change of any configuration. */
    static RuleExample changes(
            String ruleId,
            Severity severity,
            ConfigSnapshot before,
            ConfigSnapshot failing,
            ConfigSnapshot passing,
            ChangeContext context,
            String known) {
        return new RuleExample(ruleId, severity, Optional.of(before), failing, context, known, passing, context, known);
    }

    /** A rule about one change of the small venue, in which what is known makes the difference. */
    static RuleExample context(
            String ruleId,
            Severity severity,
            MarketDocument document,
            ChangeContext failing,
            String known,
            ChangeContext passing,
            String passingKnown) {
        return contexts(
                ruleId,
                severity,
                Markets.venue(),
                Markets.venue().with(document),
                failing,
                known,
                passing,
                passingKnown);
    }

    /** A rule about one change of any configuration, in which what is known makes the difference. */
    static RuleExample contexts(
            String ruleId,
            Severity severity,
            ConfigSnapshot before,
            ConfigSnapshot after,
            ChangeContext failing,
            String known,
            ChangeContext passing,
            String passingKnown) {
        return new RuleExample(
                ruleId, severity, Optional.of(before), after, failing, known, after, passing, passingKnown);
    }
}
