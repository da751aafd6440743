package io.countersign.client.scenario;

import java.math.BigDecimal;
import java.util.List;

/** What S-TCK counts while it passes over the orders, in whole numbers. Not safe for concurrent use. */
final class TickTally {
    private final int[] histogram;
    private final WorstRows worst;
    private int offOldGrid;
    private int buysOff;
    private int sellsOff;
    private int withoutPassivePrice;
    private final ExactSum notional = new ExactSum();
    private final ExactSum buyNotionalOff = new ExactSum();
    private final ExactSum sellNotionalOff = new ExactSum();

    TickTally(int bins, int worstMax) {
        this.histogram = new int[bins];
        this.worst = new WorstRows(worstMax);
    }

    /**
     * Counts one order.
     *
     * @param above how far the price is above the grid price below it, in the unit of {@code step}
     * @param factor what the quantity is multiplied with for the order's value
     */
    void add(
            int row,
            boolean isBuy,
            boolean isOffOldGrid,
            long above,
            long step,
            long price,
            long factor,
            long quantity) {
        notional.addProduct(factor, quantity);
        offOldGrid += isOffOldGrid ? 1 : 0;
        if (above == 0) {
            return;
        }
        long distance = isBuy ? above : step - above;
        histogram[bin(distance, step)]++;
        if (isBuy) {
            buysOff++;
            withoutPassivePrice += price > 0 && price < step ? 1 : 0;
            buyNotionalOff.addProduct(factor, quantity);
        } else {
            sellsOff++;
            sellNotionalOff.addProduct(factor, quantity);
        }
        worst.add(row, BigDecimal.valueOf(factor).multiply(BigDecimal.valueOf(quantity)));
    }

    int offOldGrid() {
        return offOldGrid;
    }

    int buysOff() {
        return buysOff;
    }

    int sellsOff() {
        return sellsOff;
    }

    int withoutPassivePrice() {
        return withoutPassivePrice;
    }

    int histogram(int bin) {
        return histogram[bin];
    }

    List<Integer> worst() {
        return worst.rows();
    }

    ExactSum notional() {
        return notional;
    }

    ExactSum buyNotionalOff() {
        return buyNotionalOff;
    }

    ExactSum sellNotionalOff() {
        return sellNotionalOff;
    }

    private int bin(long distance, long step) {
        long bins = histogram.length;
        return (int)
                (step <= Long.MAX_VALUE / bins ? distance * bins / step : Math.min(bins - 1, distance / (step / bins)));
    }
}
