package io.countersign.model.formula;

import static io.countersign.model.formula.Ladders.d;
import static io.countersign.model.formula.Ladders.marginal;
import static io.countersign.model.formula.Ladders.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.fixtures.Cases;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarginLadderTest {
    private static final MarginTier[] TIERS = {
        MarginTier.of("0", "0.02", "0.01"), MarginTier.of("5000", "0.04", "0.02"), MarginTier.of("50000", "0.1", "0.05")
    };

    private static final MarginLadder MARGINAL = marginal(SizeUnit.QUOTE_NOTIONAL, TIERS);
    private static final MarginLadder WHOLE = whole(SizeUnit.QUOTE_NOTIONAL, TIERS);

    @Test
    void of_schedule_keepsWhatItCounts() {
        assertThat(MARGINAL.unit()).isEqualTo(SizeUnit.QUOTE_NOTIONAL);
        assertThat(marginal(SizeUnit.BASE, TIERS).unit()).isEqualTo(SizeUnit.BASE);
        assertThat(MARGINAL.application()).isEqualTo(MarginApplication.MARGINAL);
        assertThat(WHOLE.application()).isEqualTo(MarginApplication.WHOLE_POSITION);
        assertThat(MARGINAL.tiers()).isEqualTo(3);
    }

    @Test
    void maintenanceMargin_marginal_addsUpTheParts() {
        // 5,000 at 1 %, 45,000 at 2 %, 10,000 at 5 %
        assertThat(maintenance(MARGINAL, "60000")).isEqualByComparingTo("1450");
        assertThat(maintenance(MARGINAL, "5000")).isEqualByComparingTo("50");
        assertThat(maintenance(MARGINAL, "0")).isEqualByComparingTo("0");
    }

    @Test
    void maintenanceMargin_wholePosition_jumpsAtTheBound() {
        assertThat(maintenance(WHOLE, "4999")).isEqualByComparingTo("49.99");
        assertThat(maintenance(WHOLE, "5000")).isEqualByComparingTo("100");
        assertThat(maintenance(WHOLE, "60000")).isEqualByComparingTo("3000");
    }

    @Test
    void initialMargin_usesItsOwnRates() {
        assertThat(MARGINAL.initialMargin(d("6000"), d("6000"))).isEqualByComparingTo("140");
    }

    /** Size in contracts, value in bitcoin: the blended rate applies to the value. */
    @Test
    void maintenanceMargin_sizeInAnotherUnit_scalesToTheValue() {
        assertThat(MARGINAL.maintenanceMargin(d("60000"), d("6"))).isEqualByComparingTo("0.145");
    }

    /** Recorded on 2022-02-12: the brackets of BTCUSDT with the maintenance amounts that Binance publishes beside them. */
    @Test
    void maintenanceAmount_binancesBrackets_isWhatBinancePublishes() {
        MarginLadder ladder = marginal(
                SizeUnit.QUOTE_NOTIONAL,
                MarginTier.of("0", "0.008", "0.004"),
                MarginTier.of("50000", "0.01", "0.005"),
                MarginTier.of("250000", "0.02", "0.01"),
                MarginTier.of("1000000", "0.05", "0.025"));

        assertThat(ladder.maintenanceAmount(0)).isEqualByComparingTo("0");
        assertThat(ladder.maintenanceAmount(1)).isEqualByComparingTo("50");
        assertThat(ladder.maintenanceAmount(2)).isEqualByComparingTo("1300");
        assertThat(ladder.maintenanceAmount(3)).isEqualByComparingTo("16300");
        assertThat(ladder.initialAmount(3)).isEqualByComparingTo("32600");
    }

    @Test
    void maintenanceAmount_wholePosition_isNothing() {
        assertThat(WHOLE.maintenanceAmount(2)).isEqualByComparingTo("0");
        assertThat(WHOLE.initialAmount(2)).isEqualByComparingTo("0");
    }

    @Test
    void maintenanceAmount_noSuchTier_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MARGINAL.maintenanceAmount(3))
                .withMessage("No tier 3 in a ladder of 3: tiers are counted from 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MARGINAL.initialAmount(-1))
                .withMessage("No tier -1 in a ladder of 3: tiers are counted from 0");
    }

    /** The sum over the tiers, size times rate less cum, and the cum before the bound agree exactly, on any ladder. */
    @Test
    void maintenanceMargin_marginal_isTheSumOverTiersAndSizeTimesRateLessCum() {
        Cases.forEach(500, random -> {
            List<MarginTier> tiers = Ladders.tiers(random, d("1000"), random.nextBoolean());
            MarginLadder ladder = MarginLadder.of(Ladders.schedule(SizeUnit.BASE, MarginApplication.MARGINAL, tiers));
            BigDecimal size = BigDecimal.valueOf(random.nextInt(5_000_000), 3);
            MarginTier tier = tiers.get(ladder.tierOf(size));

            assertThat(ladder.maintenanceMargin(size, size))
                    .isEqualByComparingTo(sumOverTiers(tiers, size, false))
                    .isEqualByComparingTo(size.multiply(tier.maintenanceMargin().value())
                            .subtract(ladder.maintenanceAmount(ladder.tierOf(size))));
            assertThat(ladder.initialMargin(size, size))
                    .isEqualByComparingTo(sumOverTiers(tiers, size, true))
                    .isEqualByComparingTo(size.multiply(tier.initialMargin().value())
                            .subtract(ladder.initialAmount(ladder.tierOf(size))));
        });
    }

    /** Just below a bound and on it: no step where rates are marginal, the reported one where they are not. */
    @Test
    void jumps_anyLadder_areTheStepsOfTheRequirement() {
        BigDecimal step = d("1e-12");
        Cases.forEach(300, random -> {
            List<MarginTier> tiers = Ladders.tiers(random, d("1000"), random.nextBoolean());
            MarginLadder marginal = MarginLadder.of(Ladders.schedule(SizeUnit.BASE, MarginApplication.MARGINAL, tiers));
            MarginLadder whole =
                    MarginLadder.of(Ladders.schedule(SizeUnit.BASE, MarginApplication.WHOLE_POSITION, tiers));
            for (MarginTier tier : tiers.subList(1, tiers.size())) {
                BigDecimal bound = tier.lowerBound().value();
                BigDecimal below = bound.subtract(step);
                assertThat(marginal.maintenanceMargin(bound, bound).subtract(marginal.maintenanceMargin(below, below)))
                        .isBetween(BigDecimal.ZERO, step);
                BigDecimal rise = whole.maintenanceMargin(bound, bound).subtract(whole.maintenanceMargin(below, below));
                BigDecimal initialRise = whole.initialMargin(bound, bound).subtract(whole.initialMargin(below, below));
                BigDecimal reported = reported(whole, bound, false);
                assertThat(rise.subtract(reported)).isBetween(BigDecimal.ZERO, step);
                assertThat(initialRise.subtract(reported(whole, bound, true))).isBetween(BigDecimal.ZERO, step);
            }
            assertThat(marginal.jumps()).isEmpty();
        });
    }

    @Test
    void jumps_boundsThatChangeNothing_areLeftOut() {
        MarginLadder ladder = whole(
                SizeUnit.BASE,
                MarginTier.of("0", "0.02", "0.01"),
                MarginTier.of("10", "0.02", "0.01"),
                MarginTier.of("20", "0.04", "0.01"),
                MarginTier.of("30", "0.04", "0.02"));

        assertThat(ladder.jumps())
                .containsExactly(
                        new MarginJump(d("20"), d("0.40"), d("0.00")), new MarginJump(d("30"), d("0.00"), d("0.30")));
    }

    @Test
    void tierOf_bound_isInTheTierItStarts() {
        assertThat(MARGINAL.tierOf(d("0"))).isEqualTo(0);
        assertThat(MARGINAL.tierOf(d("4999.99"))).isEqualTo(0);
        assertThat(MARGINAL.tierOf(d("5000"))).isEqualTo(1);
        assertThat(MARGINAL.tierOf(d("9999999"))).isEqualTo(2);
    }

    @Test
    void tierOf_anyLadder_isTheLastThatStartsNotAboveTheSize() {
        Cases.forEach(200, random -> {
            List<MarginTier> tiers = Ladders.tiers(random, d("10"), true);
            MarginLadder ladder = MarginLadder.of(Ladders.schedule(SizeUnit.BASE, MarginApplication.MARGINAL, tiers));
            BigDecimal size = anySize(random, tiers);
            long starting = tiers.stream()
                    .filter(tier -> tier.lowerBound().value().compareTo(size) <= 0)
                    .count();
            assertThat(ladder.tierOf(size)).isEqualTo((int) starting - 1);
        });
    }

    @Test
    void of_tiersThatDoNotStartAtZeroOrAscend_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> marginal(SizeUnit.BASE, MarginTier.of("1", "0.02", "0.01")))
                .withMessageStartingWith("Margin tiers must start at 0 and ascend: ")
                .withMessageEndingWith(", see rule D-MRG-01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> marginal(
                        SizeUnit.BASE, MarginTier.of("0", "0.02", "0.01"), MarginTier.of("0", "0.02", "0.01")));
        assertThatIllegalArgumentException().isThrownBy(() -> marginal(SizeUnit.BASE));
    }

    private static BigDecimal maintenance(MarginLadder ladder, String notional) {
        return ladder.maintenanceMargin(d(notional), d(notional));
    }

    private static BigDecimal anySize(Random random, List<MarginTier> tiers) {
        return random.nextBoolean()
                ? tiers.get(random.nextInt(tiers.size())).lowerBound().value()
                : BigDecimal.valueOf(random.nextInt(40_000), 3);
    }

    /** Word for word: sum of (min(size, upper bound) - lower bound) * rate. */
    private static BigDecimal sumOverTiers(List<MarginTier> tiers, BigDecimal size, boolean initial) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            BigDecimal low = tiers.get(i).lowerBound().value();
            BigDecimal high = i + 1 < tiers.size()
                    ? size.min(tiers.get(i + 1).lowerBound().value())
                    : size;
            BigDecimal rate = initial
                    ? tiers.get(i).initialMargin().value()
                    : tiers.get(i).maintenanceMargin().value();
            sum = sum.add(high.subtract(low).max(BigDecimal.ZERO).multiply(rate));
        }
        return sum;
    }

    private static BigDecimal reported(MarginLadder ladder, BigDecimal bound, boolean initial) {
        return ladder.jumps().stream()
                .filter(jump -> jump.bound().compareTo(bound) == 0)
                .map(jump -> initial ? jump.initialMargin() : jump.maintenanceMargin())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
