package io.countersign.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Histories;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moves against a naive count on random bars with gaps. */
class PriceMovesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration ALWAYS = Duration.ofDays(10_000);

    @ParameterizedTest
    @CsvSource({"0, 0.01", "0.2, 0.01", "0.4, 0.01", "0.401, 0.02", "0.6, 0.02", "0.8, 0.03", "0.81, 0.05", "1, 0.05"})
    void percentile_ofFiveMoves_isTheLeastThatTheShareDoesNotExceed(String share, String expected) {
        // Moves of 1, 1, 2, 3 and 5 %, in another order.
        PriceMoves moves = PriceMoves.ofOneInterval(
                Histories.of(HOUR, List.of("100", "105", "106.05", "103.929", "107.04687", "108.1173387")), ALWAYS);

        assertThat(moves.size()).isEqualTo(5);
        assertThat(moves.percentile(new BigDecimal(share))).isEqualByComparingTo(expected);
    }

    @Test
    void move_thatDoesNotEnd_isRoundedUp() {
        PriceMoves moves = PriceMoves.ofOneInterval(Histories.of(HOUR, List.of("3", "4")), ALWAYS);

        assertThat(moves.percentile(BigDecimal.ONE)).isEqualByComparingTo("0.333333334");
    }

    @Test
    void move_ofPricesWithManyDigits_doesNotOverflow() {
        PriceMoves moves = PriceMoves.ofOneInterval(
                PriceHistory.ofCloses(
                        HOUR,
                        new long[] {0, 3_600, 7_200},
                        DecimalColumn.of(new long[] {1, 9_000_000_000_000_000_001L, 9_000_000_000_000_000_001L}, 18)),
                ALWAYS);

        assertThat(moves.percentile(new BigDecimal("0.5"))).isZero();
        assertThat(moves.percentile(BigDecimal.ONE)).isEqualByComparingTo("1000");
        assertThat(moves.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "3000000000000000000, 4000000000000000000, 0.333333334",
        "2000000000000000000, 3000000000000000000, 0.5",
        "1000000000000000000, 1000000009500000000, 0.00000001", // close to what fits
        "1, 9223372038, 1000"
    })
    void move_whoseBillionfoldDoesNotFit_isExact(long from, long to, String expected) {
        PriceMoves moves = PriceMoves.ofOneInterval(
                PriceHistory.ofCloses(HOUR, new long[] {0, 3_600}, DecimalColumn.of(new long[] {from, to}, 0)), ALWAYS);

        assertThat(moves.percentile(BigDecimal.ONE)).isEqualByComparingTo(expected);
    }

    @Test
    void move_fromZero_isNone() {
        assertThat(PriceMoves.ofOneInterval(Histories.of(HOUR, List.of("0", "4", "5")), ALWAYS)
                        .size())
                .isEqualTo(1);
        assertThat(PriceMoves.ofDayDown(Histories.of(Duration.ofDays(1), List.of("0", "4", "3")), ALWAYS)
                        .percentile(BigDecimal.ONE))
                .isEqualByComparingTo("0.25");
    }

    @Test
    void oneBar_hasNoMove() {
        assertThat(PriceMoves.ofOneInterval(Histories.of(HOUR, List.of("3")), ALWAYS)
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyHistory_givesTheMovesOfANaiveCount(long seed) {
        Bars bars = new Bars(seed, 400);
        Duration lookback = Duration.ofHours(300);

        List<BigDecimal> moves = new ArrayList<>();
        List<BigDecimal> falls = new ArrayList<>();
        for (int row = 0; row < bars.size(); row++) {
            if (bars.time(row) < bars.end() - lookback.toSeconds()) {
                continue;
            }
            if (row > 0 && bars.time(row) - bars.time(row - 1) == 3_600) {
                moves.add(fraction(bars.close(row).subtract(bars.close(row - 1)).abs(), bars.close(row - 1)));
            }
            if (bars.time(row) + 86_400 <= bars.end()) {
                BigDecimal least = null;
                for (int later = row + 1; later < bars.size() && bars.time(later) <= bars.time(row) + 86_400; later++) {
                    least = least == null ? bars.low(later) : least.min(bars.low(later));
                }
                falls.add(fraction(
                        bars.close(row)
                                .subtract(least == null ? bars.close(row) : least)
                                .max(BigDecimal.ZERO),
                        bars.close(row)));
            }
        }

        same(PriceMoves.ofOneInterval(bars.history(), lookback), moves);
        same(PriceMoves.ofDayDown(bars.history(), lookback), falls);
        assertThat(moves.size()).isGreaterThan(100);
        assertThat(falls.size()).isGreaterThan(100);
    }

    @Test
    void emptyHistory_hasNoMoves() {
        PriceHistory empty = Histories.of(HOUR, List.of());

        assertThat(PriceMoves.ofOneInterval(empty, ALWAYS).size()).isZero();
        assertThat(PriceMoves.ofDayDown(empty, ALWAYS).size()).isZero();
        assertThat(PriceMoves.byWindow(empty, HOUR).isCurrent()).isFalse();
        assertThat(PriceMoves.byWindow(empty, HOUR).means().size()).isZero();
    }

    /** Windows of four hours: the latest is 4 % on average, the one before has one bar of four, the one before that 1 %. */
    @Test
    void windows_areCountedFromTheEndAndNeedMoreThanHalfOfTheirBars() {
        long hour = 3_600;
        PriceHistory history = PriceHistory.ofCloses(
                HOUR,
                new long[] {0, hour, 2 * hour, 3 * hour, 4 * hour, 9 * hour, 10 * hour, 11 * hour, 12 * hour},
                DecimalColumn.of(
                        new long[] {10_000, 10_100, 10_000, 10_100, 10_000, 10_000, 10_400, 10_000, 10_400}, 2));

        PriceMoves.Windows windows = PriceMoves.byWindow(history, Duration.ofHours(4));

        assertThat(windows.isCurrent()).isTrue();
        assertThat(windows.means().size()).isEqualTo(2);
        // 4, 3.846153847 and 4 %; and 1, 0.990099010, 1 and 0.990099010 %.
        assertThat(windows.latest()).isEqualByComparingTo("0.039487179");
        assertThat(windows.means().percentile(new BigDecimal("0.5"))).isEqualByComparingTo("0.009950495");
    }

    @Test
    void windows_whoseLatestHasHalfOfItsBars_areNotCurrent() {
        long hour = 3_600;
        PriceHistory history = PriceHistory.ofCloses(
                HOUR,
                new long[] {0, hour, 2 * hour, 3 * hour, 4 * hour, 6 * hour, 7 * hour, 8 * hour},
                DecimalColumn.of(new long[] {1, 2, 1, 2, 1, 2, 1, 2}, 0));

        PriceMoves.Windows windows = PriceMoves.byWindow(history, Duration.ofHours(4));

        assertThat(windows.isCurrent()).isFalse();
        assertThat(windows.means().size()).isEqualTo(1);
    }

    @Test
    void windows_ofPricesThatStandStill_areCurrent() {
        PriceMoves.Windows windows = PriceMoves.byWindow(Histories.of(HOUR, List.of("3", "3", "3")), HOUR);

        assertThat(windows.isCurrent()).isTrue();
        assertThat(windows.latest()).isZero();
    }

    private static void same(PriceMoves moves, List<BigDecimal> naive) {
        Collections.sort(naive);
        assertThat(moves.size()).isEqualTo(naive.size());
        for (String share : List.of("0.001", "0.25", "0.5", "0.9", "0.99", "0.999", "1")) {
            int rank = new BigDecimal(share)
                    .multiply(BigDecimal.valueOf(naive.size()))
                    .setScale(0, RoundingMode.CEILING)
                    .intValueExact();
            assertThat(moves.percentile(new BigDecimal(share))).as(share).isEqualByComparingTo(naive.get(rank - 1));
        }
    }

    private static BigDecimal fraction(BigDecimal part, BigDecimal whole) {
        return part.divide(whole, 9, RoundingMode.CEILING);
    }

    /** Random hourly bars of which one in twenty is missing. */
    private static final class Bars {
        private final List<Long> times = new ArrayList<>();
        private final List<Long> closes = new ArrayList<>();
        private final List<Long> lows = new ArrayList<>();

        Bars(long seed, int most) {
            Random random = new Random(seed);
            long close = 1_000_000;
            for (int hour = 0; hour < most; hour++) {
                close = Math.max(1_000, close + random.nextInt(40_001) - 20_000);
                if (random.nextInt(20) > 0) {
                    times.add(hour * 3_600L);
                    closes.add(close);
                    lows.add(close - random.nextInt(900));
                }
            }
        }

        int size() {
            return times.size();
        }

        long time(int row) {
            return times.get(row);
        }

        long end() {
            return times.get(times.size() - 1);
        }

        BigDecimal close(int row) {
            return BigDecimal.valueOf(closes.get(row), 2);
        }

        BigDecimal low(int row) {
            return BigDecimal.valueOf(lows.get(row), 2);
        }

        PriceHistory history() {
            DecimalColumn closing = column(closes);
            return PriceHistory.of(
                    HOUR, times.stream().mapToLong(Long::longValue).toArray(), closing, closing, column(lows), closing);
        }

        private static DecimalColumn column(List<Long> values) {
            return DecimalColumn.of(values.stream().mapToLong(Long::longValue).toArray(), 2);
        }
    }
}
