package io.countersign.client.catalogue;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FeeTier;
import io.countersign.model.market.Market;
import io.countersign.model.market.SelfTradePolicy;
import io.countersign.model.unit.Percent;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What happens when both orders of a trade are one owner's. */
final class SelfTradeRules {
    private SelfTradeRules() {}

    static List<ChangeRule> all() {
        return List.of(Rule.of(
                        "D-STP-01", Severity.WARN, "Where makers are paid, nobody trades with himself by default")
                .checks(
                        "In a market with a maker fee below zero, published with it or in its fee schedule, the self-trade"
                                + " policy of an order that names none is not NONE. Where fees or policy are not published, the"
                                + " rule is inconclusive.")
                .why("A rebate pays for volume: trading with oneself earns it where nothing prevents it, and the volume"
                        + " shown to others is not real.")
                .fix("Set the default to a policy that cancels one of the two orders.")
                .on(Market.class, SelfTradeRules::byDefault)
                .build());
    }

    private static void byDefault(Market market, RuleCase on) {
        Optional<Percent> rebate =
                makerFees(market, on).filter(fee -> fee.value().signum() < 0).min(Comparator.naturalOrder());
        if (rebate.isEmpty()) {
            return;
        }
        if (market.selfTradeDefault().isEmpty()) {
            on.lacks("published self-trade default");
        } else if (market.selfTradeDefault().get() == SelfTradePolicy.NONE) {
            on.at("/selfTradeDefault")
                    .found(SelfTradePolicy.NONE)
                    .evidence("makerFeePercent", rebate.get())
                    .say("Makers are paid up to "
                            + rebate.get().value().negate().toPlainString()
                            + " %, and orders of one owner match by default: set a policy that cancels one of them");
        }
    }

    /** What makers pay; of a ladder with one fee for both sides, that one. */
    private static Stream<Percent> makerFees(Market market, RuleCase on) {
        List<FeeStep> published = market.fees()
                .map(ladder -> ladder.maker().orElse(ladder.taker()))
                .orElse(List.of());
        if (!published.isEmpty()) {
            return published.stream().map(FeeStep::fee);
        }
        Optional<FeeSchedule> schedule = market.feeScheduleRef().flatMap(id -> on.find(FeeSchedule.class, id));
        if (schedule.isEmpty()) {
            on.lacks("published maker fees");
        }
        return schedule.stream().flatMap(found -> found.tiers().stream()).map(FeeTier::maker);
    }
}
