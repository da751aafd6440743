package io.countersign.client.scenario;

import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.json.Digest;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.Payoff;
import io.countersign.model.unit.TickSize;
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

    /** Bins of the distance histogram: tenths of the new tick. */
    static final int BINS = 10;

    private static final int WORST_MAX = 10;

    private TickScenario() {}

    /** The scenario as a rule: runs on every change of a tick size whose resting orders are known. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.ERROR, "Resting orders under a new tick size are played through")
                .checks(
                        "On every change of a tick size: counts resting orders off the new grid, their value, and what the"
                                + " change's tick policy does to them. ERROR where REQUIRE_EMPTY_BOOK meets orders; WARN where"
                                + " ROUND_PASSIVE has no price left for an order; else the figures stand in T-TCK-01.")
                .why(
                        "In recorded books a tick ten times coarser strands 57 to 88 % of the levels, and some real books hold"
                                + " levels off the grid in force already.")
                .fix("Choose the tick policy by its figures, or wait for the book to be empty.")
                .needs(RuleInput.RESTING_ORDERS)
                .onChange(Market.class, (before, after, on) -> {
                    if (!before.priceRule().tickSize().equals(after.priceRule().tickSize())) {
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
            on.at("/priceRule/tickSize")
                    .before(result.oldTick())
                    .found(result.newTick())
                    .evidence("orders", result.orders())
                    .say(result.orders() + " orders rest in a book that the change requires to be empty");
        }
        if (policy == TickPolicy.ROUND_PASSIVE && result.withoutPassivePrice() > 0) {
            on.at("/priceRule/tickSize")
                    .as(Severity.WARN)
                    .before(result.oldTick())
                    .found(result.newTick())
                    .evidence("orders", result.withoutPassivePrice())
                    .say(result.withoutPassivePrice() + " buy orders lie below one tick of " + result.newTick()
                            + " and cannot be rounded down: they would have to be cancelled");
        }
    }

    /**
     * Plays a market's new tick size through.
     *
     * @throws IllegalArgumentException if a price has too many digits to be counted in the finer of the two ticks
     */
    public static TickResult play(Market before, Market after, RestingOrders orders) {
        TickSize oldTick = before.priceRule().tickSize();
        TickSize newTick = after.priceRule().tickSize();
        Optional<ContractTerms> terms = Optional.of(after)
                .filter(FuturesContract.class::isInstance)
                .map(FuturesContract.class::cast)
                .filter(ContractTerms::isComputable)
                .map(ContractTerms::of);
        boolean inverse = terms.filter(t -> t.payoff() == Payoff.INVERSE).isPresent();
        int scale = Math.max(
                orders.prices().scale(),
                Math.max(oldTick.value().scale(), newTick.value().scale()));
        TickTally tally = new TickTally(
                orders,
                !inverse,
                unscaled(BigDecimal.ONE, scale - orders.prices().scale()),
                unscaled(oldTick.value(), scale),
                unscaled(newTick.value(), scale),
                BINS,
                WORST_MAX);
        tally.pass();
        int notionalScale =
                orders.quantities().scale() + (inverse ? 0 : orders.prices().scale());
        BigDecimal contractSize = terms.map(ContractTerms::contractSize).orElse(BigDecimal.ONE);
        return new TickResult(
                after,
                oldTick,
                newTick,
                orders,
                tally,
                notional -> notional.toDecimal(notionalScale).multiply(contractSize),
                () -> inputs(before, after, orders));
    }

    private static long unscaled(BigDecimal value, int scale) {
        try {
            return value.setScale(scale).unscaledValue().longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "Does not fit " + scale + " digits after the point: " + value.toPlainString(), e);
        }
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
