package io.countersign.client.scenario;

import io.countersign.client.live.RestingOrders;
import java.util.Arrays;

/**
 * A block of orders, and where each lies on the new grid. Rows after the last order are of price and quantity 0. Not safe for
 * concurrent use; see {@link Lanes} for how its loops are written.
 */
final class TickBlock {
    /** Bins of a distance: tenths of the new tick. */
    static final int BINS = 10;

    /** The first bin of orders to buy; before it are those to sell, the last of them for orders on the grid. */
    static final int BUY_BINS = BINS + 1;

    /** The bins of a turn: rows take turns, so that a bin is not counted up again before the last time is done. */
    static final int TURN_BINS = 2 * BUY_BINS;

    static final int TURNS = 4;

    private final RestingOrders orders;
    private final long[] buyWords;

    final long[] prices = new long[Lanes.ROWS];
    final long[] quantities = new long[Lanes.ROWS];

    /** All ones for an order to buy, else 0. */
    final long[] isBuy = new long[Lanes.ROWS];

    /** All ones for an order off the grid, else 0. */
    final long[] isOff = new long[Lanes.ROWS];

    /**
     * The bin of the distance that the order would move, down to buy and up to sell, or that of the orders on the grid; by side and by
     * turn.
     */
    private final long[] bin = new long[Lanes.ROWS];

    // Not static: loops over an array that is a constant to the compiler go row by row.
    private final long[] bitOfRow = new long[Lanes.ROWS];
    private final long[] turnOfRow = new long[Lanes.ROWS];
    private final long[] above = new long[Lanes.ROWS];
    private final long[] binStart = new long[Lanes.ROWS];
    private final long[] binDown = new long[Lanes.ROWS];
    private final long[] binUp = new long[Lanes.ROWS];

    TickBlock(RestingOrders orders) {
        this.orders = orders;
        this.buyWords = orders.buyWords();
        Arrays.setAll(bitOfRow, row -> 1L << row);
        Arrays.setAll(turnOfRow, row -> row % TURNS * (long) TURN_BINS);
    }

    void read(int from, int to) {
        orders.prices().copyUnscaled(from, to, prices);
        orders.quantities().copyUnscaled(from, to, quantities);
        Arrays.fill(prices, to - from, Lanes.ROWS, 0);
        Arrays.fill(quantities, to - from, Lanes.ROWS, 0);
        int firstWord = from / Long.SIZE;
        for (int word = 0; word < Lanes.ROWS / Long.SIZE; word++) {
            long sides = firstWord + word < buyWords.length ? buyWords[firstWord + word] : 0;
            Arrays.fill(isBuy, word * Long.SIZE, (word + 1) * Long.SIZE, sides);
        }
        spread(isBuy, bitOfRow);
    }

    /** From words in which each row has one bit, to all bits for each row. */
    private static void spread(long[] words, long[] bitOfRow) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            long bit = words[i] & bitOfRow[i];
            words[i] = (bit | -bit) >> 63;
        }
    }

    /** Whether {@link #place} holds for prices that are at most this. */
    static boolean isSmall(long mostPrice, Divisor step) {
        return mostPrice >= 0 && mostPrice < Divisor.SMALL && step.number() < Divisor.SMALL / BINS;
    }

    /** Places orders by their small prices. */
    void place(long[] finePrices, Divisor step) {
        measure(finePrices, step, above);
        mark(above, isOff);
        start(above, step, binStart);
        down(binStart, isOff, binDown);
        up(binStart, above, step.number(), binUp);
        choose(binDown, binUp, isBuy, turnOfRow, bin);
    }

    private static void measure(long[] finePrices, Divisor step, long[] above) {
        long number = step.number();
        long multiplier = step.multiplier();
        int shift = step.shift();
        for (int i = 0; i < Lanes.ROWS; i++) {
            above[i] = finePrices[i] - ((finePrices[i] * multiplier) >>> shift) * number;
        }
    }

    private static void mark(long[] above, long[] isOff) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            isOff[i] = -above[i] >> 63;
        }
    }

    /** The bin of the distance down if the grid were in no bin of its own. */
    private static void start(long[] above, Divisor step, long[] binStart) {
        long multiplier = step.multiplier();
        int shift = step.shift();
        for (int i = 0; i < Lanes.ROWS; i++) {
            binStart[i] = (above[i] * BINS * multiplier) >>> shift;
        }
    }

    private static void down(long[] binStart, long[] isOff, long[] binDown) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            binDown[i] = binStart[i] + (BINS & ~isOff[i]) + BUY_BINS;
        }
    }

    /** The bin of the distance up: as many bins from the other end, less one where the price lies inside its bin. */
    private static void up(long[] binStart, long[] above, long number, long[] binUp) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            binUp[i] = BINS - binStart[i] + ((binStart[i] * number - above[i] * BINS) >> 63);
        }
    }

    private static void choose(long[] ofBuys, long[] ofSells, long[] isBuy, long[] turnOfRow, long[] bin) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            bin[i] = (ofSells[i] ^ ((ofSells[i] ^ ofBuys[i]) & isBuy[i])) + turnOfRow[i];
        }
    }

    /** Places orders by any prices, each by the tick size that holds there. */
    void placeEach(long[] finePrices, TickSteps steps) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            Divisor step = steps.at(finePrices[i]);
            long distance = step.remainder(finePrices[i]);
            isOff[i] = -distance >> 63;
            distance += (step.number() - 2 * distance) & ~isBuy[i];
            bin[i] = (isOff[i] == 0 ? BINS : bin(distance, step)) + (BUY_BINS & isBuy[i]) + turnOfRow[i];
        }
    }

    private long bin(long distance, Divisor step) {
        return step.number() <= Long.MAX_VALUE / BINS
                ? step.quotient(distance * BINS)
                : Math.min(BINS - 1, distance / (step.number() / BINS));
    }

    void countBins(int[] counts) {
        long[] bins = bin;
        for (int i = 0; i < Lanes.ROWS; i++) {
            counts[(int) bins[i]]++;
        }
    }

    /** Counts by lane the small prices that are off a grid. */
    static void addOff(long[] finePrices, Divisor step, long[] counts) {
        long number = step.number();
        long multiplier = step.multiplier();
        int shift = step.shift();
        for (int i = 0; i < Lanes.ROWS; i++) {
            counts[i] += -(finePrices[i] - ((finePrices[i] * multiplier) >>> shift) * number) >>> 63;
        }
    }

    static void addEachOff(long[] finePrices, TickSteps steps, long[] counts) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            counts[i] += steps.at(finePrices[i]).remainder(finePrices[i]) == 0 ? 0 : 1;
        }
    }

    /** Counts by lane the buy orders off the grid that lie below one small step, so that there is no price to move to. */
    void addWithoutPassivePrice(long[] finePrices, Divisor step, long[] counts) {
        count(finePrices, step.number(), isOff, isBuy, counts);
    }

    private static void count(long[] numbers, long below, long[] masks, long[] moreMasks, long[] counts) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            counts[i] += ((numbers[i] - below) & masks[i] & moreMasks[i]) >>> 63;
        }
    }

    void addEachWithoutPassivePrice(long[] finePrices, TickSteps steps, long[] counts) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            boolean isBelow =
                    finePrices[i] > 0 && finePrices[i] < steps.at(finePrices[i]).number();
            counts[i] += isBelow ? -(isOff[i] & isBuy[i]) : 0;
        }
    }
}
