package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.SizeExamples.sizes;
import static io.countersign.client.fixtures.Markets.bitcoin;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Balances;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.util.List;

/** A failing and a passing example of each rule in {@link LotRules}, and of S-LOT. */
final class LotExamples {
    static final DocumentId BITCOIN = bitcoin().build().documentId();

    private LotExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.change(
                        "T-LOT-01",
                        Severity.ERROR,
                        sized("0.01", "0.01", "1000"),
                        sized("0.00000001", "0.00005", "1000"),
                        known(),
                        "three accounts hold 0.004, 0.25 and 3.005 XXBT"),
                RuleExample.change(
                        "T-MAX-01",
                        Severity.ERROR,
                        sized("0.00000001", "0.00005", "2"),
                        sized("0.00000001", "0.00005", "3"),
                        known(),
                        "ten orders rest, the largest of 3"),
                RuleExample.change(
                        "T-MIN-01",
                        Severity.ERROR,
                        sized("0.00000001", "1", "1000"),
                        sized("0.00000001", "0.25", "1000"),
                        known(),
                        "ten orders rest, the smallest of 0.25"),
                RuleExample.change(
                        "S-LOT",
                        Severity.ERROR,
                        sized("0.00000001", "0.005", "1000"),
                        sized("0.00000001", "0.004", "1000"),
                        known(),
                        "three accounts hold 0.004, 0.25 and 3.005 XXBT; the last price is 50000"));
    }

    private static SpotMarket sized(String lot, String least, String most) {
        return bitcoin().sizeRule(sizes(lot, least, most)).build();
    }

    static ChangeContext known() {
        return ChangeContext.builder()
                .put(RuleInput.RESTING_ORDERS, BITCOIN, Markets.book())
                .put(RuleInput.MARK_PRICE, BITCOIN, Price.of("50000"))
                .put(RuleInput.BALANCES, DocumentId.parse("asset/kraken/XXBT"), balances())
                .build();
    }

    static Balances balances() {
        return Balances.builder()
                .add("small", Quantity.of("0.004"))
                .add("middle", Quantity.of("0.25"))
                .add("large", Quantity.of("3.005"))
                .build();
    }
}
