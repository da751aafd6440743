package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.price;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.unit.Price;
import java.util.List;

/** A failing and a passing example of each rule in {@link TickRules}. */
final class TickExamples {
    private static final DocumentId BITCOIN = bitcoin().build().documentId();

    private TickExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.context(
                        "T-TCK-01",
                        Severity.ERROR,
                        bitcoin().priceRule(price("1", 1)).build(),
                        ordersKnown().build(),
                        "ten orders rest; no tick policy",
                        ChangeContext.builder()
                                .put(
                                        RuleInput.RESTING_ORDERS,
                                        BITCOIN,
                                        RestingOrders.builder().build())
                                .policy(ChangePolicy.builder()
                                        .tickPolicy(TickPolicy.REQUIRE_EMPTY_BOOK)
                                        .build())
                                .build(),
                        "the book is empty, and the tick policy REQUIRE_EMPTY_BOOK (a warning with the figures stays)"),
                RuleExample.change(
                        "T-TCK-02",
                        Severity.BLOCK,
                        bitcoin().priceRule(price("0.25", 2)).build(),
                        bitcoin().priceRule(price("0.05", 2)).build(),
                        ordersKnown().build(),
                        "ten orders rest"),
                RuleExample.change(
                        "T-TCK-03",
                        Severity.ERROR,
                        bitcoin().priceRule(price("0.1", 0)).build(),
                        bitcoin().priceRule(price("0.1", 2)).build(),
                        ordersKnown()
                                .put(RuleInput.MARK_PRICE, BITCOIN, Price.of("50000"))
                                .build(),
                        "ten orders rest, six of them between whole prices; the last price is 50000"),
                RuleExample.change(
                        "T-TCK-04",
                        Severity.WARN,
                        bitcoin().priceRule(price("0.001", 3)).build(),
                        bitcoin().priceRule(price("0.01", 3)).build(),
                        ordersKnown().build(),
                        "ten orders rest"),
                RuleExample.context(
                        "S-TCK",
                        Severity.ERROR,
                        bitcoin().priceRule(price("1", 1)).build(),
                        ordersKnown()
                                .policy(ChangePolicy.builder()
                                        .tickPolicy(TickPolicy.REQUIRE_EMPTY_BOOK)
                                        .build())
                                .build(),
                        "ten orders rest; tick policy REQUIRE_EMPTY_BOOK",
                        ordersKnown()
                                .policy(ChangePolicy.builder()
                                        .tickPolicy(TickPolicy.CANCEL_OFF_GRID)
                                        .build())
                                .build(),
                        "ten orders rest; tick policy CANCEL_OFF_GRID"));
    }

    private static ChangeContext.Builder ordersKnown() {
        return ChangeContext.builder().put(RuleInput.RESTING_ORDERS, BITCOIN, Markets.book());
    }
}
