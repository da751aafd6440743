package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.CloseExemptions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.StatusPlan;
import io.countersign.client.live.StatusPlan.Step;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.List;

/** A failing and a passing example of the scenarios about statuses, empty books, and what gets stuck. */
final class StatusScenarioExamples {
    private static final DocumentId BITCOIN = bitcoin().build().documentId();
    private static final DocumentId PERPETUAL = perpetual().build().documentId();

    private StatusScenarioExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.context(
                        "S-MODE",
                        Severity.ERROR,
                        perpetual().postOnly(true).build(),
                        plan(Duration.ofMinutes(40)),
                        "three positions are open; the plan is post-only for 40 minutes, then online",
                        plan(Duration.ofMinutes(20)),
                        "three positions are open; the plan is post-only for 20 minutes, then online"),
                RuleExample.change(
                        "S-EMPTY",
                        Severity.ERROR,
                        bitcoin().priceBand(band("0.2", "5")).build(),
                        bitcoin().priceBand(band("0.9", "1.1")).build(),
                        ChangeContext.builder()
                                .put(RuleInput.MARK_PRICE, BITCOIN, Price.of("50000"))
                                .build(),
                        "the last price is 50,000"),
                RuleExample.context(
                        "S-RND",
                        Severity.ERROR,
                        leastOrder("1500"),
                        exempt(CloseExemptions.none()),
                        "three positions of 1,000 contracts are open; closing orders must meet the minimum",
                        exempt(CloseExemptions.all()),
                        "three positions of 1,000 contracts are open; closing orders need not meet the minimum"));
    }

    private static FuturesContract leastOrder(String contracts) {
        return perpetual()
                .sizeRule(SizeRule.builder()
                        .lotStep(Quantity.of("1"))
                        .minQuantity(Quantity.of(contracts))
                        .build())
                .build();
    }

    private static ChangeContext plan(Duration postOnly) {
        return ChangeContext.builder()
                .put(RuleInput.POSITIONS, PERPETUAL, Markets.positions())
                .put(
                        RuleInput.RESTING_ORDERS,
                        PERPETUAL,
                        RestingOrders.builder().build())
                .put(
                        RuleInput.STATUS_PLAN,
                        PERPETUAL,
                        StatusPlan.of(
                                new Step(TradingStatus.POST_ONLY, postOnly),
                                new Step(TradingStatus.ONLINE, Duration.ofHours(1))))
                .build();
    }

    private static ChangeContext exempt(CloseExemptions exemptions) {
        return ChangeContext.builder()
                .put(RuleInput.POSITIONS, PERPETUAL, Markets.positions())
                .put(RuleInput.CLOSE_EXEMPTIONS, PERPETUAL, exemptions)
                .build();
    }

    static PriceBand band(String down, String up) {
        return PriceBand.builder()
                .reference(PriceReference.INDEX)
                .buyDown(Rate.of(down))
                .buyUp(Rate.of(up))
                .sellDown(Rate.of(down))
                .sellUp(Rate.of(up))
                .build();
    }
}
