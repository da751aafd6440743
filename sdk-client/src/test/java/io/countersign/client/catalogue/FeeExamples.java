package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.ladder;

import io.countersign.model.finding.Severity;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.SpotMarket;
import java.util.List;

/** A failing and a passing example of each rule in {@link FeeRules}. */
final class FeeExamples {
    private FeeExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-FEE-01",
                        Severity.BLOCK,
                        fees(List.of(FeeStep.of("100", "0.2")), List.of(FeeStep.of("0", "0.4"))),
                        fees(List.of(FeeStep.of("0", "0.2")), List.of(FeeStep.of("0", "0.4")))),
                RuleExample.documents(
                        "D-FEE-02",
                        Severity.WARN,
                        fees(
                                List.of(FeeStep.of("0", "0.1"), FeeStep.of("1000", "0.2")),
                                List.of(FeeStep.of("0", "0.4"))),
                        fees(
                                List.of(FeeStep.of("0", "0.2"), FeeStep.of("1000", "0.2")),
                                List.of(FeeStep.of("0", "0.4")))),
                RuleExample.documents(
                        "D-FEE-03",
                        Severity.ERROR,
                        fees(List.of(FeeStep.of("0", "0.23")), List.of(FeeStep.of("0", "0.2"))),
                        fees(List.of(FeeStep.of("0", "0.2")), List.of(FeeStep.of("0", "0.2")))),
                RuleExample.documents(
                        "D-FEE-04",
                        Severity.BLOCK,
                        fees(
                                List.of(FeeStep.of("0", "0.2"), FeeStep.of("10000000", "-0.02")),
                                List.of(FeeStep.of("0", "0.4"), FeeStep.of("500000", "0.01"))),
                        fees(
                                List.of(FeeStep.of("0", "0.2"), FeeStep.of("10000000", "-0.02")),
                                List.of(FeeStep.of("0", "0.4"), FeeStep.of("500000", "0.02")))),
                RuleExample.documents(
                        "D-FEE-06",
                        Severity.BLOCK,
                        fees(List.of(FeeStep.of("0", "0.2")), List.of(FeeStep.of("0", "26"))),
                        fees(List.of(FeeStep.of("0", "0.2")), List.of(FeeStep.of("0", "0.26")))),
                RuleExample.documents(
                        "D-FEE-07",
                        Severity.INFO,
                        bitcoin().fees(FeeLadder.builder().build()).build(),
                        bitcoin().build()));
    }

    private static SpotMarket fees(List<FeeStep> maker, List<FeeStep> taker) {
        return bitcoin().fees(ladder(maker, taker)).build();
    }
}
