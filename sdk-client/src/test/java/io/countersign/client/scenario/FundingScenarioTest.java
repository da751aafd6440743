package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.FundingHistory;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FundingScenarioTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Rate MAINTENANCE = Rate.of("0.01");
    private static final Instant TEN = Instant.parse("2026-09-25T10:00:00Z");
    private static final FuturesContract INVERSE = Markets.perpetual().build();
    private static final FuturesContract LINEAR = Markets.perpetual()
            .payoff(Payoff.LINEAR)
            .contractSizeUnit(SizeUnit.BASE)
            .build();

    @Test
    void play_fourHours_isWhatTheHandSays() {
        FundingHistory history = FundingHistory.builder(HOUR)
                .add(TEN, Rate.of("0.004"), Price.of("8000"))
                .add(TEN.plus(HOUR), Rate.of("0.008"), Price.of("8000"))
                .add(TEN.plus(HOUR.multipliedBy(2)), Rate.of("-0.04"), Price.of("10000"))
                .add(TEN.plus(HOUR.multipliedBy(3)), Rate.of("0"), Price.of("8000"))
                .build();

        FundingResult result = play(LINEAR, terms("8", "0.001", HOUR), terms("8", "0.0025", HOUR), history);

        // Rates: 0.0005, 0.001 (not cut), -0.005 cut to -0.001 and to -0.0025, 0.
        assertThat(result.before().payments()).isEqualTo(4);
        assertThat(result.before().capped()).isEqualTo(1);
        assertThat(result.before().sumOfRates()).isEqualByComparingTo("0.0005");
        assertThat(result.after().sumOfRates()).isEqualByComparingTo("-0.001");
        assertThat(result.before().greatestRate().abs()).isEqualByComparingTo("0.001");
        assertThat(result.after().greatestRate()).isEqualByComparingTo("-0.0025");
        assertThat(result.after().capped()).isEqualTo(1);
        assertThat(result.after().skipped()).isZero();
        // 8000*0.0005 + 8000*0.001 - 10000*0.0025
        assertThat(result.after().paidByLongContract()).isEqualByComparingTo("-13");
        // Of the margin of 1 %: 0, 5 %, 10 %, 25 %.
        assertThat(result.after().distribution()).containsExactly(1, 0, 0, 1, 1, 1, 0, 0);
        assertThat(result.before().distribution()).containsExactly(1, 0, 0, 1, 2, 0, 0, 0);
        assertThat(result.summary())
                .isEqualTo(
                        "The greatest payment goes from 0.1 % or 10.0 % to 0.25 % or 25.0 % of the maintenance margin of"
                                + " 1 %; 1 payment of 4 at the cap before, 1 of 4 after; a long pays 0.05 % in all before, -0.1 %"
                                + " after");
        assertThat(result.title()).isEqualTo("funding over 4 payments every PT1H");
        assertThat(result.worst().get(0))
                .isEqualTo(
                        "2026-09-25T12:00:00Z: premium -4 %, shorts pay 0.25 % (the cap), 25.0 % of the maintenance margin");
        assertThat(result.worst().get(1))
                .isEqualTo("2026-09-25T11:00:00Z: premium 0.8 %, longs pay 0.1 %, 10.0 % of the maintenance margin");
        assertThat(result.figures())
                .containsEntry("paymentsAfter", "4")
                .containsEntry("paymentsAtTheCapBefore", "1")
                .containsEntry("paymentsSkippedAfter", "0")
                .containsEntry("greatestRateAfter", "-0.0025")
                .containsEntry("greatestShareOfMaintenanceAfter", "25.0 %")
                .containsEntry("sumOfRatesBefore", "0.0005")
                .containsEntry("paidByLongContractAfter USD", "-13")
                .containsEntry("maintenanceMargin", "0.01");
        assertThat(result.chart().markup()).contains("Funding payments, PI_XBTUSD", "old terms", "new terms", "50-100");
        assertThat(result.termsTable().rows())
                .containsExactly(
                        List.of("old", "PT1H", "4", "0", "1", "0.1 %", "10.0 %", "0.05 %", "2"),
                        List.of("new", "PT1H", "4", "0", "1", "-0.25 %", "25.0 %", "-0.1 %", "-13"));
        assertThat(result.worst().get(3))
                .isEqualTo("2026-09-25T13:00:00Z: premium 0 %, longs pay 0 %, 0.0 % of the maintenance margin");
        assertThat(result.toString()).contains("terms", "old", "a long contract pays USD");
        assertThat(result.worstTable().rows().get(0))
                .containsExactly("2026-09-25T12:00:00Z", "-4 %", "-0.25 % (cap)", "25.0 %", "-25");
    }

    @Test
    void play_longerInterval_paysForWholePeriodsByTheirAverage() {
        FundingHistory.Builder builder = FundingHistory.builder(HOUR);
        // From 07:00 to 16:00: one hour of an earlier period, then 8 whole ones with a premium of 0.01 to 0.08.
        for (int hour = 0; hour <= 9; hour++) {
            builder.add(
                    Instant.parse("2026-09-25T07:00:00Z").plus(HOUR.multipliedBy(hour)),
                    new Rate(BigDecimal.valueOf(hour - 1, 2)),
                    new Price(BigDecimal.valueOf(8000 + hour)));
        }

        FundingResult result =
                play(LINEAR, terms("8", "0.01", HOUR), terms("1", "0.1", Duration.ofHours(8)), builder.build());

        assertThat(result.before().payments()).isEqualTo(10);
        assertThat(result.after().payments()).isEqualTo(1);
        assertThat(result.after().skipped()).isEqualTo(1);
        assertThat(result.after().interval()).isEqualTo(Duration.ofHours(8));
        FundingResult.Payment payment = result.after().greatest().get(0);
        assertThat(payment.time()).isEqualTo(Instant.parse("2026-09-25T16:00:00Z"));
        assertThat(payment.premium()).isEqualByComparingTo("0.045");
        assertThat(payment.rate()).isEqualByComparingTo("0.045");
        assertThat(payment.perContract()).isEqualByComparingTo("360.405"); // 8009*0.045
        assertThat(payment.isCapped()).isFalse();
    }

    @Test
    void play_firstPaymentAtFour_shiftsThePeriods() {
        FundingHistory.Builder builder = FundingHistory.builder(HOUR);
        for (int hour = 1; hour <= 24; hour++) {
            builder.add(
                    Instant.parse("2026-09-25T00:00:00Z").plus(HOUR.multipliedBy(hour)),
                    Rate.of("0.001"),
                    Price.of("8000"));
        }
        FundingConfig terms = terms("1", "0.1", Duration.ofHours(8));

        FundingResult midnight =
                FundingScenario.play(LINEAR, terms, terms, MAINTENANCE, Duration.ZERO, builder.build());
        FundingResult four =
                FundingScenario.play(LINEAR, terms, terms, MAINTENANCE, Duration.ofHours(4), builder.build());

        assertThat(midnight.after().payments()).isEqualTo(3);
        assertThat(midnight.after().skipped()).isZero();
        assertThat(four.after().payments()).isEqualTo(2);
        assertThat(four.after().skipped()).isEqualTo(2);
        assertThat(four.after().greatest().get(0).time()).isEqualTo(Instant.parse("2026-09-25T12:00:00Z"));
    }

    @Test
    void play_firstPaymentAtThree_paysAtThreeElevenAndNineteen() {
        FundingHistory.Builder builder = FundingHistory.builder(HOUR);
        for (int hour = 4; hour <= 19; hour++) {
            builder.add(
                    Instant.parse("2026-09-25T00:00:00Z").plus(HOUR.multipliedBy(hour)),
                    Rate.of("0.02"),
                    Price.of("8000"));
        }
        FundingConfig terms = terms("1", "0.1", Duration.ofHours(8));

        FundingResult.Terms after = FundingScenario.play(
                        LINEAR, terms, terms, MAINTENANCE, Duration.ofHours(3), builder.build())
                .after();

        assertThat(after.skipped()).isZero();
        assertThat(after.greatest())
                .extracting(FundingResult.Payment::time)
                .containsExactly(Instant.parse("2026-09-25T11:00:00Z"), Instant.parse("2026-09-25T19:00:00Z"));
        // Twice the margin of 1 %.
        assertThat(after.distribution()).containsExactly(0, 0, 0, 0, 0, 0, 0, 2);
    }

    @Test
    void play_missingHour_skipsItsPeriod() {
        FundingHistory.Builder builder = FundingHistory.builder(HOUR);
        for (int hour = 1; hour <= 16; hour++) {
            if (hour != 11) {
                builder.add(
                        Instant.parse("2026-09-25T00:00:00Z").plus(HOUR.multipliedBy(hour)),
                        Rate.of("0.001"),
                        Price.of("8000"));
            }
        }

        FundingResult result =
                play(LINEAR, terms("8", "0.1", HOUR), terms("1", "0.1", Duration.ofHours(8)), builder.build());

        assertThat(result.before().payments()).isEqualTo(15);
        assertThat(result.before().skipped()).isZero();
        assertThat(result.after().payments()).isEqualTo(1);
        assertThat(result.after().skipped()).isEqualTo(1);
    }

    @Test
    void play_inverseContract_paysInTheBaseAsset() {
        FundingHistory history = FundingHistory.builder(HOUR)
                .add(TEN, Rate.of("0.008"), Price.of("8000"))
                .build();

        FundingResult result = play(INVERSE, terms("8", "0.01", HOUR), terms("8", "0.01", HOUR), history);

        assertThat(result.after().paidByLongContract()).isEqualByComparingTo("0.000000125"); // 1/8000*0.001
        assertThat(result.figures()).containsEntry("paidByLongContractAfter XBT", "0.00000012");
    }

    @Test
    void play_termsWithoutInterval_payAtEverySpan() {
        FundingConfig terms = FundingConfig.builder()
                .coefficient(Amount.of("8"))
                .maxAbsRate(Rate.of("0.01"))
                .build();
        FundingHistory history = FundingHistory.builder(Duration.ofHours(4))
                .add(TEN, Rate.of("0.008"), Price.of("8000"))
                .build();

        assertThat(play(LINEAR, terms, terms, history).after().interval()).isEqualTo(Duration.ofHours(4));
        assertThat(play(LINEAR, terms, terms, history).after().payments()).isEqualTo(1);
    }

    @Test
    void play_noHistory_isNothing() {
        FundingResult result = play(
                LINEAR,
                terms("8", "0.001", HOUR),
                terms("8", "0.01", HOUR),
                FundingHistory.builder(HOUR).build());

        assertThat(result.after().payments()).isZero();
        assertThat(result.after().greatestRate()).isEqualByComparingTo("0");
        assertThat(result.worst()).isEmpty();
        assertThat(result.toString()).contains("0 payments of 0 at the cap before");
    }

    @Test
    void play_whatCannotBePlayed_isRefused() {
        FundingHistory history = FundingHistory.builder(Duration.ofHours(2)).build();
        FundingConfig good = terms("8", "0.01", Duration.ofHours(4));

        for (FundingConfig bad : List.of(
                terms("0", "0.01", Duration.ofHours(4)),
                terms("8", "-0.01", Duration.ofHours(4)),
                FundingConfig.builder().from(good).coefficient(Optional.empty()).build(),
                FundingConfig.builder().from(good).maxAbsRate(Optional.empty()).build(),
                FundingConfig.builder()
                        .from(good)
                        .interestRate(Rate.of("0.0001"))
                        .build())) {
            assertThatThrownBy(() -> play(LINEAR, good, bad, history))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Funding terms need a positive coefficient and a cap, and no interest");
            assertThatThrownBy(() -> play(LINEAR, bad, good, history)).isInstanceOf(IllegalArgumentException.class);
        }
        for (Duration interval :
                List.of(HOUR, Duration.ofHours(3), Duration.ZERO, Duration.ofHours(-2), Duration.ofMillis(7_200_001))) {
            assertThatThrownBy(() -> play(LINEAR, good, terms("8", "0.01", interval), history))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must be a multiple of the history's spans of PT2H");
        }
        assertThatThrownBy(() -> FundingScenario.play(LINEAR, good, good, Rate.of("0"), Duration.ZERO, history))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A maintenance margin must be positive: 0");
        FundingConfig noInterest = FundingConfig.builder()
                .from(good)
                .interestRate(Rate.of("0"))
                .maxAbsRate(Rate.of("0"))
                .build();
        assertThat(play(LINEAR, good, noInterest, history).after().payments()).isZero();
    }

    @Test
    void inputs_nameEverything() {
        FundingHistory history = FundingHistory.builder(HOUR)
                .add(TEN, Rate.of("0.008"), Price.of("8000"))
                .build();
        FundingHistory other = FundingHistory.builder(HOUR)
                .add(TEN, Rate.of("0.008"), Price.of("8001"))
                .build();
        FundingConfig one = terms("8", "0.01", HOUR);
        FundingConfig two = terms("8", "0.02", HOUR);

        assertThat(play(LINEAR, one, two, history).inputs())
                .isEqualTo(play(LINEAR, one, two, history).inputs());
        assertThat(List.of(
                        play(LINEAR, one, two, history).inputs(),
                        play(LINEAR, two, one, history).inputs(),
                        play(LINEAR, one, one, history).inputs(),
                        play(INVERSE, one, two, history).inputs(),
                        play(LINEAR, one, two, other).inputs(),
                        FundingScenario.play(LINEAR, one, two, Rate.of("0.02"), Duration.ZERO, history)
                                .inputs(),
                        FundingScenario.play(LINEAR, one, two, MAINTENANCE, HOUR, history)
                                .inputs()))
                .doesNotHaveDuplicates();
    }

    /** Against the plainest way: premiums in a map by the end of their period. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void play_anyHistory_isWhatPeriodsSayOneByOne(long seed) {
        Random random = new Random(seed);
        int hours = List.of(1, 2, 4, 8).get(random.nextInt(4));
        FundingHistory.Builder builder = FundingHistory.builder(HOUR);
        SortedMap<Long, List<BigDecimal>> byPeriod = new TreeMap<>();
        SortedMap<Long, BigDecimal> prices = new TreeMap<>();
        for (int i = 0; i < 1_500; i++) {
            if (random.nextInt(30) == 0) {
                continue;
            }
            Instant end = Instant.parse("2026-01-01T03:00:00Z").plus(HOUR.multipliedBy(i));
            BigDecimal premium = BigDecimal.valueOf(random.nextInt(200_001) - 100_000, 6);
            BigDecimal price = BigDecimal.valueOf(70_000 + random.nextInt(20_000), 1);
            builder.add(end, new Rate(premium), new Price(price));
            long period = Math.floorDiv(end.getEpochSecond() + hours * 3600L - 1, hours * 3600L);
            byPeriod.computeIfAbsent(period, p -> new ArrayList<>()).add(premium);
            prices.put(period, price);
        }
        BigDecimal cap = new BigDecimal("0.005");
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal paid = BigDecimal.ZERO;
        int payments = 0;
        int capped = 0;
        List<BigDecimal> rates = new ArrayList<>();
        for (Long period : byPeriod.keySet()) {
            List<BigDecimal> premiums = byPeriod.getOrDefault(period, List.of());
            if (premiums.size() == hours) {
                BigDecimal average = premiums.stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(BigDecimal.valueOf(hours), MathContext.DECIMAL128);
                BigDecimal rate = average.divide(BigDecimal.valueOf(8), MathContext.DECIMAL128);
                capped += rate.abs().compareTo(cap) > 0 ? 1 : 0;
                rate = rate.min(cap).max(cap.negate());
                payments++;
                sum = sum.add(rate);
                paid = paid.add(prices.getOrDefault(period, BigDecimal.ZERO).multiply(rate));
                rates.add(rate.abs());
            }
        }

        FundingResult result =
                play(LINEAR, terms("24", "0.001", HOUR), terms("8", "0.005", Duration.ofHours(hours)), builder.build());

        FundingResult.Terms after = result.after();
        assertThat(after.payments()).as("seed %d", seed).isEqualTo(payments).isGreaterThan(100);
        assertThat(after.payments() + after.skipped()).isEqualTo(byPeriod.size());
        assertThat(after.capped()).as("seed %d", seed).isEqualTo(capped).isPositive();
        assertThat(after.sumOfRates()).as("seed %d", seed).isEqualByComparingTo(sum);
        assertThat(after.paidByLongContract()).as("seed %d", seed).isEqualByComparingTo(paid);
        assertThat(after.distribution().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(payments);
        assertThat(after.greatest())
                .extracting(payment -> payment.rate().abs())
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(rates.stream()
                        .sorted(Comparator.reverseOrder())
                        .limit(10)
                        .toList());
    }

    private static FundingResult play(
            FuturesContract contract, FundingConfig before, FundingConfig after, FundingHistory history) {
        return FundingScenario.play(contract, before, after, MAINTENANCE, Duration.ZERO, history);
    }

    private static FundingConfig terms(String coefficient, String cap, Duration interval) {
        return FundingConfig.builder()
                .coefficient(Amount.of(coefficient))
                .maxAbsRate(Rate.of(cap))
                .interval(interval)
                .build();
    }
}
