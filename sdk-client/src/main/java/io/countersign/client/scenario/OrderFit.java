package io.countersign.client.scenario;

import io.countersign.client.internal.Valuation;
import io.countersign.client.live.RestingOrders;
import io.countersign.model.formula.LotGrid;
import io.countersign.model.market.Market;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;

/**
 * Open orders that fitted a market's sizes and no longer do: no whole number of lots, or below the least order. One pass over
 * columns.
 */
public final class OrderFit {
    private final RestingOrders orders;
    private int offLot;
    private int below;
    private int firstBelow;

    private OrderFit(RestingOrders orders) {
        this.orders = orders;
    }

    /**
     * Looks at every order under the old sizes and the new ones. Where a market publishes no lot step, every order is whole lots.
     *
     * @throws IllegalArgumentException if a quantity has too many digits to be counted in the finer of the two lots, or a contract's
     *     size does not count what its payoff needs
     */
    public static OrderFit of(Market before, Market after, RestingOrders orders) {
        BigDecimal oldLot = lot(before);
        BigDecimal newLot = lot(after);
        int scale = Math.max(orders.quantities().scale(), Math.max(oldLot.scale(), newLot.scale()));
        OrderFit fit = new OrderFit(orders);
        fit.pass(
                TickSteps.unscaled(oldLot, scale),
                TickSteps.unscaled(newLot, scale),
                TickSteps.unscaled(BigDecimal.ONE, scale - orders.quantities().scale()),
                minimum(before, orders),
                minimum(after, orders));
        return fit;
    }

    private void pass(long oldLot, long newLot, long finer, OrderMinimum oldLeast, OrderMinimum newLeast) {
        for (int row = 0; row < orders.size(); row++) {
            if (isOff(row, newLot, finer) && !isOff(row, oldLot, finer)) {
                offLot++;
            }
            if (!newLeast.isMet(row) && oldLeast.isMet(row)) {
                firstBelow = below == 0 ? row : firstBelow;
                below++;
            }
        }
    }

    private boolean isOff(int row, long lot, long finer) {
        if (lot == 0) {
            return false;
        }
        try {
            return Math.multiplyExact(orders.quantities().unscaled(row), finer) % lot != 0;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "An order does not fit the finer lot: "
                            + orders.quantities().at(row).toPlainString() + " of "
                            + orders.ids().at(row),
                    e);
        }
    }

    private static BigDecimal lot(Market market) {
        return Valuation.grid(market).map(LotGrid::lotStep).map(Quantity::value).orElse(BigDecimal.ZERO);
    }

    private static OrderMinimum minimum(Market market, RestingOrders orders) {
        return OrderMinimum.of(market, orders)
                .orElseThrow(() -> new IllegalArgumentException("The contract's size does not count what its payoff"
                        + " needs: " + market.documentId() + ", see rule D-PAY-01"));
    }

    /** Open orders in all. */
    public int orders() {
        return orders.size();
    }

    /** Orders that were whole lots and no longer are. */
    public int offLot() {
        return offLot;
    }

    /** Orders that met the least quantity and the least value and no longer do. */
    public int below() {
        return below;
    }

    /** The id of the first of these; empty where there is none. */
    public String sampleBelow() {
        return below == 0 ? "" : orders.ids().at(firstBelow);
    }
}
