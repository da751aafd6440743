package io.countersign.client.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.RuleData;
import io.countersign.client.rule.RuleSet;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;

/** Policies of which only the expression matters. */
final class Policies {
    private Policies() {}

    static CelPolicy.Builder policy(String id, DocumentKind on, String expression) {
        return CelPolicy.builder()
                .id(id)
                .severity(Severity.ERROR)
                .title("All is well")
                .why("House rule.")
                .fix("Mend it.")
                .on(on)
                .expression(expression)
                .message("All is not well");
    }

    /** Looks at spot markets. */
    static CelPolicy saying(String expression) {
        return policy("D-HOUSE-01", DocumentKind.SPOT_MARKET, expression).build();
    }

    /** A validator with these policies alone, which must all compile. */
    static Validator validator(CelPolicy... policies) {
        CompiledPolicies compiled = CelPolicies.compile(List.of(policies));
        assertThat(compiled.report().findings()).isEmpty();
        return Validator.of(RuleSet.of(compiled.rules(), RuleData.standard()));
    }

    /** What an expression says of the bitcoin market. */
    static ValidationReport judged(String expression) {
        return judged(expression, Markets.venue());
    }

    static ValidationReport judged(String expression, ConfigSnapshot snapshot) {
        return validator(saying(expression)).validate(snapshot);
    }

    /** The one finding about an expression that does not compile. */
    static Finding mistake(String expression) {
        CompiledPolicies compiled = CelPolicies.compile(List.of(saying(expression)));
        assertThat(compiled.rules()).isEmpty();
        assertThat(compiled.report().findings()).hasSize(1);
        return compiled.report().findings().get(0);
    }
}
