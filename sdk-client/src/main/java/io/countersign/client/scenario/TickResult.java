package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.money;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.share;

import io.countersign.client.internal.Valuation;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.formula.Side;
import io.countersign.model.formula.TickLadder;
import io.countersign.model.json.Digest;
import io.countersign.model.market.Market;
import io.countersign.model.unit.Price;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** What S-TCK has shown. Values are in the quote asset (for a quanto contract in its settlement asset). Immutable. */
public final class TickResult extends ScenarioResult {
    private final TickLadder before;
    private final TickLadder after;
    private final String currency;
    private final int orders;
    private final int offOldGrid;
    private final int buysOff;
    private final int sellsOff;
    private final int withoutPassivePrice;
    private final BigDecimal notional;
    private final BigDecimal notionalOff;
    private final List<Integer> histogram;
    private final List<StrandedOrder> worst;

    TickResult(
            Market document,
            TickLadder before,
            TickLadder after,
            RestingOrders orders,
            TickTally tally,
            Function<ExactSum, BigDecimal> toNotional,
            Supplier<Digest> inputs) {
        super(TickScenario.ID, document.documentId(), inputs);
        this.before = before;
        this.after = after;
        this.currency = Valuation.currency(document);
        this.orders = orders.size();
        this.offOldGrid = tally.offOldGrid();
        this.buysOff = tally.buysOff();
        this.sellsOff = tally.sellsOff();
        this.withoutPassivePrice = tally.withoutPassivePrice();
        this.notional = toNotional.apply(tally.all());
        this.notionalOff = toNotional.apply(tally.offGrid());
        List<Integer> bins = new ArrayList<>();
        for (int bin = 0; bin < TickBlock.BINS; bin++) {
            bins.add(tally.histogram(bin));
        }
        this.histogram = List.copyOf(bins);
        this.worst = tally.worst().stream()
                .map(row -> new StrandedOrder(
                        orders.ids().at(row),
                        orders.side(row),
                        new Price(orders.prices().at(row)),
                        orders.quantities().at(row),
                        after.passive(
                                orders.side(row), new Price(orders.prices().at(row)))))
                .toList();
    }

    /** The tick size before the change, by price. */
    public TickLadder before() {
        return before;
    }

    /** The tick size after the change, by price. */
    public TickLadder after() {
        return after;
    }

    /** How many orders rest in all. */
    public int orders() {
        return orders;
    }

    /** How many were off the grid before the change already. */
    public int offOldGrid() {
        return offOldGrid;
    }

    /** How many are off the new grid. */
    public int off() {
        return buysOff + sellsOff;
    }

    public int buysOff() {
        return buysOff;
    }

    public int sellsOff() {
        return sellsOff;
    }

    /** Buy orders below one new tick: rounding them down leaves no price. */
    public int withoutPassivePrice() {
        return withoutPassivePrice;
    }

    /** Value of all resting orders. */
    public BigDecimal notional() {
        return notional;
    }

    /** Value of the orders off the new grid. */
    public BigDecimal notionalOff() {
        return notionalOff;
    }

    /** Orders by distance to their passive price on the new grid, in tenths of the new tick: first from 0 to a tenth. */
    public List<Integer> histogram() {
        return histogram;
    }

    /** The orders of greatest value off the new grid. */
    public List<StrandedOrder> stranded() {
        return worst;
    }

    @Override
    public List<String> worst() {
        return worst.stream().map(StrandedOrder::toString).toList();
    }

    @Override
    public String title() {
        return "tick " + before + " to " + after;
    }

    @Override
    public List<TextTable> tables() {
        return List.of(policyTable(), worstTable());
    }

    /** What a policy does, in a sentence with figures. */
    public String outcome(TickPolicy policy) {
        String value = money(notionalOff()) + " " + currency;
        return switch (policy) {
            case GRANDFATHER ->
                off() == 0
                        ? "nothing stays off the grid"
                        : count(off()) + " worth " + value + " stay off the grid until filled or cancelled";
            case CANCEL_OFF_GRID ->
                off() == 0 ? "nothing is cancelled" : count(off()) + " worth " + value + " are cancelled";
            case ROUND_PASSIVE ->
                off() == 0
                        ? "nothing moves"
                        : count(off() - withoutPassivePrice) + " move to a worse price"
                                + (withoutPassivePrice == 0
                                        ? ""
                                        : ", " + withoutPassivePrice + " have no price left and are cancelled");
            case REQUIRE_EMPTY_BOOK ->
                orders == 0 ? "the book is empty" : "the change waits for " + count(orders) + " to leave";
        };
    }

    @Override
    public String summary() {
        return off() + " of " + count(orders) + " (" + share(BigDecimal.valueOf(off()), BigDecimal.valueOf(orders))
                + ") leave the grid: " + buysOff + " to buy, " + sellsOff + " to sell, worth " + money(notionalOff())
                + " "
                + currency + " (" + share(notionalOff(), notional) + " of the book)"
                + (offOldGrid == 0 ? "" : "; " + offOldGrid + " were off the old grid already");
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("orders", Integer.toString(orders));
        figures.put("ordersOffGrid", Integer.toString(off()));
        figures.put("ordersOffOldGrid", Integer.toString(offOldGrid));
        figures.put("buysOffGrid", Integer.toString(buysOff));
        figures.put("sellsOffGrid", Integer.toString(sellsOff));
        figures.put("withoutPassivePrice", Integer.toString(withoutPassivePrice));
        figures.put("notional" + unit(), plain(notional));
        figures.put("notionalOffGrid" + unit(), plain(notionalOff()));
        figures.put("newTick", after.toString());
        figures.put("oldTick", before.toString());
        for (TickPolicy policy : TickScenario.policies()) {
            figures.put("outcome " + policy, outcome(policy));
        }
        return figures;
    }

    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "Orders off the new grid of " + after + ", "
                                + document().id(),
                        "distance to the passive price on the new grid, percent of the new tick",
                        "orders",
                        "orders")
                .describedAs(summary());
        for (int bin = 0; bin < histogram.size(); bin++) {
            int width = 100 / histogram.size();
            chart = chart.bar(bin * width + "-" + (bin + 1) * width, BigDecimal.valueOf(histogram.get(bin)));
        }
        return chart.toSvg();
    }

    /** The worst orders, for people. */
    public TextTable worstTable() {
        TextTable table = TextTable.of("order", "side", "price", "quantity", "passive price");
        for (StrandedOrder order : worst) {
            table = table.row(
                    order.id(),
                    order.side().toString(),
                    order.price().toString(),
                    plain(order.quantity()),
                    order.passivePrice().toString());
        }
        return table;
    }

    /** What each policy does, for people. */
    public TextTable policyTable() {
        TextTable table = TextTable.of("tick policy", "what it does");
        for (TickPolicy policy : TickScenario.policies()) {
            table = table.row(policy.toString(), outcome(policy));
        }
        return table;
    }

    /**
     * One order off the new grid.
     *
     * @param quantity base units in a spot market, else contracts
     * @param passivePrice the nearest price on the new grid away from the market
     */
    public record StrandedOrder(String id, Side side, Price price, BigDecimal quantity, Price passivePrice) {
        @Override
        public String toString() {
            return id + " " + side + " " + plain(quantity) + " at " + price + ", passive price " + passivePrice;
        }
    }

    private String unit() {
        return currency.isEmpty() ? "" : " " + currency;
    }

    private static String count(int orders) {
        return orders + (orders == 1 ? " order" : " orders");
    }
}
