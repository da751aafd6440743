package io.countersign.client.live;

import io.countersign.model.json.Digest;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * The premium of a perpetual over its index, averaged over spans of one length that end one after the other: a span a row,
 * ascending by time. Spans may be missing.
 */
public final class FundingHistory {
    private final Duration interval;
    private final long[] endSeconds;
    private final DecimalColumn premiums;
    private final DecimalColumn prices;

    private FundingHistory(Duration interval, long[] endSeconds, DecimalColumn premiums, DecimalColumn prices) {
        if (interval.isNegative()
                || interval.isZero()
                || !interval.truncatedTo(ChronoUnit.SECONDS).equals(interval)) {
            throw new IllegalArgumentException("A span of funding history lasts whole seconds: " + interval);
        }
        Tables.requireSameSize("funding history", endSeconds.length, premiums.size(), prices.size());
        for (int row = 0; row < endSeconds.length; row++) {
            if (row > 0 && endSeconds[row] - endSeconds[row - 1] < interval.toSeconds()) {
                throw new IllegalArgumentException(
                        "Spans of funding history must ascend by time and not overlap: " + instant(endSeconds[row])
                                + " after " + instant(endSeconds[row - 1]) + " with spans of " + interval);
            }
            if (prices.unscaled(row) <= 0) {
                throw new IllegalArgumentException("A price must be positive: "
                        + prices.at(row).toPlainString() + " at " + instant(endSeconds[row]));
            }
        }
        this.interval = interval;
        this.endSeconds = endSeconds;
        this.premiums = premiums;
        this.prices = prices;
    }

    /**
     * A history over columns that are there already; they are not copied and must not change.
     *
     * @param interval how long a span lasts, whole seconds
     * @param endSeconds when each ends, in seconds since 1970-01-01T00:00Z, ascending
     * @param premiums of the contract over its index, averaged over the span, as fractions of the index
     * @param prices at which positions are valued at the end of the span, in quote asset per one base asset, positive
     * @throws IllegalArgumentException if the columns differ in length, spans overlap, or a price is not positive
     */
    public static FundingHistory of(
            Duration interval, long[] endSeconds, DecimalColumn premiums, DecimalColumn prices) {
        return new FundingHistory(interval, endSeconds, premiums, prices);
    }

    /** The number of spans. */
    public int size() {
        return endSeconds.length;
    }

    /** How long a span lasts. */
    public Duration interval() {
        return interval;
    }

    /** When a span ends. */
    public Instant endsAt(int row) {
        return instant(endSeconds[row]);
    }

    /** When a span ends, in seconds since 1970-01-01T00:00Z. */
    public long endSecond(int row) {
        return endSeconds[row];
    }

    /** Of the contract over its index, averaged over the span, as fractions of the index. */
    public DecimalColumn premiums() {
        return premiums;
    }

    /** At which positions are valued at the end of a span, in quote asset per one base asset. */
    public DecimalColumn prices() {
        return prices;
    }

    /** Names the history: a digest over every span. */
    public Digest digest() {
        return new ColumnDigest("funding-history/1")
                .add(interval.toSeconds())
                .add(DecimalColumn.of(endSeconds, 0))
                .add(premiums)
                .add(prices)
                .finish();
    }

    @Override
    public String toString() {
        return size() + " spans of " + interval;
    }

    private static Instant instant(long second) {
        return Instant.ofEpochSecond(second);
    }

    /** Starts a history of spans that last so long. */
    public static Builder builder(Duration interval) {
        return new Builder(interval);
    }

    /** Gathers spans into columns. Not safe for concurrent use. */
    public static final class Builder {
        private final Duration interval;
        private long[] ends = new long[16];
        private int size;
        private final DecimalColumn.Builder premiums = DecimalColumn.builder("Premium");
        private final DecimalColumn.Builder prices = DecimalColumn.builder("Price");

        private Builder(Duration interval) {
            this.interval = interval;
        }

        /**
         * A span; parameters as {@link FundingHistory#of}.
         *
         * @throws IllegalArgumentException if it does not end at a whole second
         */
        public Builder add(Instant end, Rate premium, Price price) {
            if (end.getNano() != 0) {
                throw new IllegalArgumentException("A span of funding history ends at a whole second: " + end);
            }
            premiums.add(premium.value());
            prices.add(price.value());
            if (size == ends.length) {
                ends = Arrays.copyOf(ends, size * 2);
            }
            ends[size++] = end.getEpochSecond();
            return this;
        }

        /**
         * The spans so far.
         *
         * @throws IllegalArgumentException as {@link FundingHistory#of}
         */
        public FundingHistory build() {
            return of(interval, Arrays.copyOf(ends, size), premiums.build(), prices.build());
        }
    }
}
