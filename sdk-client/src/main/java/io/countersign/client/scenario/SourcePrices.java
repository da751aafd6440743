package io.countersign.client.scenario;

import io.countersign.client.live.ConstituentPrices;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import io.countersign.model.market.IndexConstituent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The prices of some sources by row of time, as whole numbers of one scale. A price stays until the next one; how old it is then
 * is known, and whether it still counts. Digits that do not fit 64 bits with room for a tenfold price are cut.
 */
final class SourcePrices {
    private static final long NEVER = Long.MIN_VALUE;

    private final List<IndexConstituent> sources;
    private final int scale;
    private final long[] seconds;
    private final long[][] prices;
    private final long[][] seenAt;

    /**
     * Lays the histories of the sources out by row: each time from {@code since} on at which one of them has a bar.
     *
     * @throws IllegalArgumentException if a source has no history
     */
    SourcePrices(List<IndexConstituent> sources, ConstituentPrices history, long since) {
        this.sources = sources;
        List<PriceHistory> histories =
                sources.stream().map(source -> required(source, history)).toList();
        this.seconds = histories.stream()
                .flatMapToLong(h -> LongStream.range(0, h.size()).map(row -> h.openSecond((int) row)))
                .filter(second -> second >= since)
                .sorted()
                .distinct()
                .toArray();
        this.scale = scale(histories);
        this.prices = new long[histories.size()][seconds.length];
        this.seenAt = new long[histories.size()][seconds.length];
        for (int source = 0; source < prices.length; source++) {
            fill(histories.get(source), prices[source], seenAt[source]);
        }
    }

    private static PriceHistory required(IndexConstituent source, ConstituentPrices history) {
        PriceHistory found = history.bySource().get(source.source());
        if (found == null) {
            throw new IllegalArgumentException("No prices of " + source.source() + ", only of "
                    + history.bySource().keySet());
        }
        return found;
    }

    /** The finest scale of all at which every price fits. */
    private static int scale(List<PriceHistory> histories) {
        int finest = histories.stream().mapToInt(h -> h.closes().scale()).max().orElse(0);
        for (PriceHistory history : histories) {
            DecimalColumn closes = history.closes();
            long greatest = 0;
            for (int row = 0; row < closes.size(); row++) {
                greatest = Math.max(greatest, Math.abs(closes.unscaled(row)));
            }
            BigDecimal price = BigDecimal.valueOf(greatest, closes.scale());
            while (finest > 0
                    && price.movePointRight(finest).compareTo(BigDecimal.valueOf(IndexFormula.PRICE_MAX)) > 0) {
                finest--;
            }
        }
        return finest;
    }

    private void fill(PriceHistory history, long[] price, long[] seen) {
        int shift = scale - history.closes().scale();
        long factor = BigDecimal.ONE.movePointRight(Math.abs(shift)).longValueExact();
        int bar = 0;
        long last = 0;
        long lastSeen = NEVER;
        for (int row = 0; row < seconds.length; row++) {
            for (; bar < history.size() && history.openSecond(bar) <= seconds[row]; bar++) {
                long close = history.closes().unscaled(bar);
                last = shift >= 0 ? close * factor : close / factor;
                lastSeen = history.openSecond(bar);
            }
            price[row] = last;
            seen[row] = lastSeen;
        }
    }

    int rows() {
        return seconds.length;
    }

    long second(int row) {
        return seconds[row];
    }

    /** What each source last said, and whether it counts: it is not older than the source's limit. */
    void read(int row, long[] price, boolean[] live) {
        for (int source = 0; source < prices.length; source++) {
            price[source] = prices[source][row];
            live[source] = isLive(source, row);
        }
    }

    private boolean isLive(int source, int row) {
        long seen = seenAt[source][row];
        return seen != NEVER && seconds[row] - seen <= staleSeconds(source);
    }

    /** The source's limit; without one a price counts for ever. */
    long staleSeconds(int source) {
        return sources.get(source).maxStaleness().map(Duration::toSeconds).orElse(Long.MAX_VALUE);
    }

    /** What a source had said some time before a row; the row's own price where it had said nothing yet. */
    long before(int source, int row, long secondsBefore) {
        int at = Arrays.binarySearch(seconds, 0, row + 1, seconds[row] - secondsBefore);
        int past = at >= 0 ? at : -at - 2;
        return past < 0 || seenAt[source][past] == NEVER ? prices[source][row] : prices[source][past];
    }
}
