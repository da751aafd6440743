package io.countersign.client.scenario;

import io.countersign.client.live.RestingOrders;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * What S-TCK counts while it passes over the orders, in whole numbers. Not safe for concurrent use.
 *
 * <p>Orders are taken in blocks; within a block, what an order adds is masked and not branched on, for neither its side nor whether it
 * is on the grid can be foreseen, and a wrong guess costs more than all of the sums.
 */
final class TickTally {
    private final RestingOrders orders;
    private final boolean byPrice;
    private final long finer;
    private final TickSteps oldSteps;
    private final TickSteps newSteps;
    private final TickBlock block;
    private final long[] finePrices = new long[Lanes.ROWS];
    private final long[] values = new long[Lanes.ROWS];
    private final long[] ones = new long[Lanes.ROWS];
    private final long[] scratch = new long[Lanes.ROWS];

    private final int[] histogram;
    private final WorstRows worst;
    private long toBeat = -1;
    private final LaneSum offOldGrid = new LaneSum();
    private final LaneSum withoutPassivePrice = new LaneSum();
    private final LaneSum all = new LaneSum();
    private final LaneSum offGrid = new LaneSum();

    /**
     * A tally of some orders.
     *
     * @param byPrice whether an order's value is its quantity times its price, and not its quantity alone
     * @param finer what prices are multiplied with to be in the unit of both steps
     */
    TickTally(RestingOrders orders, boolean byPrice, long finer, TickSteps oldSteps, TickSteps newSteps, int worstMax) {
        this.orders = orders;
        this.byPrice = byPrice;
        this.finer = finer;
        this.oldSteps = oldSteps;
        this.newSteps = newSteps;
        this.block = new TickBlock(orders);
        this.histogram = new int[TickBlock.TURNS * TickBlock.TURN_BINS];
        Arrays.fill(ones, 1);
        this.worst = new WorstRows(worstMax);
    }

    /**
     * Passes over all orders, once.
     *
     * @throws IllegalArgumentException if a price does not fit the unit of the steps
     */
    void pass() {
        for (int from = 0; from < orders.size(); from += Lanes.ROWS) {
            block.read(from, Math.min(from + Lanes.ROWS, orders.size()));
            long bits = Lanes.bits(block.prices, scratch);
            if (bits < 0 || bits > Long.MAX_VALUE / finer) {
                requireFit(from);
            }
            Lanes.multiply(block.prices, finer, finePrices);
            place(bits < 0 ? bits : bits * finer);
            addValues(from, bits);
        }
    }

    /**
     * Counts the block's orders on and off both grids.
     *
     * @param mostPrice no fine price is greater than this; negative where one of them is
     */
    private void place(long mostPrice) {
        Divisor step = newSteps.lowest();
        if (newSteps.isOne() && TickBlock.isSmall(mostPrice, step)) {
            block.place(finePrices, step);
            block.addWithoutPassivePrice(finePrices, step, withoutPassivePrice.lanesFor(1));
        } else {
            block.placeEach(finePrices, newSteps);
            block.addEachWithoutPassivePrice(finePrices, newSteps, withoutPassivePrice.lanesFor(1));
        }
        step = oldSteps.lowest();
        if (oldSteps.isOne() && TickBlock.isSmall(mostPrice, step)) {
            TickBlock.addOff(finePrices, step, offOldGrid.lanesFor(1));
        } else {
            TickBlock.addEachOff(finePrices, oldSteps, offOldGrid.lanesFor(1));
        }
        block.countBins(histogram);
    }

    /** Adds up what the block's orders are worth. */
    private void addValues(int from, long priceBits) {
        long[] factors = byPrice ? block.prices : ones;
        long factorBits = byPrice ? priceBits : 1;
        if (factorBits < 0) {
            Arrays.setAll(factors, i -> Math.abs(factors[i]));
            factorBits = Lanes.bits(factors, scratch);
        }
        long quantityBits = Lanes.bits(block.quantities, scratch);
        if (quantityBits == 0 || factorBits <= Long.MAX_VALUE / quantityBits) {
            long most = factorBits * quantityBits;
            Lanes.multiply(factors, block.quantities, values);
            Lanes.add(values, all.lanesFor(most));
            Lanes.add(values, block.isOff, offGrid.lanesFor(most));
            Lanes.subtract(toBeat, values, block.isOff, scratch);
            if (Lanes.bits(scratch, scratch) < 0) {
                addAllWorst(from);
            }
        } else {
            addLargeValues(from, factors);
        }
    }

    /** The same in 128 bits. */
    private void addLargeValues(int from, long[] factors) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            long high = Math.multiplyHigh(factors[i], block.quantities[i]);
            long low = factors[i] * block.quantities[i];
            long isOff = block.isOff[i];
            all.total().add(high, low);
            offGrid.total().add(high & isOff, low & isOff);
            if (isOff != 0) {
                addWorst(from + i);
            }
        }
    }

    private void addAllWorst(int from) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            if (block.isOff[i] != 0 && values[i] > toBeat) {
                addWorst(from + i);
            }
        }
    }

    private void addWorst(int row) {
        worst.add(
                row,
                BigDecimal.valueOf(factor(row))
                        .multiply(BigDecimal.valueOf(orders.quantities().unscaled(row))));
        toBeat = worst.leastToBeat().min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    private long factor(int row) {
        return byPrice ? Math.abs(orders.prices().unscaled(row)) : 1;
    }

    private void requireFit(int from) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            if (Math.abs(block.prices[i]) > Long.MAX_VALUE / finer) {
                throw new IllegalArgumentException("A price does not fit the finer tick: "
                        + orders.prices().at(from + i).toPlainString() + " of "
                        + orders.ids().at(from + i));
            }
        }
    }

    int offOldGrid() {
        return offOldGrid.total().toDecimal(0).intValueExact();
    }

    int buysOff() {
        return off(TickBlock.BUY_BINS);
    }

    int sellsOff() {
        return off(0);
    }

    private int off(int firstBin) {
        int off = 0;
        for (int bin = 0; bin < TickBlock.BINS; bin++) {
            off += counted(firstBin + bin);
        }
        return off;
    }

    int withoutPassivePrice() {
        return withoutPassivePrice.total().toDecimal(0).intValueExact();
    }

    /** Orders off the grid by distance. */
    int histogram(int bin) {
        return counted(bin) + counted(TickBlock.BUY_BINS + bin);
    }

    private int counted(int bin) {
        int counted = 0;
        for (int turn = 0; turn < TickBlock.TURNS; turn++) {
            counted += histogram[turn * TickBlock.TURN_BINS + bin];
        }
        return counted;
    }

    List<Integer> worst() {
        return worst.rows();
    }

    ExactSum all() {
        return all.total();
    }

    ExactSum offGrid() {
        return offGrid.total();
    }
}
