package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.TextColumn;
import io.countersign.client.live.TradedVolumes;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeeScenarioTest {
    private static final DocumentId BITCOIN = Markets.bitcoin().build().documentId();
    private static final FeeLadder BEFORE = ladder(
            List.of(FeeStep.of("0", "0.2"), FeeStep.of("1000", "0.1")),
            List.of(FeeStep.of("0", "0.4"), FeeStep.of("1000", "0.3")));
    /** Rests cheaper, takes dearer; the second tier begins at 2,000. */
    private static final FeeLadder AFTER = ladder(
            List.of(FeeStep.of("0", "0.1"), FeeStep.of("2000", "-0.1")),
            List.of(FeeStep.of("0", "0.5"), FeeStep.of("2000", "0.2")));

    @Test
    void play_threeAccounts_isWhatTheHandSays() {
        TradedVolumes volumes = TradedVolumes.builder()
                .add("small", Notional.of("999.99"), Notional.of("100"), Notional.of("100"))
                .add("middle", Notional.of("1000"), Notional.of("0"), Notional.of("200"))
                .add("large", Notional.of("2000"), Notional.of("1000"), Notional.of("1000.5"))
                .build();

        FeeResult result = FeeScenario.play(BITCOIN, BEFORE, AFTER, volumes);

        // small 0.2 + 0.4 = 0.6 to 0.1 + 0.5 = 0.6; middle 0.6 to 1.0; large 1 + 3.0015 to -1 + 2.001.
        assertThat(result.revenueBefore()).isEqualByComparingTo("5.2015");
        assertThat(result.revenueAfter()).isEqualByComparingTo("2.601");
        assertThat(result.effect()).isEqualByComparingTo("-2.6005");
        assertThat(result.accounts()).isEqualTo(3);
        assertThat(result.paysMore()).isEqualTo(1);
        assertThat(result.paysLess()).isEqualTo(1);
        assertThat(result.changesTier()).isEqualTo(2);
        assertThat(result.selfMatchProfit()).isEqualTo(Percent.of("0"));
        assertThat(result.affected())
                .containsExactly(new FeeResult.AffectedAccount(
                        "middle", new BigDecimal("1000.00"), new BigDecimal("0.6000"), new BigDecimal("1.0000")));
        assertThat(result.tiers())
                .extracting(tier -> tier.from() + ": " + tier.accounts())
                .containsExactly("0: 1", "1000: 1", "2000: 1");
        FeeResult.Tier middle = result.tiers().get(1);
        assertThat(middle.makerFeeBefore()).isEqualTo(Percent.of("0.1"));
        assertThat(middle.takerFeeBefore()).isEqualTo(Percent.of("0.3"));
        assertThat(middle.makerFeeAfter()).isEqualTo(Percent.of("0.1"));
        assertThat(middle.takerFeeAfter()).isEqualTo(Percent.of("0.5"));
        assertThat(middle.makerVolume()).isEqualByComparingTo("0");
        assertThat(middle.takerVolume()).isEqualByComparingTo("200");
        assertThat(middle.revenueBefore()).isEqualByComparingTo("0.6");
        assertThat(middle.revenueAfter()).isEqualByComparingTo("1");
        assertThat(result.summary())
                .isEqualTo(
                        "Fees go from 5.20 to 2.60 ZUSD (-50.0 %); of 3 accounts 1 pay more, 1 less, 2 change tier; no pair"
                                + " of tiers pays for trading with oneself");
        assertThat(result.title()).isEqualTo("new fees on the trailing volume of 3 accounts");
        assertThat(result.worst()).containsExactly("middle: 0.60 before, 1.00 after, 0.40 ZUSD more");
        assertThat(result.figures())
                .containsEntry("revenueBefore ZUSD", "5.20")
                .containsEntry("revenueAfter ZUSD", "2.60")
                .containsEntry("effect ZUSD", "-2.60")
                .containsEntry("makerVolume ZUSD", "1100.00")
                .containsEntry("takerVolume ZUSD", "1300.50")
                .containsEntry("accounts", "3")
                .containsEntry("accountsPayingMore", "1")
                .containsEntry("accountsPayingLess", "1")
                .containsEntry("accountsChangingTier", "2");
        assertThat(result.chart().markup()).contains("Fees by trailing volume, XXBTZUSD", "old fees", "new fees");
        assertThat(result.tierTable().toString()).contains("0.3 to 0.5");
        assertThat(result.toString()).contains("0.3 to 0.5", "trailing volume ZUSD");
        assertThat(result.worstTable().rows()).containsExactly(List.of("middle", "1000.00", "0.60", "1.00", "0.40"));
    }

    @Test
    void play_nobody_isNothing() {
        FeeResult result =
                FeeScenario.play(BITCOIN, BEFORE, AFTER, TradedVolumes.builder().build());

        assertThat(result.accounts()).isZero();
        assertThat(result.revenueBefore()).isEqualByComparingTo("0");
        assertThat(result.selfMatchProfitToday()).isEqualTo(Percent.of("0"));
        assertThat(result.summary()).startsWith("Fees go from 0.00 to 0.00 ZUSD; of 0 accounts");
        assertThat(result.toString()).contains("S-FEE");
        assertThat(result.worst()).isEmpty();
    }

    @Test
    void selfMatching_onTiersWhereAccountsStand_isCountedApart() {
        FeeLadder after = ladder(
                List.of(FeeStep.of("0", "0.1"), FeeStep.of("500", "-0.2"), FeeStep.of("9000", "-0.3")),
                List.of(FeeStep.of("0", "0.4"), FeeStep.of("1000", "0.15")));
        TradedVolumes.Builder volumes = TradedVolumes.builder()
                .add("a", Notional.of("500"), Notional.of("0"), Notional.of("0"))
                .add("b", Notional.of("0"), Notional.of("0"), Notional.of("0"));

        // Best tiers: -0.3 and 0.15. Of those with accounts: -0.2 and 0.4, which earn nothing.
        assertThat(FeeScenario.play(BITCOIN, BEFORE, after, volumes.build()).selfMatchProfit())
                .isEqualTo(Percent.of("0.15"));
        assertThat(FeeScenario.play(BITCOIN, BEFORE, after, volumes.build()).selfMatchProfitToday())
                .isEqualTo(Percent.of("0"));
        FeeResult result = FeeScenario.play(
                BITCOIN,
                BEFORE,
                after,
                volumes.add("c", Notional.of("1000"), Notional.of("0"), Notional.of("0"))
                        .build());
        assertThat(result.selfMatchProfitToday()).isEqualTo(Percent.of("0.05"));
        assertThat(result.summary())
                .endsWith("trading with oneself earns 0.15 % on the best tiers, 0.05 % on tiers where accounts stand");
        assertThat(result.figures())
                .containsEntry("selfMatchProfitPercent", "0.15")
                .containsEntry("selfMatchProfitOfTodaysTiersPercent", "0.05");
    }

    @Test
    void play_oneFeeForBothSides_isThatOfTheMakerToo() {
        FeeLadder one = FeeLadder.builder().addTaker(FeeStep.of("0", "0.3")).build();
        TradedVolumes volumes = TradedVolumes.builder()
                .add("a", Notional.of("0"), Notional.of("1000"), Notional.of("0"))
                .build();

        FeeResult result = FeeScenario.play(BITCOIN, one, BEFORE, volumes);

        assertThat(result.revenueBefore()).isEqualByComparingTo("3");
        assertThat(result.revenueAfter()).isEqualByComparingTo("2");
        assertThat(result.unit()).isEqualTo(" ZUSD");
        assertThat(FeeScenario.play(BITCOIN, BEFORE, one, volumes).unit()).isEqualTo(" ZUSD");
        assertThat(FeeScenario.play(BITCOIN, one, one, volumes).unit()).isEmpty();
    }

    @Test
    void play_thresholdFinerThanTheVolumes_isReachedByTheNextWholeOne() {
        FeeLadder fine =
                ladder(List.of(FeeStep.of("0", "0.2"), FeeStep.of("10.5", "0.1")), List.of(FeeStep.of("0", "0.2")));
        TradedVolumes volumes = TradedVolumes.of(
                TextColumn.of("below", "above"),
                DecimalColumn.of(new long[] {10, 11}, 0),
                DecimalColumn.of(new long[] {100, 100}, 0),
                DecimalColumn.of(new long[] {0, 0}, 0));

        assertThat(FeeScenario.play(BITCOIN, BEFORE, fine, volumes).tiers())
                .extracting(FeeResult.Tier::accounts)
                .containsExactly(1, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "10000000000000000000", "99999999999999999999"})
    void play_thresholdBeyondEveryVolume_isReachedByNobody(String threshold) {
        FeeLadder huge =
                ladder(List.of(FeeStep.of("0", "0.2"), FeeStep.of(threshold, "0.1")), List.of(FeeStep.of("0", "0.2")));
        TradedVolumes volumes = TradedVolumes.of(
                TextColumn.of("a"),
                DecimalColumn.of(new long[] {Long.MAX_VALUE}, 0),
                DecimalColumn.of(new long[] {Long.MAX_VALUE}, 0),
                DecimalColumn.of(new long[] {Long.MAX_VALUE}, 0));

        FeeResult result = FeeScenario.play(BITCOIN, huge, huge, volumes);

        assertThat(result.tiers()).extracting(FeeResult.Tier::accounts).containsExactly(1, 0);
        assertThat(result.revenueBefore())
                .isEqualByComparingTo(BigDecimal.valueOf(Long.MAX_VALUE).multiply(new BigDecimal("0.004")));
        assertThat(result.paysMore() + result.paysLess() + result.changesTier()).isZero();
    }

    @Test
    void play_laddersThatCannotBePlayed_areRefused() {
        TradedVolumes none = TradedVolumes.builder().build();

        for (FeeLadder broken : List.of(
                ladder(List.of(FeeStep.of("5", "0.2")), List.of(FeeStep.of("0", "0.2"))),
                ladder(List.of(FeeStep.of("0", "0.2")), List.of()),
                ladder(List.of(FeeStep.of("0", "0.2")), List.of(FeeStep.of("0", "0.2"), FeeStep.of("0", "0.1"))))) {
            assertThatThrownBy(() -> FeeScenario.play(BITCOIN, BEFORE, broken, none))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("see rule D-FEE-01");
            assertThatThrownBy(() -> FeeScenario.play(BITCOIN, broken, BEFORE, none))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> FeeScenario.play(
                        BITCOIN,
                        BEFORE,
                        FeeLadder.builder().from(AFTER).volumeCurrency("ZEUR").build(),
                        none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Volume is counted in ZUSD before the change and in ZEUR after it: spot-market/kraken/XXBTZUSD");
    }

    @Test
    void inputs_nameEverything() {
        TradedVolumes volumes = TradedVolumes.builder()
                .add("a", Notional.of("1"), Notional.of("1"), Notional.of("1"))
                .build();
        FeeResult one = FeeScenario.play(BITCOIN, BEFORE, AFTER, volumes);

        assertThat(FeeScenario.play(BITCOIN, BEFORE, AFTER, volumes).inputs()).isEqualTo(one.inputs());
        assertThat(List.of(
                        FeeScenario.play(BITCOIN, AFTER, BEFORE, volumes).inputs(),
                        FeeScenario.play(BITCOIN, BEFORE, BEFORE, volumes).inputs(),
                        FeeScenario.play(Markets.perpetual().build().documentId(), BEFORE, AFTER, volumes)
                                .inputs(),
                        FeeScenario.play(
                                        BITCOIN,
                                        BEFORE,
                                        AFTER,
                                        TradedVolumes.builder().build())
                                .inputs()))
                .doesNotContain(one.inputs())
                .doesNotHaveDuplicates();
    }

    /** Against the plainest way to work it out, account by account. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void play_anyAccountsAndLadders_isWhatTheyPayOneByOne(long seed) {
        Random random = new Random(seed);
        FeeLadder before = random(random);
        FeeLadder after = random(random);
        TradedVolumes.Builder volumes = TradedVolumes.builder();
        BigDecimal revenueBefore = BigDecimal.ZERO;
        BigDecimal revenueAfter = BigDecimal.ZERO;
        int more = 0;
        int less = 0;
        int changes = 0;
        List<BigDecimal> extras = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Notional trailing = volume(random);
            Notional maker = random.nextInt(4) == 0 ? Notional.of("0") : volume(random);
            Notional taker = random.nextInt(4) == 0 ? Notional.of("0") : volume(random);
            volumes.add("a" + i, trailing, maker, taker);
            BigDecimal from = fees(before, trailing, maker, taker);
            BigDecimal to = fees(after, trailing, maker, taker);
            revenueBefore = revenueBefore.add(from);
            revenueAfter = revenueAfter.add(to);
            more += to.compareTo(from) > 0 ? 1 : 0;
            less += to.compareTo(from) < 0 ? 1 : 0;
            changes += step(before.maker().orElseThrow(), trailing)
                                    .threshold()
                                    .equals(step(after.maker().orElseThrow(), trailing)
                                            .threshold())
                            && step(before.taker(), trailing)
                                    .threshold()
                                    .equals(step(after.taker(), trailing).threshold())
                    ? 0
                    : 1;
            extras.add(to.subtract(from));
        }

        FeeResult result = FeeScenario.play(BITCOIN, before, after, volumes.build());

        assertThat(result.revenueBefore()).as("seed %d", seed).isEqualByComparingTo(revenueBefore);
        assertThat(result.revenueAfter()).as("seed %d", seed).isEqualByComparingTo(revenueAfter);
        assertThat(result.paysMore()).as("seed %d", seed).isEqualTo(more);
        assertThat(result.paysLess()).as("seed %d", seed).isEqualTo(less);
        assertThat(result.changesTier()).as("seed %d", seed).isEqualTo(changes);
        List<BigDecimal> worst = extras.stream()
                .filter(extra -> extra.signum() > 0)
                .sorted(Comparator.reverseOrder())
                .limit(10)
                .toList();
        assertThat(result.affected())
                .as("seed %d", seed)
                .extracting(FeeResult.AffectedAccount::extra)
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(worst);
    }

    private static BigDecimal fees(FeeLadder ladder, Notional trailing, Notional maker, Notional taker) {
        BigDecimal makerFee = step(ladder.maker().orElseThrow(), trailing).fee().value();
        BigDecimal takerFee = step(ladder.taker(), trailing).fee().value();
        return maker.value()
                .multiply(makerFee)
                .add(taker.value().multiply(takerFee))
                .divide(BigDecimal.valueOf(100));
    }

    private static FeeStep step(List<FeeStep> steps, Notional trailing) {
        return steps.stream()
                .filter(step -> step.threshold().compareTo(trailing) <= 0)
                .max(Comparator.comparing(FeeStep::threshold))
                .orElseThrow();
    }

    private static FeeLadder random(Random random) {
        return ladder(steps(random), steps(random));
    }

    private static List<FeeStep> steps(Random random) {
        TreeSet<Integer> bounds = new TreeSet<>(List.of(0));
        for (int i = random.nextInt(6); i > 0; i--) {
            bounds.add(random.nextInt(10_000));
        }
        return bounds.stream()
                .map(bound -> FeeStep.of(
                        Integer.toString(bound),
                        BigDecimal.valueOf(random.nextInt(400) - 50, 3).toPlainString()))
                .toList();
    }

    private static Notional volume(Random random) {
        return new Notional(BigDecimal.valueOf(random.nextInt(1_200_000), random.nextInt(3) + 1));
    }

    private static FeeLadder ladder(List<FeeStep> maker, List<FeeStep> taker) {
        return Markets.ladder(maker, taker);
    }
}
