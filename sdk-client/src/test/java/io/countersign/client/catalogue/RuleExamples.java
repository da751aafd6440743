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
                        FeeExamples.all(),
                        MarginExamples.all(),
                        LeverageExamples.all(),
                        FundingExamples.all(),
                        StatusExamples.all(),
                        ContractExamples.all(),
                        FieldExamples.all())
                .flatMap(List::stream)
                .toList();
    }
}
