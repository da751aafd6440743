package io.countersign.client.scenario;

import static io.countersign.client.fixtures.Indexes.expiry;
import static io.countersign.client.fixtures.Indexes.july;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.fixtures.Indexes;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import io.countersign.model.market.FuturesContract;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryScenarioTest {
    /** Settles over four minutes at midnight UTC. */
    private static FuturesContract.Builder midnight(int minutes) {
        return july().lastTradingAt(Instant.parse("2021-07-30T00:00:00Z"))
                .expiry(expiry().zone(Optional.empty())
                        .localTime(Optional.empty())
                        .window(Duration.ofMinutes(minutes))
                        .build());
    }

    /** Minutes that end at midnight after {@link Indexes#START}'s day. */
    private static PriceHistory upToMidnight(String... prices) {
        String[] all = new String[24 * 60];
        Arrays.fill(all, "");
        System.arraycopy(prices, 0, all, all.length - prices.length, prices.length);
        return Indexes.minutes(all);
    }

    @Test
    void settlement_byHand() {
        ExpiryResult result =
                ExpiryScenario.play(midnight(4).build(), upToMidnight("1000", "100", "102", "104", "110"), 2);

        assertThat(result.days()).isEqualTo(1);
        ExpiryResult.Day day = result.byDay().get(0);
        assertThat(day.end()).isEqualTo("2021-07-02T00:00:00Z");
        assertThat(day.price()).isEqualByComparingTo("104");
        assertThat(day.missing()).isZero();
        assertThat(result.outages()).extracting(ExpiryResult.Outage::bars).containsExactly(1, 2);
        // Without 110: 102. Without 100 and 102: 107; without 104 and 110: 101.
        assertThat(result.outages().get(0).worst()).isEqualByComparingTo(ratio("2", "104"));
        assertThat(result.outages().get(1).worst()).isEqualByComparingTo(ratio("3", "104"));
        assertThat(result.outages().get(1).at()).contains(day.end());
        assertThat(result.otherClockDays()).isZero();
    }

    @Test
    void settlement_minutesMissing_areCountedAndLeftOut() {
        ExpiryResult result = ExpiryScenario.play(midnight(4).build(), upToMidnight("100", "", "", "110"), 3);

        assertThat(result.incomplete()).isEqualTo(1);
        assertThat(result.byDay().get(0).missing()).isEqualTo(2);
        assertThat(result.byDay().get(0).price()).isEqualByComparingTo("105");
        assertThat(result.outages().get(2).worst())
                .as("three of four: 100 or 110 is left")
                .isEqualByComparingTo(ratio("5", "105"));
        assertThat(result.summary())
                .startsWith("1 days settled over 4 bars, 1 with bars missing; an outage of 1 moves");
    }

    @Test
    void settlement_outageThatLeavesTheBarAfterIt_isPlayed() {
        ExpiryResult result = ExpiryScenario.play(midnight(4).build(), upToMidnight("100", "100", "130", ""), 2);
        assertThat(result.outages().get(1).worst()).as("130 is left of 110").isEqualByComparingTo(ratio("20", "110"));
    }

    @Test
    void settlement_outageThatLeavesNothing_isNoMove() {
        ExpiryResult result = ExpiryScenario.play(midnight(4).build(), upToMidnight("", "100", "", ""), 1);
        assertThat(result.outages()).allMatch(outage -> outage.worst().signum() == 0);
    }

    @Test
    void settlement_barsOffTheGridOfTheWindow_doNotCount() {
        long end = Instant.parse("2021-07-02T00:00:00Z").getEpochSecond();
        PriceHistory history = PriceHistory.ofCloses(
                Duration.ofMinutes(1),
                new long[] {end - 240, end - 150, end - 120, end - 60, end},
                DecimalColumn.of(new long[] {100, 999, 104, 110, 999}, 0));
        ExpiryResult result = ExpiryScenario.play(midnight(4).build(), history, 1);
        assertThat(result.byDay().get(0).missing()).isEqualTo(1);
        assertThat(result.byDay().get(0).price())
                .isEqualByComparingTo(new BigDecimal("314").divide(new BigDecimal("3"), MathContext.DECIMAL128));
    }

    @Test
    void settlement_noBars_showsNothing() {
        ExpiryResult result = ExpiryScenario.play(midnight(30).build(), Indexes.minutes(), 5);
        assertThat(result.days()).isZero();
        assertThat(result.summary())
                .isEqualTo("0 days settled over 30 bars, 0 with bars missing; no outage could be played");
        assertThat(result.worst()).isEmpty();
        assertThat(result.chart().markup()).contains("<svg");
        assertThat(result.clockMove()).isEqualByComparingTo("0");
    }

    @Test
    void settlement_windowOfOneBar_hasNoOutage() {
        ExpiryResult result = ExpiryScenario.play(midnight(1).build(), upToMidnight("100"), 5);
        assertThat(result.outages()).isEmpty();
        assertThat(result.worst()).isEmpty();
        assertThat(result.byDay()).hasSize(1);
    }

    @Test
    void settlement_thatCannotBePlayed_isRefused() {
        PriceHistory history = upToMidnight("100");
        assertThatThrownBy(() -> ExpiryScenario.play(Markets.perpetual().build(), history, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The contract does not end");
        assertThatThrownBy(() ->
                        ExpiryScenario.play(july().expiry(Optional.empty()).build(), history, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The contract has no settlement window");
        PriceHistory hours = PriceHistory.ofCloses(Duration.ofHours(1), new long[0], DecimalColumn.of(new long[0], 0));
        assertThatThrownBy(() -> ExpiryScenario.play(july().build(), hours, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Bars of PT1H do not fit the settlement window of PT30M");
    }

    /** Hourly prices that rise by one an hour, from October 2026 over the change of clocks in London on the 25th. */
    private static PriceHistory october() {
        long begin = Instant.parse("2026-10-20T00:00:00Z").getEpochSecond();
        long[] seconds = new long[10 * 24];
        long[] prices = new long[seconds.length];
        for (int hour = 0; hour < seconds.length; hour++) {
            seconds[hour] = begin + hour * 3600L;
            prices[hour] = 1_000L + hour;
        }
        return PriceHistory.ofCloses(Duration.ofHours(1), seconds, DecimalColumn.of(prices, 0));
    }

    @Test
    void clocks_beforeTheyChange_areAnHourAway() {
        FuturesContract december = july().lastTradingAt(Instant.parse("2026-12-25T16:00:00Z"))
                .expiry(expiry().window(Duration.ofHours(1)).build())
                .build();

        ExpiryResult result = ExpiryScenario.play(december, october(), 1);

        // 16:00 in London is 15:00Z up to the 24th, and 16:00Z from the 25th on.
        assertThat(result.byDay().stream().map(ExpiryResult.Day::end))
                .contains(Instant.parse("2026-10-24T15:00:00Z"), Instant.parse("2026-10-25T16:00:00Z"));
        assertThat(result.days()).isEqualTo(10);
        assertThat(result.otherClockDays()).isEqualTo(5);
        assertThat(result.byDay().get(0).price()).isEqualByComparingTo("1014");
        assertThat(result.byDay().get(0).otherEnd()).contains(Instant.parse("2026-10-20T16:00:00Z"));
        assertThat(result.byDay().get(0).otherPrice().orElseThrow()).isEqualByComparingTo("1015");
        assertThat(result.clockMove()).isEqualByComparingTo(ratio("1", "1014"));
        assertThat(result.byDay().get(5).otherEnd()).isEmpty();
        assertThat(result.summary())
                .endsWith("; on 5 days the clocks differ from the last day's, worth up to 0.09862 %");
    }

    @Test
    void worst_daysThatAnOutageMovesMost_withWhatTheOtherClockWouldCost() {
        FuturesContract december = july().lastTradingAt(Instant.parse("2026-12-25T16:00:00Z"))
                .expiry(expiry().window(Duration.ofHours(2)).build())
                .build();

        ExpiryResult result = ExpiryScenario.play(december, october(), 1);

        // Prices go up by one an hour: half of it is the more, the lower the price.
        assertThat(result.worst())
                .hasSize(10)
                .startsWith("2026-10-20T15:00:00Z at 1013.5, 0 bars missing: moves by up to 0.04933 %");
        assertThat(result.tables().get(1).rows())
                .hasSize(10)
                .startsWith(List.of("2026-10-20T15:00:00Z", "1013.5", "0", "0.04933 %", "0.09867 %"))
                .endsWith(List.of("2026-10-29T16:00:00Z", "1230.5", "0", "0.04063 %", ""));
    }

    @Test
    void clocks_acrossMidnightUtc_areStillAnHourAway() {
        FuturesContract sydney = july().lastTradingAt(Instant.parse("2026-07-31T00:30:00Z"))
                .expiry(expiry().zone(ZoneId.of("Australia/Sydney"))
                        .localTime(LocalTime.of(10, 30))
                        .window(Duration.ofHours(1))
                        .build())
                .build();
        // In October 10:30 in Sydney is 23:30Z of the day before.
        ExpiryResult result = ExpiryScenario.play(sydney, halfHours(), 1);
        assertThat(result.byDay().get(1).end()).isEqualTo("2026-10-20T23:30:00Z");
        assertThat(result.byDay().get(1).otherEnd()).contains(Instant.parse("2026-10-21T00:30:00Z"));
    }

    private static PriceHistory halfHours() {
        long begin = Instant.parse("2026-10-19T00:00:00Z").getEpochSecond();
        long[] seconds = new long[4 * 48];
        for (int half = 0; half < seconds.length; half++) {
            seconds[half] = begin + half * 1800L;
        }
        long[] prices = new long[seconds.length];
        Arrays.fill(prices, 7);
        return PriceHistory.ofCloses(Duration.ofMinutes(30), seconds, DecimalColumn.of(prices, 0));
    }

    @Test
    void evidence_names_everyInput() {
        FuturesContract contract = midnight(4).build();
        PriceHistory prices = upToMidnight("100", "102", "104", "110");
        ExpiryResult result = ExpiryScenario.play(contract, prices, 2);
        assertThat(ExpiryScenario.play(contract, prices, 2).toEvidence()).isEqualTo(result.toEvidence());
        assertThat(List.of(
                                ExpiryScenario.play(contract, prices, 3),
                                ExpiryScenario.play(contract, upToMidnight("100", "102", "104", "111"), 2),
                                ExpiryScenario.play(midnight(5).build(), prices, 2))
                        .stream()
                        .map(ExpiryResult::inputs)
                        .distinct())
                .hasSize(3)
                .doesNotContain(result.inputs());
        assertThat(result.figures())
                .isEqualTo(new TreeMap<>(Map.of(
                        "days", "1",
                        "barsInWindow", "4",
                        "windowsIncomplete", "0",
                        "daysWithOtherClock", "0",
                        "clockMoveShareMax", "0",
                        "outage 1 moveShareMax", "0.01923",
                        "outage 1 moveShareMedian", "0.01923",
                        "outage 2 moveShareMax", "0.02885",
                        "outage 2 moveShareMedian", "0.02885")));
        assertThat(result.worst())
                .containsExactly("2021-07-02T00:00:00Z at 104, 0 bars missing: moves by up to 2.885 %");
        assertThat(result.title()).isEqualTo("settlement over 4 bars on 1 days");
        assertThat(result.chart().markup()).contains("worst day", "bars missing in a row, of 4");
        assertThat(result.toString()).contains("greatest move", "median day");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void settlement_anyPrices_agreesWithTheMeansInDecimals(long seed) {
        Random random = new Random(seed);
        int days = 7;
        String[] closes = new String[days * 24 * 60];
        for (int minute = 0; minute < closes.length; minute++) {
            closes[minute] = random.nextInt(6) == 0
                    ? ""
                    : BigDecimal.valueOf(40_000_000 + random.nextInt(3_000_000), 1 + random.nextInt(3))
                            .toPlainString();
        }

        ExpiryResult result = ExpiryScenario.play(july().build(), Indexes.minutes(closes), 5);

        assertThat(result.outages()).extracting(ExpiryResult.Outage::bars).containsExactly(1, 5, 10, 15);
        List<BigDecimal> moves = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            int end = (day * 24 + 15) * 60;
            BigDecimal price = mean(closes, end, 0, 0);
            assertThat(result.byDay().get(day).price()).as("seed %s", seed).isEqualByComparingTo(price);
            BigDecimal worst = BigDecimal.ZERO;
            for (int from = 0; from <= 20; from++) {
                worst = worst.max(
                        mean(closes, end, from, 10).subtract(price).abs().divide(price, MathContext.DECIMAL64));
            }
            assertThat(result.byDay().get(day).moves().get(2)).isEqualByComparingTo(worst);
            moves.add(worst);
        }
        moves.sort(null);
        assertThat(result.outages().get(2).worst()).isEqualByComparingTo(moves.get(days - 1));
        assertThat(result.outages().get(2).median()).isEqualByComparingTo(moves.get(days / 2));
        assertThat(result.byDay().get(6).end())
                .isEqualTo(LocalDate.of(2021, 7, 7).atTime(15, 0).toInstant(ZoneOffset.UTC));
    }

    private static BigDecimal mean(String[] closes, int end, int from, int length) {
        BigDecimal sum = BigDecimal.ZERO;
        int count = 0;
        for (int slot = 0; slot < 30; slot++) {
            String close = closes[end - 30 + slot];
            if (!close.isEmpty() && (slot < from || slot >= from + length)) {
                sum = sum.add(new BigDecimal(close));
                count++;
            }
        }
        return sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
    }

    private static BigDecimal ratio(String part, String whole) {
        return new BigDecimal(part).divide(new BigDecimal(whole), MathContext.DECIMAL64);
    }
}
