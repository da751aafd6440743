package io.countersign.client.scenario;

import io.countersign.model.market.IndexAggregation;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * An index's price from the prices of its sources, in whole numbers: a source farther from the median of all than the outlier
 * band is left out; where fewer are left than must be live, there is no price; the rest are aggregated.
 *
 * <p>The median counts every source once; the volume-weighted one counts the weights of the definition, which stand for the
 * volumes; the trimmed mean leaves out the lowest and the highest and weighs the rest, and needs three. Results are in hundredths
 * of the unit of the prices, rounded half to even; weights are taken to nine digits. Not safe for concurrent use.
 */
final class IndexFormula {
    /** There is no price. */
    static final long NONE = Long.MIN_VALUE;

    /** What a result is a whole number of, as digits after the unit of the prices. */
    static final int MORE_DIGITS = 2;

    /** Greatest price, so that a tenfold one still fits with two more digits. */
    static final long PRICE_MAX = Long.MAX_VALUE / 10_000;

    private static final int WEIGHT_DIGITS = 9;
    private static final int WEIGHT_INTEGER_DIGITS = 3;
    private static final int TRIMMED_MIN = 3;
    private static final long HUNDRED = 100;

    private final IndexAggregation aggregation;
    private final int liveMin;
    private final Optional<ShareLimit> band;
    private final long[] weights;

    // Room for one row.
    private final long[] prices;
    private final long[] weightOf;

    /**
     * The formula over these sources.
     *
     * @throws IllegalArgumentException if the definition does not say how it aggregates, or a weight is not from 0 to below a thousand
     */
    IndexFormula(IndexDefinition index, List<IndexConstituent> sources) {
        this.aggregation = index.aggregation()
                .orElseThrow(
                        () -> new IllegalArgumentException("The index does not say how it aggregates: " + index.id()));
        this.liveMin = Math.max(1, index.minLiveConstituents().orElse(1));
        this.band = index.outlierBand().map(rate -> new ShareLimit(rate.value()));
        this.weights = sources.stream().mapToLong(IndexFormula::weight).toArray();
        this.prices = new long[weights.length];
        this.weightOf = new long[weights.length];
    }

    private static long weight(IndexConstituent source) {
        BigDecimal value = source.weight().value();
        if (!hasWeight(source)) {
            throw new IllegalArgumentException(
                    "A weight must be from 0 to below a thousand: " + value + " of " + source.source());
        }
        return value.setScale(WEIGHT_DIGITS, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .longValueExact();
    }

    /** Whether a source's weight can be counted: it is not negative and below a thousand. */
    static boolean hasWeight(IndexConstituent source) {
        BigDecimal value = source.weight().value();
        return value.signum() >= 0 && value.precision() - value.scale() <= WEIGHT_INTEGER_DIGITS;
    }

    /**
     * The index's price in hundredths of the prices' unit, or {@link #NONE}.
     *
     * @param given a price a source, not above {@link #PRICE_MAX} times ten
     * @param live the sources that count
     */
    long price(long[] given, boolean[] live) {
        int n = sort(given, live);
        n = withoutOutliers(n);
        if (n < liveMin) {
            return NONE;
        }
        return switch (aggregation) {
            case MEDIAN -> twiceMedian(n) * (HUNDRED / 2);
            case VOLUME_MEDIAN -> weightedMedian(n);
            case TRIMMED_MEAN -> n < TRIMMED_MIN ? NONE : weightedMean(1, n - 1);
        };
    }

    /** Whether a source counts with the others at all, or lies outside the band. */
    boolean excludesAny(long[] given, boolean[] live) {
        int n = sort(given, live);
        return withoutOutliers(n) < n;
    }

    private int sort(long[] given, boolean[] live) {
        int n = 0;
        for (int source = 0; source < given.length; source++) {
            if (live[source]) {
                int place = n++;
                for (; place > 0 && prices[place - 1] > given[source]; place--) {
                    prices[place] = prices[place - 1];
                    weightOf[place] = weightOf[place - 1];
                }
                prices[place] = given[source];
                weightOf[place] = weights[source];
            }
        }
        return n;
    }

    private int withoutOutliers(int n) {
        if (band.isEmpty() || n == 0) {
            return n;
        }
        long median = twiceMedian(n);
        int kept = 0;
        for (int i = 0; i < n; i++) {
            if (!band.get().isExceeded(Math.abs(2 * prices[i] - median), Math.abs(median))) {
                prices[kept] = prices[i];
                weightOf[kept++] = weightOf[i];
            }
        }
        return kept;
    }

    private long twiceMedian(int n) {
        return prices[(n - 1) / 2] + prices[n / 2];
    }

    private long weightedMedian(int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += weightOf[i];
        }
        long below = 0;
        for (int i = 0; i < n; i++) {
            below += weightOf[i];
            if (2 * below > sum) {
                return prices[i] * HUNDRED;
            }
            if (2 * below == sum && sum > 0) {
                return (prices[i] + nextWithWeight(i)) * (HUNDRED / 2);
            }
        }
        return NONE; // no weight at all
    }

    /** The next price with a weight; there is one, as half of the weight lies behind. */
    private long nextWithWeight(int i) {
        int next = i + 1;
        while (weightOf[next] == 0) {
            next++;
        }
        return prices[next];
    }

    private long weightedMean(int from, int to) {
        ExactSum sum = new ExactSum();
        long weight = 0;
        for (int i = from; i < to; i++) {
            sum.addProduct(prices[i] * HUNDRED, weightOf[i]);
            weight += weightOf[i];
        }
        return weight == 0
                ? NONE
                : sum.toDecimal(0)
                        .divide(BigDecimal.valueOf(weight), 0, RoundingMode.HALF_EVEN)
                        .longValueExact();
    }
}
