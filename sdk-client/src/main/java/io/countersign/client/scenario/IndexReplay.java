package io.countersign.client.scenario;

import io.countersign.client.live.ConstituentPrices;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Past prices of an index's sources played through its definition, row by row of time. What one row is lasts as long as a bar of
 * the prices, such as a minute.
 */
public final class IndexReplay {
    private IndexReplay() {}

    /**
     * How far one definition's price lies from another's.
     *
     * @param rows where the old definition has a price
     * @param covered from the first of these rows to the end of the last
     * @param over rows in which they differ by more than the limit
     * @param withoutPrice rows in which the new definition has no price
     * @param move the greatest difference, a fraction of the old price
     * @param at when that was; empty where they never differ
     */
    public record Comparison(
            int rows, Duration covered, int over, int withoutPrice, BigDecimal move, Optional<Instant> at) {}

    /** What keeps a definition from being played over some prices, in words; nothing where it can be. */
    public static List<String> lacking(IndexDefinition index, ConstituentPrices prices) {
        if (index.constituents().isEmpty() || index.aggregation().isEmpty()) {
            return List.of("published constituents and aggregation");
        }
        List<IndexConstituent> sources = index.constituents().get();
        if (!sources.stream().allMatch(IndexFormula::hasWeight)) {
            return List.of("weights that can be counted");
        }
        if (index.outlierBand().filter(band -> !ShareLimit.holds(band.value())).isPresent()) {
            return List.of("an outlier band that can be compared with");
        }
        return sources.stream()
                .map(IndexConstituent::source)
                .filter(source -> !prices.bySource().containsKey(source))
                .map(source -> "prices of source " + source)
                .toList();
    }

    /**
     * Plays two definitions over the same prices.
     *
     * @param since rows before are left out
     * @param limit the difference that counts, a fraction
     * @throws IllegalArgumentException if {@link #lacking} names something of either
     */
    public static Comparison compare(
            IndexDefinition before, IndexDefinition after, ConstituentPrices prices, Instant since, BigDecimal limit) {
        // Laid out over the sources of both, so that the rows and the scale are the same.
        Played old = new Played(before, after, prices, since);
        Played changed = new Played(after, before, prices, since);
        int rows = 0;
        int over = 0;
        int without = 0;
        int first = -1;
        int last = -1;
        WorstMove worst = new WorstMove();
        ShareLimit counts = new ShareLimit(limit);
        for (int row = 0; row < old.prices.rows(); row++) {
            long was = old.at(row);
            if (was <= 0) {
                continue; // also IndexFormula.NONE
            }
            first = first < 0 ? row : first;
            last = row;
            rows++;
            long is = changed.at(row);
            if (is == IndexFormula.NONE) {
                without++;
            } else {
                long difference = Math.abs(is - was);
                over += counts.isExceeded(difference, was) ? 1 : 0;
                worst.see(difference, was, row);
            }
        }
        Duration covered = rows == 0
                ? Duration.ZERO
                : Duration.ofSeconds(old.prices.second(last) - old.prices.second(first))
                        .plus(prices.interval());
        return new Comparison(
                rows, covered, over, without, worst.share(), worst.row().map(old::time));
    }

    /**
     * In what part of the rows with prices a definition leaves out a source as an outlier, from 0 to 1.
     *
     * @throws IllegalArgumentException if {@link #lacking} names something
     */
    public static BigDecimal excludedShare(IndexDefinition index, ConstituentPrices prices) {
        Played played = new Played(index, index, prices, Instant.MIN);
        int excluded = 0;
        for (int row = 0; row < played.prices.rows(); row++) {
            played.prices.read(row, played.given, played.live);
            excluded += played.formula.excludesAny(played.given, played.live) ? 1 : 0;
        }
        return played.prices.rows() == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(excluded).divide(BigDecimal.valueOf(played.prices.rows()), MathContext.DECIMAL64);
    }

    /** A definition over rows that it shares with another one. */
    private static final class Played {
        private final SourcePrices prices;
        private final IndexFormula formula;
        private final long[] given;
        private final boolean[] live;
        private final int own;

        Played(IndexDefinition index, IndexDefinition other, ConstituentPrices history, Instant since) {
            List<IndexConstituent> mine = index.constituents().orElse(List.of());
            List<String> names = mine.stream().map(IndexConstituent::source).toList();
            List<IndexConstituent> all = new ArrayList<>(mine);
            other.constituents().orElse(List.of()).stream()
                    .filter(source -> !names.contains(source.source()))
                    .forEach(all::add);
            this.prices =
                    new SourcePrices(all, history, since.equals(Instant.MIN) ? Long.MIN_VALUE : since.getEpochSecond());
            this.formula = new IndexFormula(index, all);
            this.given = new long[all.size()];
            this.live = new boolean[all.size()];
            this.own = mine.size();
        }

        long at(int row) {
            prices.read(row, given, live);
            for (int source = own; source < live.length; source++) {
                live[source] = false;
            }
            return formula.price(given, live);
        }

        Instant time(int row) {
            return Instant.ofEpochSecond(prices.second(row));
        }
    }
}
