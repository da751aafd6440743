package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.venue;

import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.util.List;

/** A failing and a passing example of each rule in {@link SizeRules}. */
final class SizeExamples {
    private static final DocumentId BITCOIN = bitcoin().build().documentId();

    private SizeExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-SIZ-01",
                        Severity.BLOCK,
                        bitcoin().sizeRule(sizes("0.001", "0.0015", "10")).build(),
                        bitcoin().sizeRule(sizes("0.001", "0.001", "10")).build()),
                RuleExample.documents(
                        "D-SIZ-02",
                        Severity.ERROR,
                        bitcoin().sizeRule(sizes("1", "20", "10")).build(),
                        bitcoin().sizeRule(sizes("1", "10", "10")).build()),
                RuleExample.documents(
                        "D-NOT-01",
                        Severity.ERROR,
                        bitcoin().notionalRule(value("0.125", 2)).build(),
                        bitcoin().notionalRule(value("0.12", 2)).build()),
                RuleExample.known(
                        "D-NOT-02",
                        Severity.ERROR,
                        venue().with(bitcoin()
                                .sizeRule(sizes("1", "1", "1000"))
                                .notionalRule(atMost("20000"))
                                .build()),
                        venue().with(bitcoin()
                                .sizeRule(sizes("0.1", "0.1", "1000"))
                                .notionalRule(atMost("20000"))
                                .build()),
                        PriceExamples.priceKnown("50000"),
                        "the last price is 50000"),
                RuleExample.known(
                        "D-SIZ-03",
                        Severity.WARN,
                        venue().with(bitcoin()
                                .sizeRule(sizes("0.001", "0.001", "1000"))
                                .build()),
                        venue(),
                        ChangeContext.builder()
                                .put(RuleInput.MARK_PRICE, BITCOIN, Price.of("50000"))
                                .put(RuleInput.ASSET_VALUE, DocumentId.parse("asset/kraken/ZUSD"), Price.of("1"))
                                .build(),
                        "the last price is 50000, and a ZUSD is worth 1"));
    }

    private static NotionalRule atMost(String most) {
        return NotionalRule.builder()
                .maxNotional(Notional.of(most))
                .costDecimals(5)
                .build();
    }

    /** Sizes by lot step, least and greatest order. */
    static SizeRule sizes(String lot, String least, String most) {
        return SizeRule.builder()
                .lotStep(Quantity.of(lot))
                .minQuantity(Quantity.of(least))
                .maxQuantity(Quantity.of(most))
                .build();
    }

    private static NotionalRule value(String least, int digits) {
        return NotionalRule.builder()
                .minNotional(Notional.of(least))
                .costDecimals(digits)
                .build();
    }
}
