package io.countersign.client.catalogue;

import java.util.List;
import java.util.stream.Stream;

/** A failing and a passing example of every rule, on the small venue of the fixtures. */
final class RuleExamples {
    private RuleExamples() {}

    static List<RuleExample> all() {
        return Stream.of(
                        IdentityExamples.all(),
                        PriceExamples.all(),
                        TickExamples.all(),
                        SizeExamples.all(),
                        LotExamples.all(),
                        BandExamples.all(),
                        PeerExamples.all(),
                        FeeExamples.all(),
                        FeeFamilyExamples.all(),
                        FeeChangeExamples.all(),
                        MarginExamples.all(),
                        CollateralExamples.all(),
                        LimitExamples.all(),
                        LeverageExamples.all(),
                        FundingExamples.all(),
                        StatusExamples.all(),
                        DelistingExamples.all(),
                        ReferenceExamples.all(),
                        ProcessExamples.all(),
                        StatusScenarioExamples.all(),
                        ContractExamples.all(),
                        ExpiryExamples.all(),
                        CalendarExamples.all(),
                        IndexExamples.all(),
                        FieldExamples.all())
                .flatMap(List::stream)
                .toList();
    }
}
