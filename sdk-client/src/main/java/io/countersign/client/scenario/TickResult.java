package io.countersign.client.scenario;

import io.countersign.client.rule.RestingOrders;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.formula.PriceGrid;
import io.countersign.model.formula.Side;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Html;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What S-TCK has shown. Values are in the quote asset (for a quanto contract in its settlement asset). Immutable. */
public final class TickResult implements ScenarioResult {
    private final DocumentId document;
    private final TickSize oldTick;
    private final TickSize newTick;
    private final String currency;
    private final int orders;
    private final int offOldGrid;
    private final int buysOff;
    private final int sellsOff;
    private final int withoutPassivePrice;
    private final BigDecimal notional;
    private final BigDecimal buyNotionalOff;
    private final BigDecimal sellNotionalOff;
    private final List<Integer> histogram;
    private final List<StrandedOrder> worst;
    private final Digest inputs;

    TickResult(
            MarketDocument document,
            TickSize oldTick,
            TickSize newTick,
            RestingOrders orders,
            TickTally tally,
            Function<ExactSum, BigDecimal> toNotional,
            Digest inputs) {
        this.document = document.documentId();
        this.oldTick = oldTick;
        this.newTick = newTick;
        this.currency = currency(document);
        this.orders = orders.size();
        this.offOldGrid = tally.offOldGrid();
        this.buysOff = tally.buysOff();
        this.sellsOff = tally.sellsOff();
        this.withoutPassivePrice = tally.withoutPassivePrice();
        this.notional = toNotional.apply(tally.notional());
        this.buyNotionalOff = toNotional.apply(tally.buyNotionalOff());
        this.sellNotionalOff = toNotional.apply(tally.sellNotionalOff());
        List<Integer> bins = new ArrayList<>();
        for (int bin = 0; bin < TickScenario.BINS; bin++) {
            bins.add(tally.histogram(bin));
        }
        this.histogram = List.copyOf(bins);
        PriceGrid grid = new PriceGrid(newTick);
        this.worst = tally.worst().stream()
                .map(row -> new StrandedOrder(
                        orders.id(row),
                        orders.side(row),
                        new Price(orders.priceAt(row)),
                        orders.quantityAt(row),
                        grid.passive(orders.side(row), new Price(orders.priceAt(row)))))
                .toList();
        this.inputs = inputs;
    }

    public DocumentId document() {
        return document;
    }

    public TickSize oldTick() {
        return oldTick;
    }

    public TickSize newTick() {
        return newTick;
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
        return buyNotionalOff.add(sellNotionalOff);
    }

    /** Orders by distance to their passive price on the new grid, in tenths of the new tick: first from 0 to a tenth. */
    public List<Integer> histogram() {
        return histogram;
    }

    /** The orders of greatest value off the new grid. */
    public List<StrandedOrder> worst() {
        return worst;
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

    /** One sentence with the figures that matter. */
    public String summary() {
        return off() + " of " + count(orders) + " (" + share(BigDecimal.valueOf(off()), BigDecimal.valueOf(orders))
                + ") leave the grid: " + buysOff + " to buy, " + sellsOff + " to sell, worth " + money(notionalOff())
                + " "
                + currency + " (" + share(notionalOff(), notional) + " of the book)"
                + (offOldGrid == 0 ? "" : "; " + offOldGrid + " were off the old grid already");
    }

    @Override
    public ScenarioEvidence toEvidence() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("orders", Integer.toString(orders));
        figures.put("ordersOffGrid", Integer.toString(off()));
        figures.put("ordersOffOldGrid", Integer.toString(offOldGrid));
        figures.put("buysOffGrid", Integer.toString(buysOff));
        figures.put("sellsOffGrid", Integer.toString(sellsOff));
        figures.put("withoutPassivePrice", Integer.toString(withoutPassivePrice));
        figures.put("notional" + unit(), plain(notional));
        figures.put("notionalOffGrid" + unit(), plain(notionalOff()));
        figures.put("newTick", newTick.toString());
        figures.put("oldTick", oldTick.toString());
        for (TickPolicy policy : TickScenario.policies()) {
            figures.put("outcome " + policy, outcome(policy));
        }
        return ScenarioEvidence.builder()
                .scenario(TickScenario.ID)
                .document(document)
                .summary(summary())
                .figures(figures)
                .worst(worst.stream().map(StrandedOrder::toString).toList())
                .inputs(inputs)
                .build();
    }

    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "Orders off the new grid of " + newTick + ", " + document.id(),
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

    @Override
    public String toHtml() {
        return Html.element(
                        "section",
                        Html.heading(3, "S-TCK " + document + ": tick " + oldTick + " to " + newTick),
                        Html.paragraph(summary()),
                        Html.trusted(chart()),
                        Html.trusted(policyTable()),
                        Html.trusted(worstTable()))
                .markup();
    }

    @Override
    public String toString() {
        return "S-TCK " + document + ", tick " + oldTick + " to " + newTick + "\n" + summary() + "\n\n" + policyTable()
                + "\n\n" + worstTable();
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

    private static String currency(MarketDocument document) {
        if (document instanceof SpotMarket market) {
            return market.quote();
        }
        FuturesContract contract = (FuturesContract) document;
        return contract.payoff() == Payoff.QUANTO
                ? "settlement units"
                : contract.quote().orElse("quote units");
    }

    private static String count(int orders) {
        return orders + (orders == 1 ? " order" : " orders");
    }

    private static String money(BigDecimal value) {
        return value.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? "0 %"
                : part.movePointRight(2)
                                .divide(whole, 1, RoundingMode.HALF_EVEN)
                                .toPlainString() + " %";
    }
}
