package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.ladder;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.TradedVolumes;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Notional;
import java.time.Duration;
import java.util.List;

/** A failing and a passing example of each rule in {@link FeeChangeRules}, and of S-FEE. */
final class FeeChangeExamples {
    private static final ChangePolicy NOTICE =
            ChangePolicy.builder().noticePeriod(Duration.ofDays(14)).build();

    private FeeChangeExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.context(
                        "T-FEE-01",
                        Severity.ERROR,
                        fees(
                                List.of(FeeStep.of("0", "0.25")),
                                List.of(FeeStep.of("0", "0.4"), FeeStep.of("10000", "0.38"))),
                        ChangeContext.none(),
                        "no notice period",
                        ChangeContext.of(NOTICE),
                        "a notice period of 14 days"),
                RuleExample.context(
                        "T-FEE-02",
                        Severity.WARN,
                        fees(
                                Markets.fees().maker().orElseThrow(),
                                List.of(
                                        FeeStep.of("0", "0.44"),
                                        FeeStep.of("10000", "0.35"),
                                        FeeStep.of("10000000", "0.1"))),
                        known("5000"),
                        "a notice period of 14 days; one account took 2000 in the last 30 days, with a volume of 5000",
                        known("50000"),
                        "a notice period of 14 days; one account took 2000 in the last 30 days, with a volume of 50000"),
                RuleExample.change(
                        "S-FEE",
                        Severity.WARN,
                        fees(
                                List.of(FeeStep.of("0", "0.25"), FeeStep.of("10000", "-0.12")),
                                Markets.fees().taker()),
                        fees(
                                List.of(FeeStep.of("0", "0.25"), FeeStep.of("10000", "-0.1")),
                                Markets.fees().taker()),
                        known("50000"),
                        "a notice period of 14 days; one account took 2000 in the last 30 days, with a volume of 50000"));
    }

    private static SpotMarket fees(List<FeeStep> maker, List<FeeStep> taker) {
        return bitcoin().fees(ladder(maker, taker)).build();
    }

    private static ChangeContext known(String trailing) {
        return ChangeContext.builder()
                .policy(NOTICE)
                .put(
                        RuleInput.TRADED_VOLUMES,
                        bitcoin().build().documentId(),
                        TradedVolumes.builder()
                                .add("anna", Notional.of(trailing), Notional.of("0"), Notional.of("2000"))
                                .build())
                .build();
    }
}
