package io.countersign.client.scenario;

import static io.countersign.client.fixtures.Indexes.SOURCES;
import static io.countersign.client.fixtures.Indexes.START;
import static io.countersign.client.fixtures.Indexes.bitcoinIndex;
import static io.countersign.client.fixtures.Indexes.minutes;
import static io.countersign.client.fixtures.Indexes.prices;
import static io.countersign.client.fixtures.Indexes.weighted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.countersign.client.fixtures.Indexes;
import io.countersign.client.live.ConstituentPrices;
import io.countersign.client.live.PriceHistory;
import io.countersign.model.market.IndexAggregation;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexScenarioTest {
    private static final BigDecimal LIMIT = new BigDecimal("0.005");
    private static final Duration OUTAGE = Duration.ofMinutes(10);

    private static IndexResult play(IndexDefinition.Builder index, ConstituentPrices prices) {
        return IndexScenario.play(index.build(), prices, OUTAGE, LIMIT);
    }

    private static IndexResult.Fault fault(IndexResult result, int source, IndexFault fault) {
        return result.faults().stream()
                .filter(one -> one.source().equals(SOURCES.get(source)) && one.fault() == fault)
                .findFirst()
                .orElseThrow();
    }

    /** Three sources at 100, 101 and 104, with a price before that. */
    private static ConstituentPrices three() {
        return prices(minutes("90", "100"), minutes("90", "101"), minutes("90", "104"));
    }

    private static IndexDefinition.Builder of(IndexAggregation aggregation, String... weights) {
        return bitcoinIndex()
                .aggregation(aggregation)
                .constituents(weighted(weights))
                .minLiveConstituents(2)
                .outlierBand(Optional.empty());
    }

    @Test
    void median_byHand() {
        IndexResult result = play(of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3"), three());

        // 101; without the first 102.5, with it at 90 (a minute old), 0 or 1000: 101, 101, 104.
        assertThat(fault(result, 0, IndexFault.DROPPED).move()).isEqualByComparingTo(ratio("1.5", "101"));
        assertThat(fault(result, 0, IndexFault.STALE).move()).isEqualByComparingTo("0");
        assertThat(fault(result, 0, IndexFault.ZERO).move()).isEqualByComparingTo("0");
        assertThat(fault(result, 0, IndexFault.TENFOLD).move()).isEqualByComparingTo(ratio("3", "101"));
        assertThat(fault(result, 1, IndexFault.STALE).move()).isEqualByComparingTo(ratio("1", "101"));
        assertThat(fault(result, 0, IndexFault.TENFOLD).at()).contains(START.plusSeconds(60));
        assertThat(fault(result, 0, IndexFault.TENFOLD).over()).isEqualTo(1);
        assertThat(result.rows()).isEqualTo(2);
        assertThat(result.title()).isEqualTo("3 sources, MEDIAN, each at fault in turn");
        assertThat(result.summary())
                .isEqualTo("8 of 12 faults move the index by more than 0.5 % in 2 rows of prices; the gravest:"
                        + " bitfinex/BTC-USD says ten times its price: moves by up to 2.97 % at 2021-07-01T00:01:00Z,"
                        + " beyond the limit in 1 rows, without a price in 0");
        assertThat(result.figures()).containsEntry("faults", "12").containsEntry("faultsOver", "8");
    }

    @Test
    void weightedMedian_byHand() {
        IndexResult result = play(of(IndexAggregation.VOLUME_MEDIAN, "0.5", "0.3", "0.2"), three());

        // Half of the weight lies at 100: between it and 101. Without the second 100; without the first 101.
        assertThat(fault(result, 1, IndexFault.DROPPED).move()).isEqualByComparingTo(ratio("0.5", "100.5"));
        assertThat(fault(result, 0, IndexFault.DROPPED).move()).isEqualByComparingTo(ratio("0.5", "100.5"));
        assertThat(fault(result, 0, IndexFault.ZERO).move())
                .as("half of 90, in the first row")
                .isEqualByComparingTo("0.5");
    }

    @Test
    void weightedMedian_whoseWeightIsGone_hasNoPrice() {
        IndexResult result = play(of(IndexAggregation.VOLUME_MEDIAN, "1", "0", "0"), three());

        assertThat(fault(result, 0, IndexFault.DROPPED).withoutPrice()).isEqualTo(2);
        assertThat(fault(result, 1, IndexFault.DROPPED).withoutPrice()).isZero();
    }

    @Test
    void trimmedMean_byHand() {
        IndexDefinition.Builder trimmed = of(IndexAggregation.TRIMMED_MEAN, "0.4", "0.3", "0.1", "0.2");
        IndexResult result = play(trimmed, prices(minutes("100"), minutes("101"), minutes("104"), minutes("105")));

        // (101 * 0.3 + 104 * 0.1) / 0.4 = 101.75; without the first 104; with it tenfold (104 * 0.1 + 105 * 0.2) / 0.3,
        // which is 104.67 in hundredths of the prices' last digit.
        assertThat(fault(result, 0, IndexFault.DROPPED).move()).isEqualByComparingTo(ratio("2.25", "101.75"));
        assertThat(fault(result, 0, IndexFault.TENFOLD).move()).isEqualByComparingTo(ratio("2.92", "101.75"));
        assertThat(fault(result, 0, IndexFault.ZERO).move()).isEqualByComparingTo("0");
    }

    @Test
    void trimmedMean_ofThreeWithoutOne_hasNoPrice() {
        IndexResult result = play(of(IndexAggregation.TRIMMED_MEAN, "0.4", "0.3", "0.3"), three());
        assertThat(fault(result, 0, IndexFault.DROPPED).withoutPrice()).isEqualTo(2);
        assertThat(fault(result, 0, IndexFault.ZERO).withoutPrice()).isZero();
    }

    @Test
    void outlierBand_keepsWhatLiesOnIt() {
        ConstituentPrices prices = prices(minutes("90"), minutes("100"), minutes("100"));
        assertThat(IndexReplay.excludedShare(
                        of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3")
                                .outlierBand(Rate.of("0.1"))
                                .build(),
                        prices))
                .isEqualByComparingTo("0");
        assertThat(IndexReplay.excludedShare(
                        of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3")
                                .outlierBand(Rate.of("0.099999999999999999"))
                                .build(),
                        prices))
                .isEqualByComparingTo("1");
    }

    @Test
    void outlierBand_protectsTheMean() {
        IndexDefinition.Builder mean = of(IndexAggregation.VOLUME_MEDIAN, "0.5", "0.3", "0.2");
        assertThat(fault(play(mean, three()), 0, IndexFault.ZERO).move()).isGreaterThan(LIMIT);
        assertThat(fault(play(mean.outlierBand(Rate.of("0.1")), three()), 0, IndexFault.ZERO)
                        .move())
                .isLessThan(LIMIT);
    }

    @Test
    void stale_withoutALimit_staysForTheOutage_withAShorterOneForThat() {
        PriceHistory moving = minutes("100", "110", "121", "133");
        List<IndexConstituent> forever = weighted("0.4", "0.3", "0.3").stream()
                .map(source -> IndexConstituent.builder()
                        .from(source)
                        .maxStaleness(Optional.empty())
                        .build())
                .toList();
        ConstituentPrices prices = prices(moving, moving, moving);
        IndexDefinition.Builder index =
                of(IndexAggregation.TRIMMED_MEAN, "1", "1", "1").constituents(forever);
        // The trimmed one is the stale one: another two stand at the same price.
        assertThat(fault(play(index, prices), 0, IndexFault.STALE).move()).isEqualByComparingTo("0");

        IndexDefinition.Builder two = of(IndexAggregation.MEDIAN, "0.5", "0.5");
        IndexDefinition.Builder twoForever = bitcoinIndex()
                .constituents(forever.subList(0, 2))
                .minLiveConstituents(1)
                .outlierBand(Optional.empty());
        assertThat(fault(play(twoForever, prices), 0, IndexFault.STALE).move())
                .as("ten minutes before there is no price yet: the price stays what it is")
                .isEqualByComparingTo("0");
        assertThat(fault(
                                IndexScenario.play(twoForever.build(), prices, Duration.ofMinutes(3), LIMIT),
                                0,
                                IndexFault.STALE)
                        .move())
                .isEqualByComparingTo(ratio("16.5", "133"));
        assertThat(fault(play(two, prices), 0, IndexFault.STALE).move())
                .as("the limit of a minute")
                .isEqualByComparingTo(ratio("5", "110"));
    }

    @Test
    void rows_inWhichNobodySpeaks_haveNoPrice() {
        IndexDefinition.Builder index =
                of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3").minLiveConstituents(3);
        ConstituentPrices prices = prices(
                minutes("100", "", "", "100"), minutes("100", "100", "100", "100"), minutes("", "100", "100", "100"));

        IndexResult result = play(index, prices);

        // The third speaks from the second minute on; the first counts for one minute more.
        assertThat(result.rows()).isEqualTo(2);
        assertThat(result.summary()).endsWith("; 2 rows had no price before any fault");
        assertThat(result.figures()).containsEntry("rows", "2").containsEntry("rowsWithoutSoundPrice", "2");
        assertThat(fault(result, 1, IndexFault.DROPPED).withoutPrice()).isEqualTo(2);
        assertThat(fault(result, 1, IndexFault.DROPPED).at()).isEmpty();
    }

    @Test
    void play_sourcesOfDifferentDigits_areComparedInTheFinest() {
        IndexResult result = play(
                of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3"),
                prices(minutes("100"), minutes("100.5"), minutes("101.25")));

        assertThat(fault(result, 1, IndexFault.DROPPED).move()).isEqualByComparingTo(ratio("0.125", "100.5"));
    }

    @Test
    void rows_atAPriceOfZero_haveNothingToTakeAShareOf() {
        IndexDefinition index = of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3").build();
        ConstituentPrices zero = prices(minutes("0", "100"), minutes("0", "100"), minutes("0", "100"));

        assertThat(IndexScenario.play(index, zero, OUTAGE, LIMIT).rows()).isEqualTo(1);
        assertThat(IndexReplay.compare(index, index, zero, START, LIMIT).rows()).isEqualTo(1);
    }

    @Test
    void compare_newDefinitionWithoutAPrice_isCountedApart() {
        IndexDefinition before =
                of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3").build();
        IndexDefinition after = bitcoinIndex()
                .aggregation(IndexAggregation.MEDIAN)
                .constituents(weighted("0.5", "0.5"))
                .minLiveConstituents(3)
                .build();

        IndexReplay.Comparison compared = IndexReplay.compare(before, after, three(), START, LIMIT);

        assertThat(compared.rows()).isEqualTo(2);
        assertThat(compared.withoutPrice()).isEqualTo(2);
        assertThat(compared.over()).isZero();
    }

    /** The third source speaks in a minute in which the others do not: a row of both definitions. */
    @Test
    void compare_sourceOfTheNewDefinitionAlone_addsItsRows() {
        ConstituentPrices prices = prices(minutes("100", ""), minutes("101", ""), minutes("104", "104"));
        IndexDefinition two = of(IndexAggregation.MEDIAN, "0.5", "0.5").build();
        IndexDefinition three = of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3").build();

        assertThat(IndexReplay.compare(two, three, prices, START, LIMIT).rows()).isEqualTo(2);
        assertThat(IndexReplay.compare(two, two, prices, START, LIMIT).rows()).isEqualTo(1);
    }

    @Test
    void play_noBarAtAll_showsNothing() {
        IndexResult result = play(of(IndexAggregation.MEDIAN, "0.5", "0.5"), prices(minutes(), minutes()));
        assertThat(result.rows()).isZero();
        assertThat(result.worst()).isEmpty();
        assertThat(result.summary()).isEqualTo("0 of 8 faults move the index by more than 0.5 % in 0 rows of prices");
        assertThat(result.chart().markup()).contains("<svg");
    }

    @Test
    void play_whatIsLacking_isRefused() {
        IndexDefinition.Builder index = of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3");
        assertThatThrownBy(() -> play(index, prices(minutes("1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("No prices of bitstamp/btcusd");
        assertThatThrownBy(() -> play(index.aggregation(Optional.empty()), three()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> play(bitcoinIndex().constituents(Optional.empty()), three()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> play(of(IndexAggregation.MEDIAN, "-0.1", "1", "1"), three()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A weight must be from 0 to below a thousand: -0.1 of bitfinex/BTC-USD");
        assertThat(IndexReplay.lacking(
                        of(IndexAggregation.MEDIAN, "1000", "1", "1").build(), three()))
                .containsExactly("weights that can be counted");
        assertThat(IndexReplay.lacking(
                        of(IndexAggregation.MEDIAN, "999.999", "0", "0.0000000001")
                                .build(),
                        three()))
                .isEmpty();
        for (String band : List.of("-0.1", "1.000000000000000001")) {
            IndexDefinition.Builder odd = of(IndexAggregation.MEDIAN, "1").outlierBand(Rate.of(band));
            assertThat(IndexReplay.lacking(odd.build(), three()))
                    .containsExactly("an outlier band that can be compared with");
            assertThatThrownBy(() -> play(odd, three())).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ConstituentPrices.of(Map.of())).isInstanceOf(IllegalArgumentException.class);
        PriceHistory hours = PriceHistory.ofCloses(
                Duration.ofHours(1), new long[0], minutes().closes());
        assertThatThrownBy(() -> prices(minutes("1"), hours))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The bars of all sources must last equally long: PT1M and PT1H of bitstamp/btcusd");
    }

    @Test
    void weights_allZero_giveNoPrice() {
        assertThat(play(of(IndexAggregation.VOLUME_MEDIAN, "0", "0", "0"), three())
                        .rows())
                .isZero();
        assertThat(play(of(IndexAggregation.TRIMMED_MEAN, "1", "0", "1"), three())
                        .rows())
                .as("the middle one has no weight")
                .isZero();
        IndexResult half = play(of(IndexAggregation.VOLUME_MEDIAN, "0.5", "0", "0.5"), three());
        assertThat(fault(half, 1, IndexFault.DROPPED).move())
                .as("between 100 and 104, past the one without weight")
                .isEqualByComparingTo("0");
    }

    @Test
    void evidence_names_everyInput() {
        IndexDefinition.Builder index = of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3");
        IndexResult result = play(index, three());
        assertThat(play(index, three()).toEvidence()).isEqualTo(result.toEvidence());
        assertThat(List.of(
                                play(index, prices(minutes("90", "100"), minutes("90", "101"), minutes("90", "105"))),
                                IndexScenario.play(index.build(), three(), OUTAGE.plusSeconds(60), LIMIT),
                                IndexScenario.play(index.build(), three(), OUTAGE, new BigDecimal("0.006")),
                                play(index.fallback("a halt"), three()))
                        .stream()
                        .map(IndexResult::inputs)
                        .distinct())
                .hasSize(4)
                .doesNotContain(result.inputs());
        assertThat(result.figures())
                .containsEntry("rows", "2")
                .containsEntry("faults", "12")
                .containsEntry("limitShare", "0.005")
                .containsEntry("faultsWithoutPrice", "0")
                .containsEntry("moveShareMax", "0.0297");
        assertThat(result.worst().get(0))
                .isEqualTo(
                        "bitfinex/BTC-USD says ten times its price: moves by up to 2.97 % at 2021-07-01T00:01:00Z, beyond"
                                + " the limit in 1 rows, without a price in 0");
        assertThat(result.toString()).contains("greatest move", "tenfold", "stale");
        assertThat(result.chart().markup()).contains("dropped", "coinbase/BTC-USD");
    }

    @Test
    void prices_ofManyDigits_areCutToFit() {
        String huge = "922337203685.4775807";
        IndexResult result = play(
                of(IndexAggregation.MEDIAN, "0.4", "0.3", "0.3"), prices(minutes(huge), minutes("1"), minutes(huge)));
        assertThat(fault(result, 0, IndexFault.DROPPED).move())
                .isCloseTo(new BigDecimal("0.5"), within(new BigDecimal("0.000001")));
    }

    /** Against the definition spelled out in decimals, row by row. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void play_anyPrices_agreesWithTheFormulaInDecimals(long seed) {
        Random random = new Random(seed);
        IndexAggregation aggregation = List.of(IndexAggregation.values()).get((int) (seed % 3));
        int sources = 3 + random.nextInt(3);
        String[] weights = new String[sources];
        PriceHistory[] histories = new PriceHistory[sources];
        String[][] closes = new String[sources][60];
        for (int source = 0; source < sources; source++) {
            weights[source] = BigDecimal.valueOf(random.nextInt(1_000), 3).toPlainString();
            for (int minute = 0; minute < 60; minute++) {
                closes[source][minute] = random.nextInt(5) == 0
                        ? ""
                        : BigDecimal.valueOf(5_000_000 + random.nextInt(400_000), 2)
                                .toPlainString();
            }
            histories[source] = minutes(closes[source]);
        }
        IndexDefinition.Builder index = of(aggregation, weights);
        if (random.nextBoolean()) {
            index.outlierBand(Rate.of("0.03"));
        }
        IndexDefinition built = index.build();

        IndexResult result = play(index, prices(histories));

        int rows = 0;
        BigDecimal[][] worst = new BigDecimal[sources][4];
        int[][] without = new int[sources][4];
        for (int minute = 0; minute < 60; minute++) {
            List<Optional<BigDecimal>> given = new ArrayList<>();
            boolean spoken = false; // a row is a time at which one of them has a bar
            for (int source = 0; source < sources; source++) {
                spoken |= !closes[source][minute].isEmpty();
                given.add(at(closes[source], minute));
            }
            Optional<BigDecimal> sound = naive(built, given);
            if (!spoken || sound.isEmpty()) {
                continue;
            }
            rows++;
            for (int source = 0; source < sources; source++) {
                if (given.get(source).isEmpty()) {
                    continue;
                }
                BigDecimal price = given.get(source).get();
                List<Optional<BigDecimal>> faults = List.of(
                        Optional.empty(),
                        Optional.of(last(closes[source], minute - 1).orElse(price)),
                        Optional.of(BigDecimal.ZERO),
                        Optional.of(price.multiply(BigDecimal.TEN)));
                for (int fault = 0; fault < 4; fault++) {
                    List<Optional<BigDecimal>> bad = new ArrayList<>(given);
                    bad.set(source, faults.get(fault));
                    Optional<BigDecimal> wrong = naive(built, bad);
                    if (wrong.isEmpty()) {
                        without[source][fault]++;
                    } else {
                        BigDecimal move =
                                wrong.get().subtract(sound.get()).abs().divide(sound.get(), MathContext.DECIMAL64);
                        worst[source][fault] = worst[source][fault] == null ? move : worst[source][fault].max(move);
                    }
                }
            }
        }
        assertThat(result.rows()).as("seed %s", seed).isEqualTo(rows).isGreaterThan(20);
        for (int source = 0; source < sources; source++) {
            for (int i = 0; i < 4; i++) {
                IndexFault fault = List.of(IndexFault.values()).get(i);
                IndexResult.Fault shown = fault(result, source, fault);
                BigDecimal expected = worst[source][i];
                assertThat(shown.move())
                        .as("seed %s, %s %s", seed, shown.source(), fault)
                        .isEqualByComparingTo(expected == null ? BigDecimal.ZERO : expected);
                assertThat(shown.withoutPrice()).isEqualTo(without[source][i]);
            }
        }
    }

    /** A price counts for a minute after its own. */
    private static Optional<BigDecimal> at(String[] closes, int minute) {
        for (int at = minute; at >= Math.max(0, minute - 1); at--) {
            if (!closes[at].isEmpty()) {
                return Optional.of(new BigDecimal(closes[at]));
            }
        }
        return Optional.empty();
    }

    private static Optional<BigDecimal> last(String[] closes, int minute) {
        for (int at = minute; at >= 0; at--) {
            if (!closes[at].isEmpty()) {
                return Optional.of(new BigDecimal(closes[at]));
            }
        }
        return Optional.empty();
    }

    private record Weighed(BigDecimal price, BigDecimal weight) {}

    private static Optional<BigDecimal> naive(IndexDefinition index, List<Optional<BigDecimal>> given) {
        List<Weighed> all = new ArrayList<>();
        for (int source = 0; source < given.size(); source++) {
            BigDecimal weight =
                    index.constituents().orElseThrow().get(source).weight().value();
            given.get(source).ifPresent(price -> all.add(new Weighed(price, weight)));
        }
        all.sort(Comparator.comparing(Weighed::price));
        List<Weighed> kept = new ArrayList<>(all);
        if (index.outlierBand().isPresent() && !all.isEmpty()) {
            BigDecimal median = median(all);
            kept.removeIf(one -> one.price()
                            .subtract(median)
                            .abs()
                            .compareTo(median.multiply(index.outlierBand().get().value()))
                    > 0);
        }
        if (kept.isEmpty() || kept.size() < index.minLiveConstituents().orElseThrow()) {
            return Optional.empty();
        }
        return switch (index.aggregation().orElseThrow()) {
            case MEDIAN -> Optional.of(median(kept));
            case TRIMMED_MEAN -> kept.size() < 3 ? Optional.empty() : mean(kept.subList(1, kept.size() - 1));
            case VOLUME_MEDIAN -> weightedMedian(kept);
        };
    }

    private static BigDecimal median(List<Weighed> sorted) {
        return sorted.get((sorted.size() - 1) / 2)
                .price()
                .add(sorted.get(sorted.size() / 2).price())
                .divide(BigDecimal.valueOf(2));
    }

    private static Optional<BigDecimal> mean(List<Weighed> of) {
        BigDecimal weight = of.stream().map(Weighed::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal sum =
                of.stream().map(one -> one.price().multiply(one.weight())).reduce(BigDecimal.ZERO, BigDecimal::add);
        return weight.signum() == 0 ? Optional.empty() : Optional.of(sum.divide(weight, 4, RoundingMode.HALF_EVEN));
    }

    private static Optional<BigDecimal> weightedMedian(List<Weighed> sorted) {
        BigDecimal half = sorted.stream()
                .map(Weighed::weight)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(2));
        BigDecimal below = BigDecimal.ZERO;
        for (int i = 0; i < sorted.size(); i++) {
            below = below.add(sorted.get(i).weight());
            if (below.compareTo(half) > 0) {
                return Optional.of(sorted.get(i).price());
            }
            if (below.compareTo(half) == 0 && half.signum() > 0) {
                return Optional.of(median(List.of(sorted.get(i), sorted.get(i + 1))));
            }
        }
        return Optional.empty();
    }

    @ParameterizedTest
    @EnumSource(IndexAggregation.class)
    void compare_sameDefinition_neverDiffers(IndexAggregation aggregation) {
        IndexDefinition index = bitcoinIndex().aggregation(aggregation).build();
        IndexReplay.Comparison same = IndexReplay.compare(index, index, Indexes.calm(90), START, LIMIT);
        assertThat(same.rows()).isEqualTo(90);
        assertThat(same.covered()).isEqualTo(Duration.ofMinutes(90));
        assertThat(same.move()).isEqualByComparingTo("0");
        assertThat(same.at()).isEmpty();
        assertThat(IndexReplay.compare(index, index, Indexes.calm(90), START.plusSeconds(60), LIMIT)
                        .rows())
                .isEqualTo(89);
    }

    @Test
    void compare_anotherOrderOfSources_isTheSame() {
        IndexDefinition five = bitcoinIndex().build();
        List<IndexConstituent> turned = new ArrayList<>(five.constituents().orElseThrow());
        Collections.reverse(turned);
        IndexReplay.Comparison comparison = IndexReplay.compare(
                five, bitcoinIndex().constituents(turned).build(), Indexes.calm(3), Instant.EPOCH, LIMIT);
        assertThat(comparison.move()).isEqualByComparingTo("0");
        IndexReplay.Comparison fewer = IndexReplay.compare(
                five, bitcoinIndex().constituents(turned.subList(0, 3)).build(), Indexes.calm(3), Instant.EPOCH, LIMIT);
        assertThat(fewer.move()).as("50,002 in place of 50,000").isEqualByComparingTo("0.00004");
        assertThat(fewer.at()).contains(START);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shareLimit_anyNumbers_comparesAsDecimals(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            long whole = random.nextLong() >>> (1 + random.nextInt(60));
            long part = random.nextLong() >>> (1 + random.nextInt(60));
            BigDecimal share = BigDecimal.valueOf(
                    (random.nextLong() >>> (5 + random.nextInt(55))) % 1_000_000_000_000_000_000L, random.nextInt(19));
            assertThat(new ShareLimit(share).isExceeded(part, whole))
                    .as("%s of %s, more than %s", part, whole, share)
                    .isEqualTo(BigDecimal.valueOf(part).compareTo(share.multiply(BigDecimal.valueOf(whole))) > 0);
        }
        assertThat(new ShareLimit(new BigDecimal("2E+3")).isExceeded(2_000, 1)).isFalse();
        assertThat(new ShareLimit(new BigDecimal("2E+3")).isExceeded(2_001, 1)).isTrue();
        assertThat(ShareLimit.holds(new BigDecimal("1E+18"))).isFalse();
        assertThat(ShareLimit.holds(new BigDecimal("1E+17"))).isTrue();
        assertThat(ShareLimit.holds(new BigDecimal("1E-19"))).isFalse();
        assertThat(ShareLimit.holds(new BigDecimal("1E-18"))).isTrue();
    }

    private static BigDecimal ratio(String part, String whole) {
        return new BigDecimal(part).divide(new BigDecimal(whole), MathContext.DECIMAL64);
    }
}
