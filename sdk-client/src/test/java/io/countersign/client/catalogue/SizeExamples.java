package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.unit.Notional;
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
                RuleExample.change(
                        "T-MIN-01",
                        Severity.ERROR,
                        bitcoin().sizeRule(sizes("0.00000001", "1", "1000")).build(),
                        bitcoin().sizeRule(sizes("0.00000001", "0.25", "1000")).build(),
                        ordersKnown().build(),
                        "ten orders rest, the smallest of 0.25"));
    }

    private static ChangeContext.Builder ordersKnown() {
        return ChangeContext.builder().put(RuleInput.RESTING_ORDERS, BITCOIN, Markets.book());
    }

    private static SizeRule sizes(String lot, String least, String most) {
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
