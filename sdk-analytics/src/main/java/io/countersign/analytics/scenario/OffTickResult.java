package io.countersign.analytics.scenario;

import io.countersign.analytics.ResultTable;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.formula.Side;
import io.countersign.model.formula.TickLadder;
import io.countersign.model.market.DocumentId;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which resting orders a new tick size leaves off the grid: one row a market. Equal to what scenario S-TCK shows of the same
 * orders, digit for digit. Immutable.
 *
 * @param markets in order of identity; without those that have no order
 * @param rowsRead rows of the source
 * @param rowsLeftOut rows that the report is about; they are in no figure
 * @param report why rows were left out; empty where none was
 */
public record OffTickResult(List<MarketOrders> markets, long rowsRead, long rowsLeftOut, ValidationReport report) {
    /** Copies the list. */
    public OffTickResult {
        markets = List.copyOf(markets);
    }

    /**
     * The orders of one market. Values are in the quote asset (for a quanto contract in its settlement asset).
     *
     * @param market the market
     * @param before tick sizes by price before the change
     * @param after tick sizes by price after it
     * @param orders how many rest
     * @param offOldGrid how many are off the grid before the change already
     * @param buysOff orders to buy off the new grid
     * @param sellsOff orders to sell off the new grid
     * @param withoutPassivePrice buy orders below one new tick: rounding them down leaves no price
     * @param notional value of all orders
     * @param notionalOff value of those off the new grid
     * @param histogram orders off the new grid by distance to their passive price, in tenths of the new tick: first from 0 to a tenth
     * @param stranded the orders of greatest value off the new grid, of equal values the earlier row
     */
    public record MarketOrders(
            DocumentId market,
            TickLadder before,
            TickLadder after,
            long orders,
            long offOldGrid,
            long buysOff,
            long sellsOff,
            long withoutPassivePrice,
            BigDecimal notional,
            BigDecimal notionalOff,
            List<Long> histogram,
            List<StrandedOrder> stranded) {
        /** Copies the lists. */
        public MarketOrders {
            histogram = List.copyOf(histogram);
            stranded = List.copyOf(stranded);
        }

        /** How many orders are off the new grid. */
        public long off() {
            return buysOff + sellsOff;
        }
    }

    /**
     * An order off the new grid.
     *
     * @param id the exchange's id
     * @param side buys or sells
     * @param price in quote asset per base asset
     * @param quantity what remains: base units in a spot market, else contracts
     * @param passivePrice the nearest price on the new grid away from the market
     */
    public record StrandedOrder(String id, Side side, Price price, BigDecimal quantity, Price passivePrice) {}

    /** Orders off the new grid, over all markets. */
    public long off() {
        return markets.stream().mapToLong(MarketOrders::off).sum();
    }

    /** The markets as rows. */
    public ResultTable table() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (MarketOrders market : markets) {
            rows.add(new @Nullable Object[] {
                market.market().id(),
                market.before().toString(),
                market.after().toString(),
                market.orders(),
                market.offOldGrid(),
                market.buysOff(),
                market.sellsOff(),
                market.withoutPassivePrice(),
                market.notional(),
                market.notionalOff()
            });
        }
        return ScenarioTables.table(
                rows,
                "market VARCHAR",
                "tick_before VARCHAR",
                "tick_after VARCHAR",
                "orders BIGINT",
                "off_old_grid BIGINT",
                "buys_off BIGINT",
                "sells_off BIGINT",
                "without_passive_price BIGINT",
                "notional DECIMAL",
                "notional_off DECIMAL");
    }

    /** The worst orders of all markets as rows. */
    public ResultTable worstTable() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (MarketOrders market : markets) {
            for (StrandedOrder order : market.stranded()) {
                rows.add(new @Nullable Object[] {
                    market.market().id(),
                    order.id(),
                    order.side().name(),
                    order.price().value(),
                    order.quantity(),
                    order.passivePrice().value()
                });
            }
        }
        return ScenarioTables.table(
                rows,
                "market VARCHAR",
                "order_id VARCHAR",
                "side VARCHAR",
                "price DECIMAL",
                "quantity DECIMAL",
                "passive_price DECIMAL");
    }

    /** The markets as a table for people. */
    @Override
    public String toString() {
        return table().toString();
    }
}
