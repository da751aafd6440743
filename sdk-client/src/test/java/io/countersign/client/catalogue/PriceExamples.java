package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.price;

import io.countersign.model.finding.Severity;
import io.countersign.model.market.PriceRule;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.util.List;

/** A failing and a passing example of each rule in {@link PriceRules}. */
final class PriceExamples {
    private PriceExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-PRC-02",
                        Severity.ERROR,
                        bitcoin().priceRule(price("0.1", 0)).build(),
                        bitcoin().priceRule(price("0.1", 2)).build()),
                RuleExample.documents(
                        "D-PRC-03",
                        Severity.ERROR,
                        bitcoin().priceRule(bounds("0.25", "100000")).build(),
                        bitcoin().priceRule(bounds("0.2", "100000")).build()));
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
