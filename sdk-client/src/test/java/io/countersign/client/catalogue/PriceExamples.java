package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.price;
import static io.countersign.client.fixtures.Markets.venue;

import io.countersign.client.live.DownstreamSystems;
import io.countersign.client.live.DownstreamSystems.DownstreamSystem;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.TickStep;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.util.List;

/** A failing and a passing example of each rule in {@link PriceRules}. */
final class PriceExamples {
    private PriceExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-PRC-01",
                        Severity.BLOCK,
                        bitcoin().priceRule(ladder("0.1", "1001.5", "1")).build(),
                        bitcoin().priceRule(ladder("0.1", "1001", "1")).build()),
                RuleExample.documents(
                        "D-PRC-02",
                        Severity.ERROR,
                        bitcoin().priceRule(price("0.1", 0)).build(),
                        bitcoin().priceRule(price("0.1", 2)).build()),
                RuleExample.documents(
                        "D-PRC-03",
                        Severity.ERROR,
                        bitcoin().priceRule(bounds("0.25", "100000")).build(),
                        bitcoin().priceRule(bounds("0.2", "100000")).build()),
                RuleExample.known(
                        "D-PRC-04",
                        Severity.WARN,
                        venue().with(bitcoin().priceRule(bounds("0.1", "60000")).build()),
                        venue().with(bitcoin()
                                .priceRule(bounds("0.1", "500000"))
                                .build()),
                        priceKnown("50000"),
                        "the last price is 50000"),
                RuleExample.known(
                        "D-PRC-05",
                        Severity.BLOCK,
                        venue().with(bitcoin().priceRule(belowZero()).build()),
                        venue(),
                        ChangeContext.builder()
                                .put(
                                        RuleInput.DOWNSTREAM_SYSTEMS,
                                        DownstreamSystems.of(
                                                new DownstreamSystem("risk engine", true, true),
                                                new DownstreamSystem("mobile app", true, false)))
                                .build(),
                        "the risk engine takes negative prices, the mobile app does not"),
                RuleExample.knowledge(
                        "D-PRC-06",
                        Severity.WARN,
                        venue(),
                        priceKnown("20"),
                        "the last price is 20",
                        priceKnown("50000"),
                        "the last price is 50000"));
    }

    static ChangeContext priceKnown(String price) {
        return ChangeContext.builder()
                .put(RuleInput.MARK_PRICE, bitcoin().build().documentId(), Price.of(price))
                .build();
    }

    private static PriceRule belowZero() {
        return PriceRule.builder()
                .tickSize(TickSize.of("0.1"))
                .pricePrecision(1)
                .allowsNegative(true)
                .allowsZero(true)
                .build();
    }

    /** A ladder of two steps. */
    static PriceRule ladder(String tick, String bound, String tickAbove) {
        return PriceRule.builder()
                .tickSize(TickSize.of(tick))
                .pricePrecision(1)
                .addTickLadder(step("0", tick), step(bound, tickAbove))
                .build();
    }

    static TickStep step(String bound, String tick) {
        return TickStep.builder()
                .abovePrice(Price.of(bound))
                .tickSize(TickSize.of(tick))
                .build();
    }

    private static PriceRule bounds(String least, String most) {
        return PriceRule.builder()
                .tickSize(TickSize.of("0.1"))
                .pricePrecision(1)
                .minPrice(Price.of(least))
                .maxPrice(Price.of(most))
                .build();
    }
}
