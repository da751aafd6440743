package io.countersign.model.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiquidationPriceTest {
    private static final ContractTerms INVERSE = new ContractTerms(Payoff.INVERSE, BigDecimal.ONE);
    private static final ContractTerms LINEAR = new ContractTerms(Payoff.LINEAR, BigDecimal.ONE);
    private static final BigDecimal TOLERANCE = new BigDecimal("1e-25");

    /** Kraken support page 360022835671: long 1,000 PI_XBTUSD at 8,000, 0.01 bitcoin of margin, maintenance margin 1 %. */
    @Test
    void isolated_krakensInverseExample_gives7481AndBankruptcy7407() {
        MarginLadder onePercent = ladder(SizeUnit.CONTRACTS, MarginTier.of("0", "0.02", "0.01"));

        Optional<BigDecimal> liquidation =
                LiquidationPrice.isolated(INVERSE, onePercent, decimal("1000"), decimal("8000"), decimal("0.01"));
        Optional<BigDecimal> bankruptcy =
                LiquidationPrice.bankruptcy(INVERSE, decimal("1000"), decimal("8000"), decimal("0.01"));

        assertThat(sixDigits(liquidation)).isEqualTo("7481.481481");
        assertThat(sixDigits(bankruptcy)).isEqualTo("7407.407407");
    }

    /** The formula of freqtrade's binance.py, by hand: (100 - 10*20) / (10*0.01 - 10) = 10.101010... */
    @Test
    void isolated_linearLong_isTheFormulaOfTheTier() {
        MarginLadder onePercent = ladder(SizeUnit.QUOTE_NOTIONAL, MarginTier.of("0", "0.02", "0.01"));

        assertThat(sixDigits(
                        LiquidationPrice.isolated(LINEAR, onePercent, decimal("10"), decimal("20"), decimal("100"))))
                .isEqualTo("10.101010");
    }

    @Test
    void isolated_shortInverseWithMoreCollateralThanItCanLose_isNeverLiquidated() {
        MarginLadder onePercent = ladder(SizeUnit.CONTRACTS, MarginTier.of("0", "0.02", "0.01"));

        assertThat(LiquidationPrice.isolated(INVERSE, onePercent, decimal("-1000"), decimal("8000"), decimal("0.125")))
                .isEmpty();
    }

    @Test
    void isolated_inverseTiersInBaseUnits_areRefused() {
        MarginLadder base = ladder(SizeUnit.BASE, MarginTier.of("0", "0.02", "0.01"));

        assertThatThrownBy(() -> LiquidationPrice.isolated(INVERSE, base, decimal("1"), decimal("1"), decimal("1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Put back into equity and requirement, the price leaves exactly the maintenance margin; one step further is below. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isolated_anyPosition_solvesBack(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            boolean inverse = random.nextBoolean();
            ContractTerms terms = inverse ? INVERSE : LINEAR;
            SizeUnit unit = random.nextBoolean() ? SizeUnit.QUOTE_NOTIONAL : SizeUnit.CONTRACTS;
            MarginLadder ladder = ladder(
                    unit,
                    MarginTier.of("0", "0.02", "0.01"),
                    MarginTier.of("5000", "0.04", "0.02"),
                    MarginTier.of("50000", "0.2", "0.1"));
            BigDecimal contracts =
                    BigDecimal.valueOf(1 + random.nextInt(100_000)).setScale(0);
            if (random.nextBoolean()) {
                contracts = contracts.negate();
            }
            BigDecimal entry = BigDecimal.valueOf(100 + random.nextInt(100_000), 2);
            BigDecimal collateral = terms.value(contracts, entry)
                    .multiply(BigDecimal.valueOf(1 + random.nextInt(90), 2))
                    .setScale(18, RoundingMode.HALF_EVEN);
            Optional<BigDecimal> found = LiquidationPrice.isolated(terms, ladder, contracts, entry, collateral);
            if (found.isEmpty()) {
                continue;
            }
            BigDecimal value = terms.value(contracts, found.get());
            assertThat(room(terms, ladder, contracts, entry, collateral, found.get())
                            .abs())
                    .as("seed %d, case %d", seed, i)
                    .isLessThanOrEqualTo(value.multiply(TOLERANCE));
            BigDecimal worse = found.get().multiply(decimal(contracts.signum() > 0 ? "0.999" : "1.001"));
            assertThat(room(terms, ladder, contracts, entry, collateral, worse)).isNegative();
        }
    }

    /** Equity less maintenance margin. */
    private static BigDecimal room(
            ContractTerms terms,
            MarginLadder ladder,
            BigDecimal contracts,
            BigDecimal entry,
            BigDecimal collateral,
            BigDecimal price) {
        return collateral
                .add(terms.profit(contracts, entry, price))
                .subtract(ladder.maintenanceMargin(
                        terms.size(ladder.unit(), contracts, price), terms.value(contracts, price)));
    }

    static MarginLadder ladder(SizeUnit unit, MarginTier... tiers) {
        return MarginLadder.of(schedule(unit, MarginApplication.MARGINAL, tiers));
    }

    static MarginSchedule schedule(SizeUnit unit, MarginApplication application, MarginTier... tiers) {
        return MarginSchedule.builder()
                .venue("test")
                .id("schedule")
                .unit(unit)
                .application(application)
                .tiers(List.of(tiers))
                .build();
    }

    private static String sixDigits(Optional<BigDecimal> value) {
        return value.orElseThrow().setScale(6, RoundingMode.DOWN).toPlainString();
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }
}
