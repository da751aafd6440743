package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.OrderBook;
import io.countersign.client.live.Payouts;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.BookDepth;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginPoolLimit;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.util.List;

/** A failing and a passing example of each rule in {@link LimitRules}. */
final class LimitExamples {
    private static final DocumentId PERPETUAL = perpetual().build().documentId();
    private static final DocumentId BITCOIN =
            CollateralExamples.asset("XXBT").build().documentId();

    private LimitExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents("X-MRG-01", Severity.ERROR, pool("XXBT", "249"), pool("XXBT", "250")),
                RuleExample.knowledge(
                        "X-LIM-01",
                        Severity.ERROR,
                        Markets.venue().with(limited("1000000", "1000000")),
                        closing("0"),
                        "mark price 8000; bids for a million contracts at 7000, asks at 8000; an empty insurance fund",
                        closing("20"),
                        "the same, with 20 XBT in the fund"),
                RuleExample.knowledge(
                        "X-LIM-02",
                        Severity.BLOCK,
                        Markets.venue().with(CollateralExamples.asset("XXBT").build()),
                        payout("ZKRW", "620000"),
                        "42,000 XXBT credited, 42,500 in reserve; a payout of 620000 ZKRW to be credited as XXBT",
                        payout("XXBT", "500"),
                        "42,000 XXBT credited, 42,500 in reserve; a payout of 500 XXBT"));
    }

    static MarginPoolLimit pool(String asset, String allowance) {
        return MarginPoolLimit.builder()
                .venue("kraken")
                .id("pool-" + asset)
                .asset(asset)
                .allowance(Quantity.of(allowance))
                .build();
    }

    static FuturesContract limited(String maxPosition, String openInterestCap) {
        return perpetual()
                .maxPosition(Amount.of(maxPosition))
                .maxPositionUnit(SizeUnit.CONTRACTS)
                .openInterestCap(Amount.of(openInterestCap))
                .build();
    }

    private static ChangeContext closing(String fund) {
        return ChangeContext.builder()
                .put(RuleInput.MARK_PRICE, PERPETUAL, Price.of("8000"))
                .put(
                        RuleInput.ORDER_BOOK,
                        PERPETUAL,
                        OrderBook.of(
                                List.of(new BookDepth.Level(Price.of("7000"), Quantity.of("1000000"))),
                                List.of(new BookDepth.Level(Price.of("8000"), Quantity.of("1000000")))))
                .put(RuleInput.INSURANCE_FUND, PERPETUAL, Notional.of(fund))
                .build();
    }

    private static ChangeContext payout(String unit, String amount) {
        return ChangeContext.builder()
                .put(RuleInput.CREDITED_TOTAL, BITCOIN, Quantity.of("42000"))
                .put(RuleInput.RESERVES, BITCOIN, Quantity.of("42500"))
                .put(
                        RuleInput.PAYOUTS,
                        BITCOIN,
                        Payouts.builder()
                                .add("event-1", unit, Quantity.of(amount))
                                .build())
                .build();
    }
}
