package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.count;
import static io.countersign.client.internal.Figures.money;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.share;

import io.countersign.client.internal.Valuation;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.Market;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What S-LOT has shown. Sizes are in {@link #unit()}, values in the quote asset (for a quanto in its settlement asset). Immutable. */
public final class LotResult extends ScenarioResult {
    private final Market market;
    private final String holdingWord;
    private final Quantity newLot;
    private final Quantity smallestOrder;
    private final Price price;
    private final LotDust holdings;
    private final OrderFit orders;
    private final Valuation valuation;

    LotResult(
            Market market,
            String holdingWord,
            Quantity newLot,
            Quantity smallestOrder,
            Price price,
            LotDust holdings,
            OrderFit orders,
            Valuation valuation,
            Supplier<Digest> inputs) {
        super(LotScenario.ID, market.documentId(), inputs);
        this.market = market;
        this.holdingWord = holdingWord;
        this.newLot = newLot;
        this.smallestOrder = smallestOrder;
        this.price = price;
        this.holdings = holdings;
        this.orders = orders;
        this.valuation = valuation;
    }

    /** The positions, or the balances of the base asset. */
    public LotDust holdings() {
        return holdings;
    }

    /** What one is called: position or balance. */
    public String holdingWord() {
        return holdingWord;
    }

    /** The smallest order after the change, at the price given. */
    public Quantity smallestOrder() {
        return smallestOrder;
    }

    /** What sizes are counted in: contracts, or the base asset. */
    public String unit() {
        return Valuation.sizeUnit(market);
    }

    /** Value of the dust at the price given. */
    public BigDecimal dustValue() {
        return value(holdings.dust());
    }

    /** Value of the holdings that can no longer be closed. */
    public BigDecimal unclosableValue() {
        return value(holdings.unclosableAmount());
    }

    /** Open orders in all. */
    public int orders() {
        return orders.orders();
    }

    /** Orders that were whole lots and no longer are. */
    public int ordersOff() {
        return orders.offLot();
    }

    /** Orders that met the minima and no longer do. */
    public int ordersBelow() {
        return orders.below();
    }

    @Override
    public String title() {
        return "lot " + newLot + ", smallest order " + smallestOrder;
    }

    @Override
    public String summary() {
        return count(holdings.stranded(), holdingWord) + " of " + holdings.held() + " ("
                + share(holdings.stranded(), holdings.held()) + ") are no whole lots of " + newLot
                + " any more, with dust of " + plain(holdings.dust()) + " " + unit() + " worth " + money(dustValue())
                + " " + currency() + "; " + holdings.unclosable() + " worth " + money(unclosableValue()) + " "
                + currency() + " can no longer be closed; of " + count(orders.orders(), "open order") + " "
                + orders.offLot() + " are no whole lots and " + orders.below() + " below the minimum"
                + (holdings.offBefore() == 0 ? "" : "; " + holdings.offBefore() + " were no whole lots before already");
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("dust " + unit(), plain(holdings.dust()));
        figures.put("dustValue " + currency(), money(dustValue()));
        figures.put("holdings", Integer.toString(holdings.held()));
        figures.put("holdingsOffBefore", Integer.toString(holdings.offBefore()));
        figures.put("holdingsStranded", Integer.toString(holdings.stranded()));
        figures.put("holdingsUnclosable", Integer.toString(holdings.unclosable()));
        figures.put("newLot", newLot.toString());
        figures.put("orders", Integer.toString(orders.orders()));
        figures.put("ordersBelowMinimum", Integer.toString(orders.below()));
        figures.put("ordersOffLot", Integer.toString(orders.offLot()));
        figures.put("price", price.toString());
        figures.put("smallestOrder", smallestOrder.toString());
        figures.put("unclosableValue " + currency(), money(unclosableValue()));
        return figures;
    }

    @Override
    public List<String> worst() {
        return holdings.worst().stream()
                .map(holding -> holding.account() + " " + plain(holding.amount()) + " " + unit() + ", " + fate(holding))
                .toList();
    }

    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "Dust under the new lot of " + newLot + ", " + market.id(),
                        "what is over whole lots, percent of the new lot",
                        holdingWord + "s",
                        holdingWord + "s")
                .describedAs(summary());
        int width = 100 / LotDust.BINS;
        for (int bin = 0; bin < LotDust.BINS; bin++) {
            chart = chart.bar(
                    bin * width + "-" + (bin + 1) * width,
                    BigDecimal.valueOf(holdings.histogram().get(bin)));
        }
        return chart.toSvg();
    }

    @Override
    public List<TextTable> tables() {
        TextTable table = TextTable.of("account", "holds", "dust", "value of the dust", "fate");
        for (LotDust.Holding holding : holdings.worst()) {
            BigDecimal dust = dust(holding);
            table = table.row(
                    holding.account(),
                    plain(holding.amount()),
                    plain(dust),
                    money(value(dust)) + " " + currency(),
                    fate(holding));
        }
        return List.of(table);
    }

    private BigDecimal dust(LotDust.Holding holding) {
        return holding.amount().abs().remainder(newLot.value());
    }

    private String fate(LotDust.Holding holding) {
        BigDecimal whole = holding.amount().abs().subtract(dust(holding));
        return whole.compareTo(smallestOrder.value()) < 0
                ? "cannot be closed"
                : plain(dust(holding)) + " cannot be traded";
    }

    private BigDecimal value(BigDecimal size) {
        return valuation.value(size, price.value());
    }

    private String currency() {
        return Valuation.currency(market);
    }
}
