package io.countersign.client.scenario;

import io.countersign.client.internal.Statuses;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.StatusPlan;
import io.countersign.client.live.StatusPlan.Step;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DelistingPlan;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.SystemStatus;
import io.countersign.model.market.TradingStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * S-MODE: walks a status plan with the orders and positions that are open now, and says of each step what can be cancelled, what
 * can match, and what can be liquidated. Nothing is taken to be cancelled or closed on the way: what is counted is what would be
 * caught if nobody acted.
 */
public final class ModeScenario {
    /** The rule's id. */
    public static final String ID = "S-MODE";

    private ModeScenario() {}

    /** The scenario as a rule: runs on every change of a status or of a delisting plan. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.ERROR, "A status plan is walked with open orders and positions")
                .checks(
                        "On every change of a market's status or delisting plan: walks the status plan, or the steps of the"
                                + " delisting, together with the venue's status. ERROR where a step is not in the status graph,"
                                + " where positions are without liquidations for more than 30 minutes on end, where the market"
                                + " settles with orders that no earlier step let anybody cancel, or is delisted with positions"
                                + " that no step settled; WARN where orders still rest when it settles. Inconclusive where plan,"
                                + " orders or positions are not known.")
                .why(
                        "Nothing is liquidated while a market is post-only (Kraken 360022837571), and nothing can be cancelled"
                                + " in maintenance. The Tokyo exchange stayed shut for all of 2020-10-01 with the morning's orders"
                                + " in its books.")
                .fix("Put a cancel-only step before the end, shorten what stops liquidations, settle before delisting.")
                .needs(RuleInput.STATUS_PLAN, RuleInput.RESTING_ORDERS, RuleInput.POSITIONS)
                .onChange(Market.class, ModeScenario::judge)
                .build();
    }

    private static void judge(Market before, Market after, RuleCase on) {
        boolean delists = after.delisting().isPresent() && !after.delisting().equals(before.delisting());
        boolean moves = !Statuses.of(before).equals(Statuses.of(after));
        if (!delists && !moves) {
            return;
        }
        Optional<StatusPlan> given = on.context().find(RuleInput.STATUS_PLAN, on.document());
        Optional<StatusPlan> plan = given.isEmpty() && delists
                ? Optional.of(steps(after.delisting().get(), start(after)))
                : on.need(RuleInput.STATUS_PLAN);
        Optional<RestingOrders> orders = on.need(RuleInput.RESTING_ORDERS);
        Optional<Positions> positions = after instanceof FuturesContract
                ? on.need(RuleInput.POSITIONS)
                : Optional.of(Positions.builder().build());
        if (plan.isEmpty() || orders.isEmpty() || positions.isEmpty()) {
            return;
        }
        TradingStatus venue = on.all(SystemStatus.class).stream()
                .map(SystemStatus::status)
                .reduce(TradingStatus.ONLINE, TradingStatus::moreRestrictive);
        ModeResult result = play(after, plan.get(), venue, orders.get(), positions.get());
        on.played(result);
        String path = moves ? "/status" : "/delisting";
        alongGraph(path, Statuses.of(before), plan.get(), on);
        report(path, result, on);
    }

    /** The steps of a delisting, from its announcement on; the market is in a status until the first of them. */
    public static StatusPlan steps(DelistingPlan plan, TradingStatus until) {
        List<TradingStatus> statuses = new ArrayList<>(List.of(until));
        List<Instant> times = new ArrayList<>(List.of(plan.announcedAt()));
        add(plan.postOnlyAt(), TradingStatus.POST_ONLY, times, statuses);
        add(plan.reduceOnlyAt(), TradingStatus.REDUCE_ONLY, times, statuses);
        add(plan.settlesAt(), TradingStatus.SETTLING, times, statuses);
        add(Optional.of(plan.delistedAt()), TradingStatus.DELISTED, times, statuses);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            Duration lasts = i + 1 < times.size() ? Duration.between(times.get(i), times.get(i + 1)) : Duration.ZERO;
            // Times that go back are what D-DEL-01 is for.
            steps.add(new Step(statuses.get(i), lasts.isNegative() ? Duration.ZERO : lasts));
        }
        return new StatusPlan(steps);
    }

    private static void add(
            Optional<Instant> at, TradingStatus status, List<Instant> times, List<TradingStatus> statuses) {
        at.ifPresent(time -> {
            times.add(time);
            statuses.add(status);
        });
    }

    private static TradingStatus start(Market market) {
        Set<TradingStatus> statuses = Statuses.of(market);
        return statuses.size() == 1 ? statuses.iterator().next() : TradingStatus.ONLINE;
    }

    private static void alongGraph(String path, Set<TradingStatus> from, StatusPlan plan, RuleCase on) {
        Set<TradingStatus> earlier = from;
        for (Step step : plan.steps()) {
            Set<TradingStatus> old = earlier;
            if (!old.isEmpty()
                    && !old.contains(step.status())
                    && old.stream().noneMatch(status -> on.data().mayGo(status, step.status()))) {
                on.at(path)
                        .before(old.iterator().next())
                        .found(step.status())
                        .say("The plan goes from "
                                + (old.size() == 1 ? old.iterator().next() : "one of " + old) + " to " + step.status()
                                + ", which the status graph does not allow: put a step between them");
            }
            earlier = Set.of(step.status());
        }
    }

    private static void report(String path, ModeResult result, RuleCase on) {
        Duration limit = Duration.ofSeconds(on.threshold("unguardedMinutesMax")
                .multiply(BigDecimal.valueOf(60))
                .longValue());
        if (result.unguarded().compareTo(limit) > 0) {
            on.at(path)
                    .evidence("unguarded", result.unguarded())
                    .evidence("positions", result.positions())
                    .say("Nothing is liquidated for " + result.unguarded() + " on end while " + result.positions()
                            + " positions are open; " + limit + " is the limit");
        }
        if (result.ordersAtTheEnd() > 0) {
            on.at(path)
                    .as(result.cancellableBeforeTheEnd() ? Severity.WARN : Severity.ERROR)
                    .evidence("orders", result.ordersAtTheEnd())
                    .say(result.ordersAtTheEnd() + " orders rest now, and nobody can cancel once the market settles"
                            + (result.cancellableBeforeTheEnd()
                                    ? ": cancel what is left before"
                                    : "; no step before lets anybody cancel: put CANCEL_ONLY before it"));
        }
        if (result.positionsDelisted() > 0) {
            on.at(path)
                    .evidence("positions", result.positionsDelisted())
                    .say(result.positionsDelisted() + " positions are open now, and the market is delisted without"
                            + " settling: put SETTLING before it");
        }
    }

    /** Walks a plan on a venue that is ONLINE. */
    public static ModeResult play(Market market, StatusPlan plan, RestingOrders orders, Positions positions) {
        return play(market, plan, TradingStatus.ONLINE, orders, positions);
    }

    /**
     * Walks a plan.
     *
     * @param venue the status of the venue as a whole meanwhile; in each step the more restrictive of the two holds
     * @param positions none for a spot market
     */
    public static ModeResult play(
            Market market, StatusPlan plan, TradingStatus venue, RestingOrders orders, Positions positions) {
        int buys = 0;
        for (int row = 0; row < orders.size(); row++) {
            buys += orders.isBuy(row) ? 1 : 0;
        }
        int longs = 0;
        int shorts = 0;
        for (int row = 0; row < positions.size(); row++) {
            int sign = Long.signum(positions.contracts().unscaled(row));
            longs += sign > 0 ? 1 : 0;
            shorts += sign < 0 ? 1 : 0;
        }
        return new ModeResult(
                market, plan, venue, orders, positions, new ModeResult.Open(buys, orders.size() - buys, longs, shorts));
    }
}
