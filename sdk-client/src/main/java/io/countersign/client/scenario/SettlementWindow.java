package io.countersign.client.scenario;

import io.countersign.client.live.PriceHistory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bars of an index before an instant, and their mean with some of them gone. Not safe for concurrent use. */
final class SettlementWindow {
    private final PriceHistory index;
    private final int bars;
    private final long[] closes;
    private final boolean[] there;

    SettlementWindow(PriceHistory index, int bars) {
        this.index = index;
        this.bars = bars;
        this.closes = new long[bars];
        this.there = new boolean[bars];
    }

    /**
     * The settlement at an instant, with outages of these lengths in bars; empty where there is no bar at all.
     *
     * <p>A slot holds the bar that lies in it as a whole.
     */
    Optional<ExpiryResult.Day> at(Instant end, List<Integer> outages) {
        int known = read(end.getEpochSecond());
        if (known == 0) {
            return Optional.empty();
        }
        BigDecimal price = mean(0, 0);
        List<BigDecimal> moves = new ArrayList<>();
        for (int length : outages) {
            moves.add(worst(length, price));
        }
        return Optional.of(new ExpiryResult.Day(end, price, bars - known, moves, Optional.empty(), Optional.empty()));
    }

    private int read(long end) {
        long step = index.interval().toSeconds();
        long begin = end - bars * step;
        int row = firstFrom(begin);
        int known = 0;
        for (int slot = 0; slot < bars; slot++) {
            there[slot] = row < index.size() && index.openSecond(row) == begin + slot * step;
            if (there[slot]) {
                closes[slot] = index.closes().unscaled(row++);
                known++;
            } else {
                while (row < index.size() && index.openSecond(row) < begin + (slot + 1) * step) {
                    row++; // a bar off the grid of the window
                }
            }
        }
        return known;
    }

    private int firstFrom(long second) {
        int low = 0;
        int high = index.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (index.openSecond(middle) < second) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The greatest move of the mean, a fraction, by an outage of some slots in a row that leaves at least one bar. */
    private BigDecimal worst(int length, BigDecimal price) {
        BigDecimal worst = BigDecimal.ZERO;
        for (int from = 0; from + length <= bars; from++) {
            if (isAnyLeft(from, length) && price.signum() != 0) {
                worst = worst.max(mean(from, length).subtract(price).abs().divide(price.abs(), MathContext.DECIMAL64));
            }
        }
        return worst;
    }

    private boolean isAnyLeft(int from, int length) {
        for (int slot = 0; slot < bars; slot++) {
            if (there[slot] && (slot < from || slot >= from + length)) {
                return true;
            }
        }
        return false;
    }

    private BigDecimal mean(int from, int length) {
        ExactSum sum = new ExactSum();
        int count = 0;
        for (int slot = 0; slot < bars; slot++) {
            if (there[slot] && (slot < from || slot >= from + length)) {
                sum.addProduct(closes[slot], 1);
                count++;
            }
        }
        return sum.toDecimal(index.closes().scale()).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
    }
}
