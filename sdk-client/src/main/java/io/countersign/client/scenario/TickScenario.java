package io.countersign.client.scenario;

import io.countersign.client.internal.Valuation;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.TickLadder;
import io.countersign.model.json.Digest;
import io.countersign.model.market.Market;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * S-TCK: which resting orders a new tick size leaves off the grid, what they are worth, and what each tick policy does to them.
 *
 * <p>One pass over the columns in whole numbers. The book is not assumed to be clean: orders that are off the old grid already
 * are counted apart.
 */
public final class TickScenario {
    /** The rule's id. */
    public static final String ID = "S-TCK";

    private static final int WORST_MAX = 10;

    private TickScenario() {}

    /** The scenario as a rule: runs on every change of a tick size whose resting orders are known. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.ERROR, "Resting orders under a new tick size are played through")
                .checks(
                        "On every change of a tick size, at any price: counts resting orders off the new grid, their value, and what the"
                                + " change's tick policy does to them. ERROR where REQUIRE_EMPTY_BOOK meets orders; WARN where"
                                + " ROUND_PASSIVE has no price left for an order; else the figures stand in T-TCK-01.")
                .why(
                        "In recorded books a tick ten times coarser strands 57 to 88 % of the levels, and some real books hold"
                                + " levels off the grid in force already.")
                .fix("Choose the tick policy by its figures, or wait for the book to be empty.")
                .needs(RuleInput.RESTING_ORDERS)
                .onChange(Market.class, (before, after, on) -> {
                    if (!TickLadder.of(before.priceRule())
                            .differences(TickLadder.of(after.priceRule()))
                            .isEmpty()) {
                        judge(before, after, on);
                    }
                })
                .build();
    }

    private static void judge(Market before, Market after, RuleCase on) {
        Optional<RestingOrders> orders = on.need(RuleInput.RESTING_ORDERS);
        if (orders.isEmpty()) {
            return;
        }
        TickResult result = play(before, after, orders.get());
        on.played(result);
        TickPolicy policy = on.policy().tickPolicy().orElse(TickPolicy.GRANDFATHER);
        if (policy == TickPolicy.REQUIRE_EMPTY_BOOK && result.orders() > 0) {
            on.at(path(after))
                    .before(result.before())
                    .found(result.after())
                    .evidence("orders", result.orders())
                    .say(result.orders() + " orders rest in a book that the change requires to be empty");
        }
        if (policy == TickPolicy.ROUND_PASSIVE && result.withoutPassivePrice() > 0) {
            on.at(path(after))
                    .as(Severity.WARN)
                    .before(result.before())
                    .found(result.after())
                    .evidence("orders", result.withoutPassivePrice())
                    .say(result.withoutPassivePrice() + " buy orders lie below one tick of "
                            + result.after().steps().get(0).tickSize()
                            + " and cannot be rounded down: they would have to be cancelled");
        }
    }

    /**
     * Plays a market's new tick size through.
     *
     * @throws IllegalArgumentException if a price has too many digits to be counted in the finer of the two ticks
     */
    public static TickResult play(Market before, Market after, RestingOrders orders) {
        TickLadder oldLadder = TickLadder.of(before.priceRule());
        TickLadder newLadder = TickLadder.of(after.priceRule());
        Optional<Valuation> valuation = Valuation.of(after);
        boolean followsPrice = valuation.map(Valuation::followsPrice).orElse(true);
        int scale = Math.max(orders.prices().scale(), Math.max(TickSteps.scale(oldLadder), TickSteps.scale(newLadder)));
        TickTally tally = new TickTally(
                orders,
                followsPrice,
                TickSteps.unscaled(BigDecimal.ONE, scale - orders.prices().scale()),
                TickSteps.of(oldLadder, scale),
                TickSteps.of(newLadder, scale),
                WORST_MAX);
        tally.pass();
        int notionalScale =
                orders.quantities().scale() + (followsPrice ? orders.prices().scale() : 0);
        BigDecimal factor = valuation.map(Valuation::factor).orElse(BigDecimal.ONE);
        return new TickResult(
                after,
                oldLadder,
                newLadder,
                orders,
                tally,
                notional -> notional.toDecimal(notionalScale).multiply(factor),
                () -> inputs(before, after, orders));
    }

    private static String path(Market market) {
        return market.priceRule().tickLadder().isEmpty() ? "/priceRule/tickSize" : "/priceRule/tickLadder";
    }

    private static Digest inputs(Market before, Market after, RestingOrders orders) {
        return Digest.ofCanonical(new TreeMap<>(Map.of(
                "scenario", ID,
                "before", before.digest().toString(),
                "after", after.digest().toString(),
                "orders", orders.digest().toString())));
    }

    static List<TickPolicy> policies() {
        return List.of(TickPolicy.values());
    }
}
