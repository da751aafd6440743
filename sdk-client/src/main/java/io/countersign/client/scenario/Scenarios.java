package io.countersign.client.scenario;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.RuleSet;
import java.util.List;

/** The scenarios as rules. */
public final class Scenarios {
    private Scenarios() {}

    /** The rules that play a change through. */
    public static List<ChangeRule> rules() {
        return List.of(TickScenario.rule(), LiquidationScenario.rule());
    }

    /** The whole standard catalogue: {@link RuleSet#standard()} with the scenarios. What a desk runs. */
    public static RuleSet ruleSet() {
        return RuleSet.standard().with(rules());
    }
}
