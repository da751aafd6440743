package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.times;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.PriceGrid;
import io.countersign.model.formula.TickLadder;
import io.countersign.model.formula.TickLadder.Difference;
import io.countersign.model.market.Market;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TickStep;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Changes of tick sizes, and of the decimals that show prices, on a market with resting orders. */
final class TickRules {
    private TickRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("T-TCK-01", Severity.ERROR, "A coarser tick says what happens to resting orders")
                        .checks(
                                "Where the new tick size is a multiple of the old one, at any price, the change's policy names"
                                        + " a tick policy (ERROR without; WARN with one, with the figures of S-TCK).")
                        .why(
                                "Venues coarsen ticks of hundreds of markets in a quarter, and each treats resting orders in its"
                                        + " own way: Binance keeps them at the old tick, others cancel them or pause trading. In"
                                        + " recorded books a tick ten times coarser strands 57 to 88 % of the levels.")
                        .fix("Set the tick policy: GRANDFATHER, CANCEL_OFF_GRID, ROUND_PASSIVE or REQUIRE_EMPTY_BOOK.")
                        .needs(RuleInput.RESTING_ORDERS)
                        .onChange(Market.class, TickRules::coarsened)
                        .build(),
                Rule.of("T-TCK-02", Severity.BLOCK, "One of the two grids contains the other")
                        .checks("At every price, the new tick size is a whole multiple or a whole part of the old one.")
                        .why("Otherwise prices leave the grid and new ones appear between the old: neither old nor new"
                                + " systems can say which prices are valid.")
                        .fix("Go by way of a tick size that both divide, in two changes.")
                        .onChange(Market.class, TickRules::nested)
                        .build(),
                Rule.of("T-TCK-03", Severity.ERROR, "Prices in use can still be shown")
                        .checks("Where the price precision is cut: no resting order, and not the last price of a spot"
                                + " market, has more digits after the point than the new one. (A contract's mark price is"
                                + " an average and finer than its tick.)")
                        .why(
                                "Binance, October 2025: after a cut of shown decimals, IOTX was shown at a price of zero, and"
                                        + " customers sold at it.")
                        .fix("Coarsen the tick first and wait until no finer order rests, or keep the decimals.")
                        .needs(RuleInput.RESTING_ORDERS, RuleInput.MARK_PRICE)
                        .onChange(Market.class, TickRules::stillShown)
                        .build(),
                Rule.of("T-TCK-04", Severity.WARN, "A tick changes by a factor of ten at most")
                        .checks("At no price is one of the two tick sizes more than ten times the other.")
                        .why(
                                "The recorded changes of real venues go by factors of ten or less; a larger one is more often a"
                                        + " slip of the point than a wish.")
                        .fix("Check the number; if it is meant, change it in steps.")
                        .onChange(Market.class, TickRules::inSteps)
                        .build());
    }

    /** Where a step of a ladder stands in its document. */
    static String path(TickStep step) {
        return "/priceRule/tickLadder/abovePrice=" + step.abovePrice();
    }

    private static List<Difference> differences(Market before, Market after) {
        return TickLadder.of(before.priceRule()).differences(TickLadder.of(after.priceRule()));
    }

    /** Starts a finding at the tick size after the change that a difference is about. */
    private static FindingDraft at(Difference difference, Market after, RuleCase on) {
        String path = after.priceRule().tickLadder().stream()
                .filter(step -> step.abovePrice().compareTo(difference.from()) <= 0)
                .reduce((lower, higher) -> higher)
                .map(step -> path(step) + "/tickSize")
                .orElse("/priceRule/tickSize");
        return on.at(path).before(difference.before()).found(difference.after());
    }

    /** The two ticks differ, so that a multiple of the old one is greater. */
    private static boolean isCoarser(Difference difference) {
        return PriceGrid.isMultiple(
                difference.after().value(), difference.before().value());
    }

    private static BigDecimal factor(Difference difference) {
        BigDecimal one = difference.before().value();
        BigDecimal other = difference.after().value();
        return one.max(other).divide(one.min(other), MathContext.DECIMAL128);
    }

    private static void coarsened(Market before, Market after, RuleCase on) {
        Optional<Difference> most = differences(before, after).stream()
                .filter(TickRules::isCoarser) // finer, or T-TCK-02
                .max(Comparator.comparing(TickRules::factor));
        if (most.isEmpty()) {
            return;
        }
        Optional<TickPolicy> policy = on.policy().tickPolicy();
        List<ScenarioEvidence> shown = on.scenarios("S-TCK");
        FindingDraft finding = at(most.get(), after, on);
        String figures;
        if (!shown.isEmpty()) {
            figures = shown.get(0).summary();
            shown.get(0).figures().forEach(finding::evidence);
        } else {
            boolean known = on.need(RuleInput.RESTING_ORDERS).isPresent();
            if (known) {
                on.lacks("scenario S-TCK");
            }
            figures = known
                    ? "resting orders are known but S-TCK is not in the rule set"
                    : "how many resting orders leave the grid is not known: give the open orders";
        }
        String change = "Tick size coarsened "
                + times(most.get().after().value(), most.get().before().value()) + " from "
                + most.get().before() + " to " + most.get().after() + most.get().range();
        if (policy.isEmpty()) {
            finding.say(change + " without a tick policy: " + figures
                    + ". Set one: GRANDFATHER, CANCEL_OFF_GRID, ROUND_PASSIVE or REQUIRE_EMPTY_BOOK");
        } else {
            finding.as(Severity.WARN)
                    .evidence("tickPolicy", policy.get())
                    .say(change + " under " + policy.get() + ": " + figures);
        }
    }

    private static void nested(Market before, Market after, RuleCase on) {
        for (Difference difference : differences(before, after)) {
            BigDecimal one = difference.before().value();
            BigDecimal other = difference.after().value();
            if (!PriceGrid.isMultiple(other, one) && !PriceGrid.isMultiple(one, other)) {
                at(difference, after, on)
                        .say("Tick size " + difference.after() + " is neither a multiple nor a part of "
                                + difference.before() + difference.range() + ": neither grid contains the other");
            }
        }
    }

    private static void inSteps(Market before, Market after, RuleCase on) {
        BigDecimal most = on.threshold("factorMax");
        for (Difference difference : differences(before, after)) {
            BigDecimal larger =
                    difference.before().value().max(difference.after().value());
            BigDecimal smaller =
                    difference.before().value().min(difference.after().value());
            if (larger.compareTo(smaller.multiply(most)) > 0) {
                at(difference, after, on)
                        .say("Tick size changes by a factor of " + times(larger, smaller) + " in one step, from "
                                + difference.before() + " to " + difference.after() + difference.range() + "; up to "
                                + Figures.plain(most) + "x is usual");
            }
        }
    }

    private static void stillShown(Market before, Market after, RuleCase on) {
        Optional<Integer> from = before.priceRule().pricePrecision();
        Optional<Integer> to = after.priceRule().pricePrecision();
        if (from.isEmpty() || to.isEmpty() || to.get() >= from.get()) {
            return;
        }
        int digits = to.get();
        on.need(RuleInput.RESTING_ORDERS).ifPresent(orders -> ordersShown(orders, from.get(), digits, on));
        if (after instanceof SpotMarket) {
            on.need(RuleInput.MARK_PRICE)
                    .filter(last -> last.value().scale() > digits)
                    .ifPresent(last -> on.at("/priceRule/pricePrecision")
                            .before(from.get())
                            .found(digits)
                            .evidence("lastPrice", last)
                            .say("The last price " + last + " cannot be shown with " + Figures.count(digits, "digit")
                                    + " after the point"));
        }
    }

    private static void ordersShown(RestingOrders orders, int from, int digits, RuleCase on) {
        DecimalColumn prices = orders.prices();
        long step = Decimals.stepOf(Math.min(0, digits - prices.scale())).longValueExact();
        int finer = 0;
        int first = 0;
        for (int row = 0; row < orders.size(); row++) {
            if (prices.unscaled(row) % step != 0) {
                first = finer == 0 ? row : first;
                finer++;
            }
        }
        if (finer > 0) {
            Price sample = new Price(prices.at(first));
            on.at("/priceRule/pricePrecision")
                    .before(from)
                    .found(digits)
                    .evidence("ordersFiner", finer)
                    .evidence("orders", orders.size())
                    .evidence("sample", orders.ids().at(first))
                    .say(Figures.count(finer, "open order") + " of " + orders.size() + " ("
                            + Figures.share(finer, orders.size()) + ") cannot be shown with "
                            + Figures.count(digits, "digit") + " after the point, such as "
                            + orders.ids().at(first) + " at " + sample);
        }
    }
}
