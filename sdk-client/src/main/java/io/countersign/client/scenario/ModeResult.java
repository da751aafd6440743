package io.countersign.client.scenario;

import io.countersign.client.internal.Figures;
import io.countersign.client.internal.Statuses;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.StatusPlan;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.Market;
import io.countersign.model.market.OrderAction;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What S-MODE has shown: each step of a plan with what users and the venue can do in it. Immutable. */
public final class ModeResult extends ScenarioResult {
    private final Open open;
    private final List<Step> steps;
    private final Duration unguarded;
    private final Duration caught;
    private final boolean ends;
    private final boolean cancellableBeforeTheEnd;
    private final boolean delistedUnsettled;

    ModeResult(
            Market market, StatusPlan plan, TradingStatus venue, RestingOrders orders, Positions positions, Open open) {
        super(ID, market.documentId(), () -> inputs(market, plan, venue, orders, positions));
        this.open = open;
        List<Step> walked = new ArrayList<>();
        Duration at = Duration.ZERO;
        for (StatusPlan.Step step : plan.steps()) {
            walked.add(open.in(step.status().moreRestrictive(venue), at, step.lasts()));
            at = at.plus(step.lasts());
        }
        this.steps = List.copyOf(walked);
        this.unguarded = open.positions() == 0
                ? Duration.ZERO
                : longest(steps.stream()
                        .map(step -> Statuses.leavesPositionsUnguarded(step.status()))
                        .toList());
        this.caught = longest(steps.stream().map(step -> step.caught() > 0).toList());
        int end = 0;
        while (end < steps.size() && !isEnd(steps.get(end).status())) {
            end++;
        }
        this.ends = end < steps.size();
        this.cancellableBeforeTheEnd =
                steps.subList(0, end).stream().anyMatch(step -> step.status().permits(OrderAction.CANCEL));
        this.delistedUnsettled = ends && steps.get(end).status() == TradingStatus.DELISTED && open.positions() > 0;
    }

    private static final String ID = ModeScenario.ID;

    private static boolean isEnd(TradingStatus status) {
        return status == TradingStatus.SETTLING || status == TradingStatus.DELISTED;
    }

    /** The longest time on end in which something is so. */
    private Duration longest(List<Boolean> so) {
        Duration longest = Duration.ZERO;
        Duration now = Duration.ZERO;
        for (int i = 0; i < so.size(); i++) {
            now = so.get(i) ? now.plus(steps.get(i).lasts()) : Duration.ZERO;
            longest = now.compareTo(longest) > 0 ? now : longest;
        }
        return longest;
    }

    private static Digest inputs(
            Market market, StatusPlan plan, TradingStatus venue, RestingOrders orders, Positions positions) {
        return Digest.ofCanonical(new TreeMap<>(Map.of(
                "scenario", ID,
                "market", market.digest().toString(),
                "plan", plan.steps().toString(),
                "venue", venue.toString(),
                "orders", orders.digest().toString(),
                "positions", positions.digest().toString())));
    }

    /** The steps, the first one first. */
    public List<Step> steps() {
        return steps;
    }

    public int orders() {
        return open.buys() + open.sells();
    }

    public int positions() {
        return open.positions();
    }

    /** The longest time on end in which nothing is liquidated while positions are open and not being settled. */
    public Duration unguarded() {
        return unguarded;
    }

    /** The longest time on end in which some orders can neither match nor be cancelled. */
    public Duration caught() {
        return caught;
    }

    /** Orders that rest when the market settles or is delisted, if nobody cancels them; 0 where it does neither. */
    public int ordersAtTheEnd() {
        return ends ? orders() : 0;
    }

    /** Whether some step before the market settles lets orders be cancelled. */
    public boolean cancellableBeforeTheEnd() {
        return cancellableBeforeTheEnd;
    }

    /** Positions that are open when the market is delisted without having settled, if nobody closes them. */
    public int positionsDelisted() {
        return delistedUnsettled ? open.positions() : 0;
    }

