package io.countersign.client.scenario;

import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.RestingOrders;
import java.math.BigDecimal;
import java.util.List;

/**
 * What S-TCK counts while it passes over the orders, in whole numbers. Not safe for concurrent use.
 *
 * <p>Orders are taken in blocks whose sums stay in local variables; within a block, what an order adds is masked and not branched
 * on, for neither its side nor whether it is on the grid can be foreseen, and a wrong guess costs more than all of the sums.
 */
final class TickTally {
    private static final int BLOCK = 1024;

    /** Histograms that rows take in turns, so that a bin is not written again before the last writing is done. */
    private static final int TURNS = 4;

    private final RestingOrders orders;
    private final DecimalColumn prices;
    private final DecimalColumn quantities;
    private final boolean byPrice;
    private final long finer;
    private final TickSteps oldSteps;
    private final TickSteps newSteps;
    private final int bins;
    private final int[] histogram;
    private final long[] offMasks = new long[BLOCK];
    private final long[] offBuyMasks = new long[BLOCK];
    private final WorstRows worst;
    private final ExactSum all = new ExactSum();
    private final ExactSum offGrid = new ExactSum();
    private final ExactSum buysOffGrid = new ExactSum();
    private long toBeat = -1;
    private int offOldGrid;
    private int off;
    private int buys;
    private int buysOff;
    private int withoutPassivePrice;

    /**
     * A tally of some orders.
     *
     * @param byPrice whether an order's value is its quantity times its price, and not its quantity alone
     * @param finer what prices are multiplied with to be in the unit of both steps
     */
    TickTally(
            RestingOrders orders,
            boolean byPrice,
            long finer,
            TickSteps oldSteps,
            TickSteps newSteps,
            int bins,
            int worstMax) {
        this.orders = orders;
        this.prices = orders.prices();
        this.quantities = orders.quantities();
        this.byPrice = byPrice;
        this.finer = finer;
        this.oldSteps = oldSteps;
        this.newSteps = newSteps;
        this.bins = bins;
        this.histogram = new int[TURNS * (bins + 1)];
        this.worst = new WorstRows(worstMax);
    }

    /**
     * Passes over all orders, once.
     *
     * @throws IllegalArgumentException if a price does not fit the unit of the steps
     */
    void pass() {
        for (int from = 0; from < orders.size(); from += BLOCK) {
            int to = Math.min(from + BLOCK, orders.size());
            long greatestPrice = 0;
            long greatestQuantity = 0;
            for (int row = from; row < to; row++) {
                greatestPrice = Math.max(greatestPrice, Math.abs(prices.unscaled(row)));
                greatestQuantity = Math.max(greatestQuantity, quantities.unscaled(row));
            }
            if (greatestPrice > Long.MAX_VALUE / finer) {
                throw new IllegalArgumentException("A price does not fit the finer tick: " + greatest(from, to));
            }
            long factor = byPrice ? greatestPrice : 1;
            block(from, to);
            if (greatestQuantity == 0 || factor <= Long.MAX_VALUE / BLOCK / greatestQuantity) {
                values(from, to);
            } else {
                largeValues(from, to);
            }
        }
    }

    /** What is counted. */
    private void block(int from, int to) {
        int blockOff = 0;
        int blockBuys = 0;
        int blockBuysOff = 0;
        int blockOffOld = 0;
        int blockWithout = 0;
        for (int row = from; row < to; row++) {
            long price = prices.unscaled(row) * finer;
            Divisor step = newSteps.at(price);
            long above = step.remainder(price);
            int buy = orders.isBuy(row) ? 1 : 0;
            long isOff = -above >> 63;
            long isOffBuy = isOff & -buy;
            offMasks[row - from] = isOff;
            offBuyMasks[row - from] = isOffBuy;
            blockOff -= (int) isOff;
            blockBuys += buy;
            blockBuysOff -= (int) isOffBuy;
            blockOffOld += oldSteps.at(price).remainder(price) == 0 ? 0 : 1;
            int bin = bin(above + (1 - buy) * (step.number() - 2 * above), step);
            histogram[row % TURNS * (bins + 1) + bin]++;
            if (price < step.number() && price > 0) {
                blockWithout -= (int) isOffBuy;
            }
        }
        off += blockOff;
        buys += blockBuys;
        buysOff += blockBuysOff;
        offOldGrid += blockOffOld;
        withoutPassivePrice += blockWithout;
    }

    /** What they are worth, where a block's sums fit 64 bits. */
    private void values(int from, int to) {
        long blockAll = 0;
        long blockOff = 0;
        long blockBuysOff = 0;
        for (int row = from; row < to; row++) {
            long value = factor(row) * quantities.unscaled(row);
            blockAll += value;
            blockOff += value & offMasks[row - from];
            blockBuysOff += value & offBuyMasks[row - from];
        }
        for (int row = from; row < to; row++) {
            long value = factor(row) * quantities.unscaled(row);
            if (value > toBeat && offMasks[row - from] != 0) {
                addWorst(row);
            }
        }
        all.add(blockAll);
        offGrid.add(blockOff);
        buysOffGrid.add(blockBuysOff);
    }

    /** What they are worth, in 128 bits. */
    private void largeValues(int from, int to) {
        for (int row = from; row < to; row++) {
            long high = Math.multiplyHigh(factor(row), quantities.unscaled(row));
            long low = factor(row) * quantities.unscaled(row);
            all.add(high, low);
            offGrid.add(high & offMasks[row - from], low & offMasks[row - from]);
            buysOffGrid.add(high & offBuyMasks[row - from], low & offBuyMasks[row - from]);
            if (offMasks[row - from] != 0) {
                addWorst(row);
            }
        }
    }

    private void addWorst(int row) {
        worst.add(row, BigDecimal.valueOf(factor(row)).multiply(BigDecimal.valueOf(quantities.unscaled(row))));
        toBeat = worst.leastToBeat().min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    private long factor(int row) {
        return byPrice ? Math.abs(prices.unscaled(row)) : 1;
    }

    private String greatest(int from, int to) {
        int greatest = from;
        for (int row = from; row < to; row++) {
            greatest = Math.abs(prices.unscaled(row)) > Math.abs(prices.unscaled(greatest)) ? row : greatest;
        }
        return prices.at(greatest).toPlainString() + " of " + orders.ids().at(greatest);
    }

    int offOldGrid() {
        return offOldGrid;
    }

    int buysOff() {
        return buysOff;
    }

    int sellsOff() {
        return off - buysOff;
    }

    int withoutPassivePrice() {
        return withoutPassivePrice;
    }

    /** Orders off the grid by distance; orders on it were counted too, buys at no distance and sells at a whole step. */
    int histogram(int bin) {
        int counted = bin == 0 ? buysOff - buys : 0;
        for (int turn = 0; turn < TURNS; turn++) {
            counted += histogram[turn * (bins + 1) + bin];
        }
        return counted;
    }

    List<Integer> worst() {
        return worst.rows();
    }

    ExactSum all() {
        return all;
    }

    ExactSum offGrid() {
        return offGrid;
    }

    ExactSum buysOffGrid() {
        return buysOffGrid;
    }

    private int bin(long distance, Divisor step) {
        return (int)
                (step.number() <= Long.MAX_VALUE / bins
                        ? step.quotient(distance * bins)
                        : Math.min(distance == step.number() ? bins : bins - 1, distance / (step.number() / bins)));
    }
}
