package io.countersign.client.live;

import io.countersign.model.json.Digest;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Past prices of the sources of one index, a history a source, all with bars of one length. What counts of a bar is its close,
 * taken as the source's price while the bar lasts. Bars may be missing: the source published nothing then.
 */
public final class ConstituentPrices {
    private final Duration interval;
    private final SortedMap<String, PriceHistory> bySource;

    private ConstituentPrices(SortedMap<String, PriceHistory> bySource) {
        if (bySource.isEmpty()) {
            throw new IllegalArgumentException("Prices of at least one source are needed");
        }
        this.interval = bySource.values().iterator().next().interval();
        bySource.forEach((source, history) -> {
            if (!history.interval().equals(interval)) {
                throw new IllegalArgumentException("The bars of all sources must last equally long: " + interval
                        + " and " + history.interval() + " of " + source);
            }
        });
        this.bySource = Collections.unmodifiableSortedMap(bySource);
    }

    /**
     * Prices by source; a source is named as in the index, such as {@code coinbase/BTC-USD}.
     *
     * @throws IllegalArgumentException if there is none, or bars differ in length
     */
    public static ConstituentPrices of(Map<String, PriceHistory> bySource) {
        return new ConstituentPrices(new TreeMap<>(bySource));
    }

    /** How long a bar lasts. */
    public Duration interval() {
        return interval;
    }

    /** The histories, in order of source. */
    public SortedMap<String, PriceHistory> bySource() {
        return bySource;
    }

    /** Names the prices: a digest over every bar of every source. */
    public Digest digest() {
        ColumnDigest digest = new ColumnDigest("constituent-prices/1").add(bySource.size());
        bySource.forEach(
                (source, history) -> digest.add(source).add(history.digest().toString()));
        return digest.finish();
    }

    @Override
    public String toString() {
        return "prices of " + bySource.size() + " sources, bars of " + interval;
    }
}
