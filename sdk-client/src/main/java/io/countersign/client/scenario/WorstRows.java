package io.countersign.client.scenario;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The few rows with the greatest weight; of equal weights the earlier row. A weight has up to 128 bits.
 * Rows come in ascending order. Not safe for concurrent use.
 */
final class WorstRows {
    private final int[] rows;
    private final long[] highs;
    private final long[] lows;
    private int size;
    private int least;

    WorstRows(int most) {
        this.rows = new int[most];
        this.highs = new long[most];
        this.lows = new long[most];
    }

    /** Whether a row of that weight, as the upper and the lower 64 bits of it, would come in. */
    boolean couldTake(long high, long low) {
        return size < rows.length || compare(high, low, highs[least], lows[least]) > 0;
    }

    /** A row of some weight, not negative, as the upper and the lower 64 bits of it. */
    void add(int row, long high, long low) {
        if (couldTake(high, low)) {
            put(size < rows.length ? size++ : least, row, high, low);
        }
    }

    private void put(int place, int row, long high, long low) {
        rows[place] = row;
        highs[place] = high;
        lows[place] = low;
        least = IntStream.range(0, size).boxed().max(order()).orElse(0);
    }

    /** Greatest first. */
    List<Integer> rows() {
        return IntStream.range(0, size)
                .boxed()
                .sorted(order())
                .map(place -> rows[place])
                .toList();
    }

    private Comparator<Integer> order() {
        return (one, other) -> {
            int byWeight = compare(highs[other], lows[other], highs[one], lows[one]);
            return byWeight != 0 ? byWeight : Integer.compare(rows[one], rows[other]);
        };
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        return high != otherHigh ? Long.compare(high, otherHigh) : Long.compareUnsigned(low, otherLow);
    }
}
