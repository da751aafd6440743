package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;

import io.countersign.model.finding.Severity;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Rate;
import java.time.Instant;
import java.util.List;

/** A failing and a passing example of each rule in {@link FundingRules}. */
final class FundingExamples {
    private FundingExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-FUN-01",
                        Severity.BLOCK,
                        perpetual()
                                .lastTradingAt(Instant.parse("2026-12-25T16:00:00Z"))
                                .build(),
                        perpetual().build()),
                RuleExample.documents(
                        "D-FUN-02",
                        Severity.WARN,
                        perpetual().funding(funding("0.005")).build(),
                        perpetual().funding(funding("0.0049")).build()));
    }

    private static FundingConfig funding(String cap) {
        return FundingConfig.builder()
                .coefficient(Amount.of("8"))
                .maxAbsRate(Rate.of(cap))
                .build();
    }
}
