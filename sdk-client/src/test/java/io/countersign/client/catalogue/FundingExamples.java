package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;

import io.countersign.client.live.FundingHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A failing and a passing example of each rule in {@link FundingRules}, and of S-FUN. */
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
                RuleExample.documents("D-FUN-02", Severity.WARN, funding("0.005", 1), funding("0.0049", 1)),
                RuleExample.documents("D-FUN-03", Severity.ERROR, funding("0.001", 7), funding("0.001", 3)),
                RuleExample.context(
                        "T-FUN-01",
                        Severity.ERROR,
                        funding("0.002", 1),
                        effectiveAt("2026-09-25T10:20:00Z"),
                        "it holds from 2026-09-25T10:20Z",
                        effectiveAt("2026-09-25T11:00:00Z"),
                        "it holds from 2026-09-25T11:00Z"),
                RuleExample.context(
                        "S-FUN",
                        Severity.WARN,
                        funding("0.006", 1),
                        premium("0.06"),
                        "in one hour the premium was 6 %",
                        premium("0.03"),
                        "in one hour the premium was 3 %"));
    }

    private static FuturesContract funding(String cap, int hours) {
        return perpetual()
                .funding(FundingConfig.builder()
                        .coefficient(Amount.of("8"))
                        .maxAbsRate(Rate.of(cap))
                        .interval(Duration.ofHours(hours))
                        .build())
                .build();
    }

    private static ChangeContext effectiveAt(String time) {
        return ChangeContext.builder()
                .put(RuleInput.EFFECTIVE_AT, Instant.parse(time))
                .build();
    }

    private static ChangeContext premium(String premium) {
        return ChangeContext.builder()
                .put(
                        RuleInput.FUNDING_HISTORY,
                        perpetual().build().documentId(),
                        FundingHistory.builder(Duration.ofHours(1))
                                .add(Instant.parse("2026-09-25T10:00:00Z"), Rate.of(premium), Price.of("8000"))
                                .build())
                .build();
    }
}
