package io.countersign.client.live;

import io.countersign.model.json.Digest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Prices of one market or index over time, a bar a row, ascending by time. Bars may be missing: a gap is a gap, not a price.
 */
public final class PriceHistory {
    private final Duration interval;
    private final long[] openSeconds;
    private final DecimalColumn opens;
    private final DecimalColumn highs;
    private final DecimalColumn lows;
    private final DecimalColumn closes;

    private PriceHistory(
            Duration interval,
            long[] openSeconds,
            DecimalColumn opens,
            DecimalColumn highs,
            DecimalColumn lows,
            DecimalColumn closes) {
        if (interval.isNegative()
                || interval.isZero()
                || !interval.truncatedTo(ChronoUnit.SECONDS).equals(interval)) {
            throw new IllegalArgumentException("A bar lasts whole seconds: " + interval);
        }
        Tables.requireSameSize("bars", openSeconds.length, opens.size(), highs.size(), lows.size(), closes.size());
        for (int row = 0; row < openSeconds.length; row++) {
            if (row > 0 && openSeconds[row] <= openSeconds[row - 1]) {
                throw new IllegalArgumentException("Bars must ascend by time: "
                        + Instant.ofEpochSecond(openSeconds[row]) + " after "
                        + Instant.ofEpochSecond(openSeconds[row - 1]));
            }
        }
        this.interval = interval;
        this.openSeconds = openSeconds;
        this.opens = opens;
        this.highs = highs;
        this.lows = lows;
        this.closes = closes;
    }

    /**
     * Bars over columns that are there already; they are not copied and must not change.
     *
     * @param interval how long a bar lasts, whole seconds
     * @param openSeconds when each begins, in seconds since 1970-01-01T00:00Z, ascending
     * @throws IllegalArgumentException if the columns differ in length or times do not ascend
     */
    public static PriceHistory of(
            Duration interval,
            long[] openSeconds,
            DecimalColumn opens,
            DecimalColumn highs,
            DecimalColumn lows,
            DecimalColumn closes) {
        return new PriceHistory(interval, openSeconds, opens, highs, lows, closes);
    }

    /** Bars that have one price each, such as those of an index. */
    public static PriceHistory ofCloses(Duration interval, long[] openSeconds, DecimalColumn closes) {
        return new PriceHistory(interval, openSeconds, closes, closes, closes, closes);
    }

    /** The number of bars. */
    public int size() {
        return openSeconds.length;
    }

    /** How long a bar lasts. */
    public Duration interval() {
        return interval;
    }

    /** When a bar begins. */
    public Instant opensAt(int row) {
        return Instant.ofEpochSecond(openSeconds[row]);
    }

    /** When a bar begins, in seconds since 1970-01-01T00:00Z. */
    public long openSecond(int row) {
        return openSeconds[row];
    }

    public DecimalColumn opens() {
        return opens;
    }

    public DecimalColumn highs() {
        return highs;
    }

    public DecimalColumn lows() {
        return lows;
    }

    public DecimalColumn closes() {
        return closes;
    }

    /** Whether a bar follows the one before it without a gap; false for the first. */
    public boolean followsOn(int row) {
        return row > 0 && openSeconds[row] - openSeconds[row - 1] == interval.toSeconds();
    }

    /** The close of the last bar. */
    public BigDecimal last() {
        if (size() == 0) {
            throw new IllegalArgumentException("A history without bars has no last price");
        }
        return closes.at(size() - 1);
    }

    /** Names the history: a digest over every bar. */
    public Digest digest() {
        return new ColumnDigest("price-history/1")
                .add(interval.toSeconds())
                .add(DecimalColumn.of(openSeconds, 0))
                .add(opens)
                .add(highs)
                .add(lows)
                .add(closes)
                .finish();
    }

    @Override
    public String toString() {
        return size() + " bars of " + interval;
    }
}
