package io.countersign.client.catalogue;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.RuleData;
import io.countersign.client.rule.RuleSet;
import io.countersign.client.scenario.Scenarios;
import java.util.List;
import java.util.stream.Stream;

/** The standard catalogue: what holds of documents, of configurations and of changes, and the scenarios. */
public final class Catalogue {
    private Catalogue() {}

    /** Every rule with the data that come with this library. What a desk runs. */
    public static RuleSet standard() {
        return RuleSet.of(rules(), RuleData.standard());
    }

    /** Every rule, in no particular order. */
    public static List<ChangeRule> rules() {
        return Stream.of(
                        IdentityRules.all(),
                        PriceRules.all(),
                        TickRules.all(),
                        SizeRules.all(),
                        LotRules.all(),
                        BandRules.all(),
                        PeerRules.all(),
                        SelfTradeRules.all(),
                        FeeRules.all(),
                        FeeFamilyRules.all(),
                        FeeChangeRules.all(),
                        MarginRules.all(),
                        ContractMarginRules.all(),
                        MarginChangeRules.all(),
                        LooserMarginRules.all(),
                        CollateralRules.all(),
                        LimitRules.all(),
                        LeverageRules.all(),
                        FundingRules.all(),
                        StatusRules.all(),
                        DelistingRules.all(),
                        ReferenceRules.all(),
                        ProcessRules.all(),
                        TimingRules.all(),
                        EnvironmentRules.all(),
                        ContractRules.all(),
                        ExpiryRules.all(),
                        CalendarRules.all(),
                        IndexRules.all(),
                        IndexUnitRules.all(),
                        IndexChangeRules.all(),
                        FieldRules.all(),
                        Scenarios.rules())
                .flatMap(List::stream)
                .toList();
    }
}
