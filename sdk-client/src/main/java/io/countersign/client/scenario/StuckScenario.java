package io.countersign.client.scenario;

import io.countersign.client.internal.Figures;
import io.countersign.client.internal.Statuses;
import io.countersign.client.live.CloseExemptions;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleData;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.OrderAction;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Price;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * S-RND: whether every order that is open stays cancellable and every position closable under a changed market. An order is
 * stuck when no status that the status graph still leads to allows cancelling. A position is stuck when none allows orders to
 * match (unless the market is settling, which closes it), when the mark price is not a legal price for closing it, or when its
 * contracts cannot be split into legal orders.
 *
 * <p>Opening more in order to close it all is no way out: a position only shrinks. One pass over the columns in whole numbers.
 */
public final class StuckScenario {
    /** The rule's id. */
    public static final String ID = "S-RND";

    private StuckScenario() {}

    /** The scenario as a rule: runs on every change of a status, or of bounds of sizes, values and prices. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.ERROR, "No order and no position gets stuck")
                .checks(
                        "On every change of a market's status, sizes, values or price bounds: every open order can still be"
                                + " cancelled in a status that the graph leads to; every position of a contract can still be closed,"
                                + " exactly, by legal orders in such a status or by settlement. ERROR with the number of those that the"
                                + " change makes stuck. Inconclusive where orders, positions or the mark price are not known, or the"
                                + " exemptions of closing orders where they decide.")
                .why(
                        "A raised minimum or a coarser lot leaves positions that no order can close; they pay funding until they"
                                + " are liquidated. Kraken raised the minimum of 57 of 210 pairs between 2021 and 2026.")
                .fix("Exempt closing orders from the bound, or close what is stuck before the change.")
                .needs(RuleInput.RESTING_ORDERS, RuleInput.POSITIONS, RuleInput.MARK_PRICE, RuleInput.CLOSE_EXEMPTIONS)
                .onChange(SpotMarket.class, StuckScenario::judgeOrders)
                .onChange(FuturesContract.class, StuckScenario::judge)
                .build();
    }

    private static void judgeOrders(SpotMarket before, SpotMarket after, RuleCase on) {
        if (!Statuses.of(before).equals(Statuses.of(after)) && !canCancel(after, on.data())) {
            on.need(RuleInput.RESTING_ORDERS).ifPresent(orders -> {
                StuckResult result = play(before, after, on.data(), orders);
                on.played(result);
                report(result, on);
            });
        }
    }

    private static void judge(FuturesContract before, FuturesContract after, RuleCase on) {
        boolean moves = !Statuses.of(before).equals(Statuses.of(after));
        if (!moves && sameBounds(before, after)) {
            return;
        }
        Optional<RestingOrders> orders = moves && !canCancel(after, on.data())
                ? on.need(RuleInput.RESTING_ORDERS)
                : Optional.of(RestingOrders.builder().build());
        Optional<Positions> positions = on.need(RuleInput.POSITIONS);
        Optional<Price> mark = positions.isPresent() && needsMark(after)
                ? on.need(RuleInput.MARK_PRICE)
                : on.context().find(RuleInput.MARK_PRICE, on.document());
        if (orders.isEmpty() || positions.isEmpty() || (mark.isEmpty() && needsMark(after))) {
            return;
        }
        Price known = mark.orElse(null);
        Optional<CloseExemptions> exempt = on.context().find(RuleInput.CLOSE_EXEMPTIONS, on.document());
        StuckResult result = play(
                before, after, on.data(), orders.get(), positions.get(), known, exempt.orElse(CloseExemptions.none()));
        if (exempt.isEmpty() && result.newlyStuckPositions() > 0) {
            StuckResult spared =
                    play(before, after, on.data(), orders.get(), positions.get(), known, CloseExemptions.all());
            if (spared.newlyStuckPositions() < result.newlyStuckPositions()) {
                on.need(RuleInput.CLOSE_EXEMPTIONS);
                result = spared;
            }
        }
        on.played(result);
        report(result, on);
    }

    private static void report(StuckResult result, RuleCase on) {
        if (result.newlyStuckOrders() > 0) {
            on.at("/status")
                    .evidence("orders", result.newlyStuckOrders())
                    .say(Figures.count(result.newlyStuckOrders(), "order")
                            + " can no longer be cancelled: no status that"
                            + " the market can come to allows it. Cancel them before");
        }
        if (result.newlyStuckPositions() > 0) {
            on.at("")
                    .evidence("positions", result.newlyStuckPositions())
                    .evidence("contracts", Figures.plain(result.newlyStuckContracts()))
                    .evidence("sample", result.worst().get(0))
                    .say(Figures.count(result.newlyStuckPositions(), "position") + " of " + result.positions()
                            + " with "
                            + Figures.plain(result.newlyStuckContracts())
                            + " contracts can no longer be closed, first "
                            + result.worst().get(0)
                            + ": exempt closing orders from the bound, or close them before");
        }
    }

    private static boolean sameBounds(FuturesContract before, FuturesContract after) {
        return before.sizeRule().equals(after.sizeRule())
                && before.notionalRule().equals(after.notionalRule())
                && before.priceBand().equals(after.priceBand())
                && before.priceRule().minPrice().equals(after.priceRule().minPrice())
                && before.priceRule().maxPrice().equals(after.priceRule().maxPrice());
    }

    /** Whether a bound of value or price is published. */
    private static boolean needsMark(FuturesContract contract) {
        return contract.priceRule().minPrice().isPresent()
                || contract.priceRule().maxPrice().isPresent()
                || contract.notionalRule()
                        .filter(rule -> rule.minNotional().isPresent()
                                || rule.maxNotional().isPresent())
                        .isPresent();
    }

