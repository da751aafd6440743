package io.countersign.client.scenario;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import io.countersign.model.market.BreakerAction;
import io.countersign.model.market.BreakerResume;
import io.countersign.model.market.CircuitBreaker;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandScenarioTest {
    private static final long START = 1_767_225_600L; // 2026-01-01T00:00Z
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final BigDecimal TENTH = new BigDecimal("0.1");
    private static final SpotMarket BARE = bitcoin().build();

    private static PriceHistory closes(String... closes) {
        DecimalColumn.Builder prices = DecimalColumn.builder("Price");
        long[] seconds = new long[closes.length];
        for (int bar = 0; bar < closes.length; bar++) {
            prices.add(new BigDecimal(closes[bar]));
            seconds[bar] = START + 60L * bar;
        }
        return PriceHistory.ofCloses(MINUTE, seconds, prices.build());
    }

    private static SpotMarket band(PriceReference reference, String down, String up) {
        return bitcoin()
                .priceBand(PriceBand.builder()
                        .reference(reference)
                        .referenceWindow(Duration.ofMinutes(3))
                        .buyUp(Rate.of(up))
                        .sellDown(Rate.of(down))
                        .build())
                .build();
    }

    private static CircuitBreaker.Builder breaker(String move, int minutes) {
        return CircuitBreaker.builder()
                .move(Rate.of(move))
                .window(Duration.ofMinutes(minutes))
                .reference(PriceReference.LAST)
                .action(BreakerAction.HALT)
                .resume(BreakerResume.AUTO)
                .appliesOutsideRegularSession(true);
    }

    private static SpotMarket broken(CircuitBreaker breaker) {
        return bitcoin().addCircuitBreakers(breaker).build();
    }

    private static BandResult play(SpotMarket after, PriceHistory history) {
        return BandScenario.play(BARE, after, history, TENTH, HOUR);
    }

    private static List<Integer> bars(GuardTally tally) {
        return tally.guards().get(0).events().stream().map(GuardEvent::from).toList();
    }

    @Test
    void band_priceAtTheBound_isInsideAndBeyondIsNot() {
        BandResult result =
                play(band(PriceReference.LAST, "0.95", "1.05"), closes("100", "105", "110.26", "104.747", "99.51"));

        // 105 and 104.747 are at the bounds; 110.26 is above 110.25, and 99.51 is above 0.95 of 104.747.
        assertThat(bars(result.after())).containsExactly(2);
        assertThat(result.after().guards().get(0).events().get(0)).satisfies(event -> {
            assertThat(event.reference()).isEqualByComparingTo("105");
            assertThat(event.price()).isEqualByComparingTo("110.26");
            assertThat(event.at()).hasToString("2026-01-01T00:02:00Z");
        });
    }

    @Test
    void band_barsSideBySide_areOneEvent() {
        BandResult result =
                play(band(PriceReference.LAST, "0.99", "1.01"), closes("100", "102", "104.1", "104.1", "100"));

        assertThat(result.after().guards().get(0).events())
                .extracting(GuardEvent::from, GuardEvent::to)
                .containsExactly(tuple(1, 2), tuple(4, 4));
        assertThat(result.after().acted()).isEqualTo(2);
    }

    @Test
    void band_averageReference_isTheMeanOfTheWindow() {
        // Means of up to three closes before: 100, 101, 102, 103.33; the last bar is 1.0548 of its mean.
        PriceHistory history = closes("100", "102", "104", "104", "109");

        assertThat(bars(play(band(PriceReference.VWAP, "0.9", "1.054"), history).after()))
                .containsExactly(4);
        assertThat(play(band(PriceReference.VWAP, "0.9", "1.055"), history)
                        .after()
                        .acted())
                .isZero();
        assertThat(play(band(PriceReference.LAST, "0.9", "1.054"), history)
                        .after()
                        .acted())
                .isZero();
    }

    @Test
    void breaker_moveWithinTheWindow_actsAtTheBound() {
        // From 100 to 105 in three minutes; no single minute moves more than 2 %.
        PriceHistory history = closes("100", "102", "103.5", "105", "105");

        assertThat(bars(play(broken(breaker("0.05", 3).build()), history).after()))
                .containsExactly(3);
        assertThat(play(broken(breaker("0.05", 2).build()), history).after().acted())
                .isZero();
        assertThat(play(broken(breaker("0.051", 3).build()), history).after().acted())
                .isZero();
    }

    @Test
    void breaker_whileItHolds_doesNotActAgainAndResumesFromTheLastClose() {
        PriceHistory history = closes("100", "90", "80", "70", "70", "62");

        // Held in the bars 2 and 3; resumes at 70, from which 62 is 11 % down.
        assertThat(bars(play(
                                broken(breaker("0.1", 1)
                                        .minHold(Duration.ofMinutes(2))
                                        .build()),
                                history)
                        .after()))
                .containsExactly(1, 5);
        // Without a hold of its own it holds for its window.
        assertThat(bars(play(broken(breaker("0.1", 1).build()), history).after()))
                .containsExactly(1, 3, 5);
    }

    @Test
    void gap_missingBar_isNoReference() {
        PriceHistory history = PriceHistory.ofCloses(
                MINUTE,
                new long[] {START, START + 60, START + 180, START + 240},
                DecimalColumn.of(new long[] {100, 100, 50, 50}, 0));

        BandResult result = play(band(PriceReference.LAST, "0.95", "1.05"), history);

        assertThat(result.after().acted()).isZero();
        assertThat(result.crashes()).isEmpty();
    }

    @Test
    void crash_metOrMissed_isToldFromFalseAlarms() {
        // A fall of 2 % that recovers, then one of 12 % in two minutes.
        String[] prices = {"100", "98", "100", "100", "94", "88", "88"};

        BandResult result = BandScenario.play(
                band(PriceReference.LAST, "0.99", "1.05"),
                band(PriceReference.LAST, "0.9", "1.1"),
                closes(prices),
                TENTH,
                HOUR);

        assertThat(result.crashes()).singleElement().satisfies(crash -> {
            assertThat(crash.from()).isEqualTo(4);
            assertThat(crash.to()).isEqualTo(6);
            assertThat(crash).hasToString("2026-01-01T00:04:00Z from 100 to 88 (-12 %)");
        });
        assertThat(result.before().acted()).isEqualTo(2);
        assertThat(result.before().falseAlarms()).isEqualTo(1);
        assertThat(result.before().missed()).isEmpty();
        assertThat(result.after().missed()).isEqualTo(result.crashes());
        assertThat(result.newlyMissed()).isEqualTo(result.crashes());
        assertThat(result.worst()).containsExactly("missed: 2026-01-01T00:04:00Z from 100 to 88 (-12 %)");
        assertThat(result.figures())
                .containsEntry("actedBefore", "2")
                .containsEntry("actedAfter", "0")
                .containsEntry("falseAlarmsBefore", "1")
                .containsEntry("crashesMissedAfter", "1")
                .containsEntry("crashesNewlyMissed", "1");
        assertThat(result.summary())
                .isEqualTo("Over 0.0 days of past prices with 1 crash, the old band and breakers act 2 times, 1 of them"
                        + " outside a crash, and miss 0; the new ones act 0 times, 0 outside a crash, and miss 1");
        assertThat(result.tables().get(0).rows())
                .containsExactly(
                        List.of("before", "band 0.99 to 1.05 of LAST", "2", "0", "2", "1"),
                        List.of("after", "band 0.9 to 1.1 of LAST", "0", "0", "0", "0"));
        assertThat(result.tables().get(1).rows())
                .containsExactly(List.of("2026-01-01T00:04:00Z from 100 to 88 (-12 %)", "yes", "no"));
        assertThat(result.title()).isEqualTo("band and breakers over 0.0 days");
        assertThat(result.chart().markup()).contains("How often band and breakers act, XXBTZUSD");
        assertThat(result.toHtml()).contains("<svg").doesNotContain("<script");
    }

    /** A market on several days, each of them from a price of 100 on. */
    private static PriceHistory days(List<List<String>> closesOfDays) {
        List<Long> seconds = new ArrayList<>();
        DecimalColumn.Builder prices = DecimalColumn.builder("Price");
        for (int day = 0; day < closesOfDays.size(); day++) {
            List<String> closes = new ArrayList<>(List.of("100"));
            closes.addAll(closesOfDays.get(day));
            for (int bar = 0; bar < closes.size(); bar++) {
                seconds.add(START + 86_400L * day + 60L * bar);
                prices.add(new BigDecimal(closes.get(bar)));
            }
        }
        return PriceHistory.ofCloses(
                MINUTE, seconds.stream().mapToLong(Long::longValue).toArray(), prices.build());
    }

    @Test
    void worst_missedCrashesThenFalseAlarms_largestFirst() {
        // The third crash comes in two steps of less than 6 %, so that the old band misses it too.
        BandResult result = BandScenario.play(
                band(PriceReference.LAST, "0.9", "1.5"),
                band(PriceReference.LAST, "0.5", "1.03"),
                days(List.of(List.of("85"), List.of("80"), List.of("94.4", "89"), List.of("104"), List.of("106"))),
                TENTH,
                HOUR);

        assertThat(result.newlyMissed())
                .extracting(GuardEvent::toString)
                .containsExactly(
                        "2026-01-02T00:01:00Z from 100 to 80 (-20 %)", "2026-01-01T00:01:00Z from 100 to 85 (-15 %)");
        assertThat(result.worst())
                .containsExactly(
                        "missed: 2026-01-02T00:01:00Z from 100 to 80 (-20 %)",
                        "missed: 2026-01-01T00:01:00Z from 100 to 85 (-15 %)",
                        "missed: 2026-01-03T00:01:00Z from 100 to 89 (-11 %)",
                        "false alarm: 2026-01-05T00:01:00Z from 100 to 106 (6 %)",
                        "false alarm: 2026-01-04T00:01:00Z from 100 to 104 (4 %)");
        assertThat(result.tables().get(0).rows())
                .containsExactly(
                        List.of("before", "band 0.9 to 1.5 of LAST", "2", "0", "2", "0"),
                        List.of("after", "band 0.5 to 1.03 of LAST", "2", "2", "0", "2"));
    }

    @Test
    void crash_thatGoesOn_isMeasuredAtItsLargest() {
        assertThat(play(BARE, closes("100", "88", "80", "85")).crashes())
                .singleElement()
                .hasToString("2026-01-01T00:01:00Z from 100 to 80 (-20 %)");
    }

    @Test
    void crash_fromAPriceThatStoodForAWhile_beginsWhereItLastStood() {
        assertThat(play(BARE, closes("100", "100", "110")).crashes())
                .singleElement()
                .hasToString("2026-01-01T00:02:00Z from 100 to 110 (10 %)");
        assertThat(play(BARE, closes("100", "100", "90")).crashes())
                .singleElement()
                .hasToString("2026-01-01T00:02:00Z from 100 to 90 (-10 %)");
    }

    @Test
    void breaker_pricesWhileItHolds_areNoReferences() {
        // Held in the bars 2 and 3; resumes at 90, from which 86 is less than 10 % down, and not at the 96 before it.
        assertThat(bars(play(
                                broken(breaker("0.1", 5)
                                        .minHold(Duration.ofMinutes(2))
                                        .build()),
                                closes("100", "90", "96", "90", "86"))
                        .after()))
                .containsExactly(1);
    }

    @Test
    void breaker_thatHoldsForLessThanABar_beginsAnewWhereItActed() {
        assertThat(bars(play(
                                broken(breaker("0.1", 5)
                                        .minHold(Duration.ofMillis(500))
                                        .build()),
                                closes("100", "90", "88"))
                        .after()))
                .containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1.123456789, true",
        "1.1234567891, false",
        "999999999, true",
        "999999999.123456789, true",
        "1000000000, false"
    })
    void guard_ofNineDigitsOnEitherSideOfThePoint_canBeReplayed(BigDecimal multiplier, boolean computable) {
        Optional<BigDecimal> none = Optional.empty();
        Optional<BigDecimal> some = Optional.of(multiplier);

        assertThat(new Guard("up", some, none, HOUR, false, true, HOUR).isComputable())
                .isEqualTo(computable);
        assertThat(new Guard("down", none, some, HOUR, false, true, HOUR).isComputable())
                .isEqualTo(computable);
    }

    @Test
    void crash_rise_isOneToo() {
        assertThat(play(BARE, closes("100", "105", "110")).crashes())
                .singleElement()
                .hasToString("2026-01-01T00:01:00Z from 100 to 110 (10 %)");
        assertThat(play(BARE, closes("100", "105", "109.99")).crashes()).isEmpty();
    }

    @Test
    void chart_severalDays_hasABarADay() {
        long[] seconds = {START, START + 60, START + 3 * 86_400 - 120, START + 3 * 86_400 - 60};
        PriceHistory history =
                PriceHistory.ofCloses(MINUTE, seconds, DecimalColumn.of(new long[] {100, 80, 100, 80}, 0));

        BandResult result = play(band(PriceReference.LAST, "0.9", "1.1"), history);

        assertThat(result.days()).isEqualTo("3.0");
        assertThat(result.chart().markup()).contains("2026-01-01: 0 / 1; 2026-01-02: 0 / 0; 2026-01-03: 0 / 1");
    }

    @Test
    void play_whatCannotBePlayed_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> play(BARE, closes()))
                .withMessage("S-BND needs a price history with bars: spot-market/kraken/XXBTZUSD");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> play(BARE, closes("1", "-1")))
                .withMessageContaining("positive prices");
        DecimalColumn one = DecimalColumn.of(new long[] {1}, 0);
        DecimalColumn zero = DecimalColumn.of(new long[] {0}, 0);
        for (PriceHistory history : List.of(
                PriceHistory.of(MINUTE, new long[] {START}, one, one, zero, one),
                PriceHistory.of(MINUTE, new long[] {START}, one, one, one, zero))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> play(BARE, history))
                    .withMessageContaining("positive prices");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> play(
                        broken(breaker("0.1", 1).window(Duration.ofSeconds(30)).build()), closes("1")))
                .withMessageContaining("bars no longer than a window");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BandScenario.play(BARE, BARE, closes("1"), TENTH, Duration.ofSeconds(59)))
                .withMessageContaining("bars no longer than a window");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BandScenario.play(BARE, BARE, closes("1"), BigDecimal.ZERO, HOUR))
                .withMessage("The size of a crash must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> play(broken(breaker("0.0000000001", 1).build()), closes("1")))
                .withMessageContaining("at most 9 digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> play(broken(breaker("1000000000", 1).build()), closes("1")))
                .withMessageContaining("at most 9 digits");
    }

    @Test
    void inputs_anyOtherInput_hasAnotherDigest() {
        PriceHistory history = closes("100", "90");
        BandResult result = BandScenario.play(BARE, BARE, history, TENTH, HOUR);

        assertThat(result.inputs())
                .isEqualTo(BandScenario.play(BARE, BARE, closes("100", "90"), TENTH, HOUR)
                        .inputs())
                .isNotEqualTo(BandScenario.play(BARE, BARE, closes("100", "91"), TENTH, HOUR)
                        .inputs())
                .isNotEqualTo(
                        BandScenario.play(BARE, BARE, history, TENTH, MINUTE).inputs())
                .isNotEqualTo(BandScenario.play(BARE, BARE, history, BigDecimal.ONE, HOUR)
                        .inputs())
                .isNotEqualTo(
                        play(band(PriceReference.LAST, "0.9", "1.1"), history).inputs());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void replay_anyHistory_isWhatDecimalsSayBarByBar(long seed) {
        Random random = new Random(seed);
        PriceHistory history = random(random);
        List<Guard> guards = List.of(
                new Guard(
                        "band",
                        Optional.of(new BigDecimal("1.004")),
                        Optional.of(new BigDecimal("0.997")),
                        Duration.ZERO,
                        false,
                        false,
                        Duration.ZERO),
                new Guard(
                        "up",
                        Optional.of(new BigDecimal("1.003")),
                        Optional.empty(),
                        Duration.ZERO,
                        false,
                        false,
                        Duration.ZERO),
                new Guard(
                        "mean",
                        Optional.of(new BigDecimal("1.006")),
                        Optional.of(new BigDecimal("0.994")),
                        Duration.ofMinutes(7),
                        true,
                        false,
                        Duration.ZERO),
                Guard.move("move", new BigDecimal("0.01"), Duration.ofMinutes(5), false, Duration.ofMinutes(3)),
                Guard.move("mean move", new BigDecimal("0.008"), Duration.ofMinutes(9), true, Duration.ofSeconds(90)));
        GuardReplay replay = new GuardReplay(history);

        for (Guard guard : guards) {
            List<GuardEvent> events = replay.events(guard);
            assertThat(events.stream().map(BandScenarioTest::canonical).toList())
                    .as("seed %d, %s", seed, guard.name())
                    .isNotEmpty()
                    .isEqualTo(naive(guard, history).stream()
                            .map(BandScenarioTest::canonical)
                            .toList());
        }
    }

    /** A walk in steps of up to half a percent with a missing bar now and then; its columns have different scales. */
    private static PriceHistory random(Random random) {
        int bars = 1_500;
        long[] seconds = new long[bars];
        DecimalColumn.Builder opens = DecimalColumn.builder("Price");
        DecimalColumn.Builder highs = DecimalColumn.builder("Price");
        DecimalColumn.Builder lows = DecimalColumn.builder("Price");
        DecimalColumn.Builder closes = DecimalColumn.builder("Price");
        long price = 1_000_000;
        long second = START;
        for (int bar = 0; bar < bars; bar++) {
            second += 60L * (random.nextInt(40) == 0 ? 2 + random.nextInt(5) : 1);
            seconds[bar] = second;
            long close = price + Math.round(price * (random.nextDouble() - 0.5) / 100);
            opens.add(BigDecimal.valueOf(price, 2));
            highs.add(BigDecimal.valueOf(Math.max(price, close) / 10 + random.nextInt(200), 1));
            lows.add(BigDecimal.valueOf(Math.min(price, close) - random.nextInt(2_000), 2));
            closes.add(BigDecimal.valueOf(close * 10, 3));
            price = close;
        }
        return PriceHistory.of(MINUTE, seconds, opens.build(), highs.build(), lows.build(), closes.build());
    }

    private static List<GuardEvent> naive(Guard guard, PriceHistory history) {
        List<GuardEvent> events = new ArrayList<>();
        int begin = 0;
        long heldUntil = 0;
        long window = Math.max(60, guard.window().toSeconds());
        for (int bar = 0; bar < history.size(); bar++) {
            if (bar > 0 && history.openSecond(bar) - history.openSecond(bar - 1) != 60) {
                begin = bar;
            }
            if (history.openSecond(bar) < heldUntil) {
                begin = bar;
                continue;
            }
            List<BigDecimal> references = new ArrayList<>();
            for (int p = begin; p < bar; p++) {
                if (history.openSecond(bar) - history.openSecond(p) <= window) {
                    references.add(history.closes().at(p));
                }
            }
            if (references.isEmpty()) {
                continue;
            }
            BigDecimal mean = references.stream()
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .divide(BigDecimal.valueOf(references.size()), MathContext.DECIMAL128);
            BigDecimal low = guard.isMean()
                    ? mean
                    : references.stream().reduce(BigDecimal::min).orElseThrow();
            BigDecimal high = guard.isMean()
                    ? mean
                    : references.stream().reduce(BigDecimal::max).orElseThrow();
            BigDecimal top = history.highs().at(bar);
            BigDecimal bottom = history.lows().at(bar);
            boolean rises = guard.up().isPresent()
                    && acts(top.compareTo(low.multiply(guard.up().get())), guard);
            boolean falls = guard.down().isPresent()
                    && acts(high.multiply(guard.down().get()).compareTo(bottom), guard);
            if (!rises && !falls) {
                continue;
            }
            int last = events.size() - 1;
            if (guard.hold().isZero() && last >= 0 && events.get(last).to() == bar - 1) {
                events.set(last, events.get(last).until(bar));
                continue;
            }
            int to = bar;
            if (!guard.hold().isZero()) {
                heldUntil = history.openSecond(bar) + 60 + guard.hold().toSeconds();
                begin = bar;
                while (to + 1 < history.size() && history.openSecond(to + 1) < heldUntil) {
                    to++;
                }
            }
            events.add(new GuardEvent(bar, to, history.opensAt(bar), rises ? low : high, rises ? top : bottom));
        }
        return events;
    }

    private static boolean acts(int comparison, Guard guard) {
        return guard.actsAtBound() ? comparison >= 0 : comparison > 0;
    }

    private static GuardEvent canonical(GuardEvent event) {
        return new GuardEvent(
                event.from(),
                event.to(),
                event.at(),
                event.reference().stripTrailingZeros(),
                event.price().stripTrailingZeros());
    }
}