    @Override
    public String title() {
        return String.join(
                " to ", steps.stream().map(step -> step.status().toString()).toList());
    }

    @Override
    public String summary() {
        return Figures.count(orders(), "order") + " and " + Figures.count(positions(), "position") + " over "
                + Figures.count(steps.size(), "step") + ": without liquidations for " + unguarded
                + " on end, orders caught for " + caught
                + (ends ? "; " + Figures.count(ordersAtTheEnd(), "order") + " to cancel before the end" : "");
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("orders", Integer.toString(orders()));
        figures.put("positions", Integer.toString(positions()));
        figures.put("steps", Integer.toString(steps.size()));
        figures.put("unguarded ISO 8601 duration", unguarded.toString());
        figures.put("caught ISO 8601 duration", caught.toString());
        figures.put("ordersAtTheEnd", Integer.toString(ordersAtTheEnd()));
        figures.put("positionsDelisted", Integer.toString(positionsDelisted()));
        return figures;
    }

    /** The steps in which something is caught or unguarded, in order. */
    @Override
    public List<String> worst() {
        return steps.stream()
                .filter(step -> step.caught() > 0 || (positions() > 0 && step.liquidatable() == 0))
                .map(Step::toString)
                .toList();
    }

    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "What each step allows, " + document().id(),
                        "step",
                        "orders and positions",
                        "can be cancelled",
                        "can match",
                        "can be liquidated")
                .describedAs(summary());
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            chart = chart.bar(
                    (i + 1) + " " + step.status(),
                    BigDecimal.valueOf(step.cancellable()),
                    BigDecimal.valueOf(step.matchable()),
                    BigDecimal.valueOf(step.liquidatable()));
        }
        return chart.toSvg();
    }

    @Override
    public List<TextTable> tables() {
        TextTable table = TextTable.of(
                "step",
                "status",
                "from",
                "lasts",
                "orders to cancel",
                "orders to match",
                "orders caught",
                "positions to close",
                "positions to liquidate");
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            table = table.row(
                    Integer.toString(i + 1),
                    step.status().toString(),
                    step.from().toString(),
                    step.lasts().toString(),
                    Integer.toString(step.cancellable()),
                    Integer.toString(step.matchable()),
                    Integer.toString(step.caught()),
                    Integer.toString(step.closable()),
                    Integer.toString(step.liquidatable()));
        }
        return List.of(table);
    }

    /**
     * One step.
     *
     * @param status the more restrictive of the market's and the venue's
     * @param from time since the plan began
     * @param cancellable orders that can be cancelled
     * @param matchable orders that can match; in REDUCE_ONLY at most those whose side reduces some open position
     * @param caught orders that can do neither
     * @param closable positions that can be closed by an order
     * @param liquidatable positions that can be liquidated
     */
    public record Step(
            TradingStatus status,
            Duration from,
            Duration lasts,
            int cancellable,
            int matchable,
            int caught,
            int closable,
            int liquidatable) {
        @Override
        public String toString() {
            return status + " from " + from + " for " + lasts + ": " + Figures.count(caught, "order") + " caught, "
                    + Figures.count(liquidatable, "position") + " can be liquidated";
        }
    }

    /** What is open when the plan begins. */
    record Open(int buys, int sells, int longs, int shorts) {
        int positions() {
            return longs + shorts;
        }

        Step in(TradingStatus status, Duration from, Duration lasts) {
            boolean matches = status.permits(OrderAction.MATCH);
            boolean reducing = status == TradingStatus.REDUCE_ONLY;
            int matchable = !matches ? 0 : (reducing && shorts == 0 ? 0 : buys) + (reducing && longs == 0 ? 0 : sells);
            int cancellable = status.permits(OrderAction.CANCEL) ? buys + sells : 0;
            int guarded = matches ? positions() : 0;
            return new Step(
                    status,
                    from,
                    lasts,
                    cancellable,
                    matchable,
                    cancellable > 0 ? 0 : buys + sells - matchable,
                    guarded,
                    guarded);
        }
    }
}