    /** Looks at the orders of a spot market. */
    public static StuckResult play(SpotMarket before, SpotMarket after, RuleData data, RestingOrders orders) {
        return StuckResult.ofOrders(before, after, orders, canCancel(before, data), canCancel(after, data));
    }

    /**
     * Looks at the orders and positions of a contract.
     *
     * @param data holds the status graph
     * @param mark absent, bounds of value and of price are left out
     * @throws IllegalArgumentException if sizes have too many digits to be counted together
     */
    public static StuckResult play(
            FuturesContract before,
            FuturesContract after,
            RuleData data,
            RestingOrders orders,
            Positions positions,
            @Nullable Price mark,
            CloseExemptions exempt) {
        DecimalColumn contracts = positions.contracts();
        int scale = Math.max(contracts.scale(), Math.max(Closing.scale(before), Closing.scale(after)));
        long factor = power(scale - contracts.scale());
        Closing old = Closing.of(before, mark, exempt, scale);
        Closing now = Closing.of(after, mark, exempt, scale);
        boolean closableBefore = canClose(before, data);
        boolean closable = canClose(after, data);
        StuckTally tally = new StuckTally();
        for (int row = 0; row < positions.size(); row++) {
            long signed = contracts.unscaled(row);
            long size;
            try {
                size = Math.multiplyExact(signed, factor);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(
                        "A position does not fit the finest size: " + contracts.at(row) + " of "
                                + positions.accounts().at(row),
                        e);
            }
            tally.add(
                    row,
                    signed,
                    signed == 0 || closableBefore ? old.reason(size) : StuckReason.STATUS,
                    signed == 0 || closable ? now.reason(size) : StuckReason.STATUS);
        }
        return StuckResult.of(
                before, after, orders, canCancel(before, data), canCancel(after, data), positions, mark, exempt, tally);
    }

    private static long power(int digits) {
        if (digits > 18) {
            throw new IllegalArgumentException("Sizes differ by " + digits + " digits and cannot be counted together");
        }
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    /** Whether a market that is in one of these statuses can come to one that allows cancelling; true where none is known. */
    private static boolean canCancel(Market market, RuleData data) {
        return comesTo(market, data, status -> status.permits(OrderAction.CANCEL));
    }

    /** Whether a position can be closed by an order, in some status ahead, or is being settled. */
    private static boolean canClose(Market market, RuleData data) {
        return Statuses.of(market).contains(TradingStatus.SETTLING)
                || comesTo(market, data, status -> status.permits(OrderAction.MATCH) && Statuses.takesOrders(status));
    }

    private static boolean comesTo(Market market, RuleData data, Predicate<TradingStatus> test) {
        Set<TradingStatus> seen = EnumSet.noneOf(TradingStatus.class);
        seen.addAll(Statuses.of(market));
        if (seen.isEmpty()) {
            return true;
        }
        Deque<TradingStatus> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (TradingStatus next : data.statusGraph().getOrDefault(open.remove(), List.of())) {
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen.stream().anyMatch(test);
    }
}
