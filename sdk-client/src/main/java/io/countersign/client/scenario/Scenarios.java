package io.countersign.client.scenario;

import io.countersign.client.rule.ChangeRule;
import java.util.List;

/** The scenarios as rules. */
public final class Scenarios {
    private Scenarios() {}

    /** The rules that play a configuration or a change through. */
    public static List<ChangeRule> rules() {
        return List.of(
                TickScenario.rule(),
                LotScenario.rule(),
                LiquidationScenario.rule(),
                FeeScenario.rule(),
                FundingScenario.rule(),
                CascadeScenario.rule(),
                BandScenario.rule(),
                IndexScenario.rule(),
                ExpiryScenario.rule(),
                ModeScenario.rule(),
                EmptyBookScenario.rule(),
                StuckScenario.rule());
    }
}
