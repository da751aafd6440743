package io.countersign.client.catalogue;

import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;

/**
 * How far prices went, as fractions of the price before, never negative, in billionths and rounded up; more than 1,000 times is
 * 1,000 times. Immutable; made from the bars of a history in whole numbers.
 */
final class PriceMoves {
    private static final int SCALE = 9;
    private static final long ONE = 1_000_000_000L;
    private static final long MOST = 1_000 * ONE;
    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final long[] ascending;

    private PriceMoves(long[] moves) {
        this.ascending = moves.clone();
        Arrays.sort(ascending);
    }

    /** From close to close of bars that follow each other, within a time before the end of the history. */
    static PriceMoves ofOneInterval(PriceHistory history, Duration lookback) {
        long[] moves = new long[history.size()];
        int count = 0;
        for (int row = firstWithin(history, lookback); row < history.size(); row++) {
            if (isMove(history, row)) {
                moves[count++] = move(history.closes(), row);
            }
        }
        return new PriceMoves(Arrays.copyOf(moves, count));
    }

    /**
     * From each close down to the lowest price of the day after it, of closes a day or more before the end of the history and
     * within a time before it.
     */
    static PriceMoves ofDayDown(PriceHistory history, Duration lookback) {
        int size = history.size();
        long[] moves = new long[size];
        int count = 0;
        int[] lowest = new int[size]; // rows of a window, lows ascending from head to tail
        int head = 0;
        int tail = 0;
        int next = firstWithin(history, lookback);
        for (int row = next; row < size; row++) {
            long dayLater = history.openSecond(row) + DAY_SECONDS;
            if (dayLater > history.openSecond(size - 1)) {
                break;
            }
            for (; next < size && history.openSecond(next) <= dayLater; next++) {
                while (tail > head
                        && history.lows().unscaled(lowest[tail - 1])
                                >= history.lows().unscaled(next)) {
                    tail--;
                }
                lowest[tail++] = next;
            }
            while (lowest[head] <= row) {
                head++;
            }
            BigDecimal close = history.closes().at(row);
            if (close.signum() > 0) {
                moves[count++] = down(close, history.lows().at(lowest[head]));
            }
        }
        return new PriceMoves(Arrays.copyOf(moves, count));
    }

    /**
     * The mean move from close to close in windows of some length, counted back from the end of the history; the latest window is
     * compared with the others. A window of which half of the bars or more are missing is left out.
     */
    static Windows byWindow(PriceHistory history, Duration window) {
        if (history.size() == 0) {
            return new Windows(new PriceMoves(new long[0]), -1);
        }
        long end = history.openSecond(history.size() - 1);
        int windows = Math.toIntExact((end - history.openSecond(0)) / window.toSeconds() + 1);
        long[] sums = new long[windows];
        int[] counts = new int[windows];
        for (int row = 0; row < history.size(); row++) {
            if (isMove(history, row)) {
                int index = Math.toIntExact((end - history.openSecond(row)) / window.toSeconds());
                sums[index] = Math.addExact(sums[index], move(history.closes(), row));
                counts[index]++;
            }
        }
        long most = window.dividedBy(history.interval());
        long[] means = new long[windows];
        int full = 0;
        long latest = -1;
        for (int index = 0; index < windows; index++) {
            if (2L * counts[index] > most) {
                means[full] = sums[index] / counts[index];
                latest = index == 0 ? means[full] : latest;
                full++;
            }
        }
        return new Windows(new PriceMoves(Arrays.copyOf(means, full)), latest);
    }

    /** How many there are. */
    int size() {
        return ascending.length;
    }

    /** The least move that a share of all moves does not exceed; there must be a move. */
    BigDecimal percentile(BigDecimal share) {
        int rank = share.multiply(BigDecimal.valueOf(ascending.length))
                .setScale(0, RoundingMode.CEILING)
                .intValueExact();
        return fraction(ascending[Math.max(rank, 1) - 1]);
    }

    private static BigDecimal fraction(long billionths) {
        return BigDecimal.valueOf(billionths, SCALE);
    }

    private static int firstWithin(PriceHistory history, Duration lookback) {
        if (history.size() == 0) {
            return 0;
        }
        long from = history.openSecond(history.size() - 1) - lookback.toSeconds();
        int low = 0;
        int high = history.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (history.openSecond(middle) >= from) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static boolean isMove(PriceHistory history, int row) {
        return history.followsOn(row) && history.closes().unscaled(row - 1) > 0;
    }

    private static long move(DecimalColumn closes, int row) {
        long before = closes.unscaled(row - 1);
        long change = Math.abs(Math.subtractExact(closes.unscaled(row), before));
        if (change <= Long.MAX_VALUE / ONE - before / ONE - 1) {
            return Math.min(MOST, (change * ONE + before - 1) / before);
        }
        return BigInteger.valueOf(change)
                .multiply(BigInteger.valueOf(ONE))
                .add(BigInteger.valueOf(before - 1))
                .divide(BigInteger.valueOf(before))
                .min(BigInteger.valueOf(MOST))
                .longValueExact();
    }

    private static long down(BigDecimal from, BigDecimal to) {
        return from.subtract(to)
                .max(BigDecimal.ZERO)
                .divide(from, SCALE, RoundingMode.CEILING)
                .unscaledValue()
                .longValueExact();
    }

    /** Mean moves by window, and that of the latest one. */
    static final class Windows {
        private final PriceMoves means;
        private final long latest;

        private Windows(PriceMoves means, long latest) {
            this.means = means;
            this.latest = latest;
        }

        /** All windows that are known. */
        PriceMoves means() {
            return means;
        }

        /** Whether the latest window is known. */
        boolean isCurrent() {
            return latest >= 0;
        }

        /** The mean move of the latest window. */
        BigDecimal latest() {
            return fraction(latest);
        }
    }
}
