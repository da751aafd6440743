package io.countersign.model.formula;

import static io.countersign.model.formula.Ladders.d;
import static io.countersign.model.formula.Ladders.marginal;
import static io.countersign.model.formula.Ladders.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.fixtures.Cases;
import io.countersign.model.market.MarginApplication;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LiquidationPriceTest {
    private static final ContractTerms INVERSE = new ContractTerms(Payoff.INVERSE, BigDecimal.ONE);
    private static final ContractTerms LINEAR = new ContractTerms(Payoff.LINEAR, BigDecimal.ONE);
    private static final MarginTier ONE_PERCENT = MarginTier.of("0", "0.02", "0.01");
    private static final BigDecimal TOLERANCE = d("1e-25");

    /** Brackets by which the maintenance amount at 10 % is the example's 135,365. */
    private static final MarginLadder ETHUSDT = marginal(
            SizeUnit.QUOTE_NOTIONAL,
            MarginTier.of("0", "0.01", "0.005"),
            MarginTier.of("10000", "0.0133", "0.0065"),
            MarginTier.of("100000", "0.02", "0.01"),
            MarginTier.of("500000", "0.04", "0.02"),
            MarginTier.of("1000000", "0.1", "0.05"),
            MarginTier.of("2000000", "0.2", "0.1"),
            MarginTier.of("5000000", "0.25", "0.125"));

    /** As recorded on 2022-02-12; the maintenance amount at 2.5 % is the example's 16,300. */
    private static final MarginLadder BTCUSDT = marginal(
            SizeUnit.QUOTE_NOTIONAL,
            MarginTier.of("0", "0.008", "0.004"),
            MarginTier.of("50000", "0.01", "0.005"),
            MarginTier.of("250000", "0.02", "0.01"),
            MarginTier.of("1000000", "0.05", "0.025"),
            MarginTier.of("7500000", "0.1", "0.05"));

    /** Kraken support page 360022835671: long 1,000 PI_XBTUSD at 8,000, 0.01 bitcoin of margin, maintenance margin 1 %. */
    @Test
    void isolated_krakensInverseExample_gives7481AndBankruptcy7407() {
        MarginLadder onePercent = marginal(SizeUnit.CONTRACTS, ONE_PERCENT);

        Optional<BigDecimal> liquidation =
                LiquidationPrice.isolated(INVERSE, onePercent, d("1000"), d("8000"), d("0.01"));
        Optional<BigDecimal> atEntryMargin =
                LiquidationPrice.isolatedAtEntryMargin(INVERSE, onePercent, d("1000"), d("8000"), d("0.01"));
        Optional<BigDecimal> bankruptcy = LiquidationPrice.bankruptcy(INVERSE, d("1000"), d("8000"), d("0.01"));

        assertThat(rounded(liquidation, 6)).isEqualTo("7481.481481");
        assertThat(rounded(atEntryMargin, 6)).isEqualTo("7476.635514");
        assertThat(rounded(bankruptcy, 6)).isEqualTo("7407.407407");
    }

    /** The two positions of Binance's FAQ b3c689c1f50a44cabb3a84e663b81d93 with the results that freqtrade's tests publish. */
    @ParameterizedTest
    @CsvSource({
        "ETHUSDT, 3683.979, 1456.84, 1535443.01, 0, 0, 1114.78",
        "BTCUSDT, 109.488, 32481.980, 1535443.01, 0, 0, 18778.73",
        "ETHUSDT, 3683.979, 1456.84, 1535443.01, 71200.81144, -56354.57, 1153.26",
        "BTCUSDT, 109.488, 32481.980, 1535443.01, 356512.508, -448192.89, 26316.89"
    })
    void isolated_binancesExample_findsTheTierAndThePrice(
            String market,
            BigDecimal contracts,
            BigDecimal entry,
            BigDecimal wallet,
            BigDecimal otherMargin,
            BigDecimal otherProfit,
            String expected) {
        MarginLadder ladder = market.equals("ETHUSDT") ? ETHUSDT : BTCUSDT;
        BigDecimal collateral = wallet.subtract(otherMargin).add(otherProfit);

        assertThat(rounded(LiquidationPrice.isolated(LINEAR, ladder, contracts, entry, collateral), 2))
                .isEqualTo(expected);
    }

    /** By hand. Long: (100 - 10*20) / (10*0.01 - 10); short: (100 + 10*20) / (10*0.01 + 10). */
    @Test
    void isolated_linear_isTheFormulaOfTheTier() {
        MarginLadder onePercent = marginal(SizeUnit.QUOTE_NOTIONAL, ONE_PERCENT);

        assertThat(rounded(LiquidationPrice.isolated(LINEAR, onePercent, d("10"), d("20"), d("100")), 6))
                .isEqualTo("10.101010");
        assertThat(rounded(LiquidationPrice.isolated(LINEAR, onePercent, d("-10"), d("20"), d("100")), 6))
                .isEqualTo("29.702970");
        assertThat(rounded(LiquidationPrice.bankruptcy(LINEAR, d("-10"), d("20"), d("100")), 6))
                .isEqualTo("30.000000");
    }

    /** By hand: 1000*(1 - 0.01) / (1000/8000 - 0.01). */
    @Test
    void isolated_inverseShort_isKrakensFormula() {
        MarginLadder onePercent = marginal(SizeUnit.CONTRACTS, ONE_PERCENT);

        assertThat(rounded(LiquidationPrice.isolated(INVERSE, onePercent, d("-1000"), d("8000"), d("0.01")), 6))
                .isEqualTo("8608.695652");
    }

    /** BitMEX's ETHUSD, in satoshi: 100 per contract and dollar. By hand: (400,000 - 1,000*4,000) / (1,000*0.01 - 1,000). */
    @Test
    void isolated_quanto_neverAsksForThePriceOfTheSettlementAsset() {
        ContractTerms quanto = new ContractTerms(Payoff.QUANTO, d("100"));
        MarginLadder onePercent = marginal(SizeUnit.CONTRACTS, ONE_PERCENT);

        assertThat(rounded(LiquidationPrice.isolated(quanto, onePercent, d("10"), d("4000"), d("400000")), 6))
                .isEqualTo("3636.363636");
        assertThat(rounded(LiquidationPrice.bankruptcy(quanto, d("10"), d("4000"), d("400000")), 6))
                .isEqualTo("3600.000000");
    }

    @Test
    void isolated_collateralThatCoversEveryLoss_isNeverLiquidated() {
        MarginLadder onePercent = marginal(SizeUnit.CONTRACTS, ONE_PERCENT);
        MarginLadder byNotional = marginal(SizeUnit.QUOTE_NOTIONAL, ONE_PERCENT, MarginTier.of("100", "0.04", "0.02"));

        assertThat(LiquidationPrice.isolated(INVERSE, onePercent, d("-1000"), d("8000"), d("0.125")))
                .isEmpty();
        assertThat(LiquidationPrice.isolated(LINEAR, onePercent, d("10"), d("20"), d("200")))
                .isEmpty();
        assertThat(LiquidationPrice.isolated(LINEAR, byNotional, d("10"), d("20"), d("200")))
                .isEmpty();
        assertThat(LiquidationPrice.isolated(LINEAR, byNotional, d("10"), d("20"), d("201")))
                .isEmpty();
        assertThat(LiquidationPrice.bankruptcy(LINEAR, d("10"), d("20"), d("200")))
                .isEmpty();
    }

    /** At 15 each position has 200 left: more than 1 % of its value of 15,000, and less than 2 %. */
    @Test
    void isolated_requirementThatJumpsPastTheEquity_endsAtTheBound() {
        MarginLadder rising = whole(SizeUnit.QUOTE_NOTIONAL, ONE_PERCENT, MarginTier.of("15000", "0.04", "0.02"));
        MarginLadder falling = whole(
                SizeUnit.QUOTE_NOTIONAL, MarginTier.of("0", "0.04", "0.02"), MarginTier.of("15000", "0.02", "0.01"));

        assertThat(LiquidationPrice.isolated(LINEAR, rising, d("-1000"), d("14"), d("1200")))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("15"));
        assertThat(LiquidationPrice.isolated(LINEAR, falling, d("1000"), d("16"), d("1200")))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("15"));
    }

    /** At 15 each has 300 left, exactly 2 %: the long's tier starts there, and the short's ends before it. */
    @Test
    void isolated_answerExactlyOnABound_belongsToTheTierThatStartsThere() {
        MarginLadder rising = whole(SizeUnit.QUOTE_NOTIONAL, ONE_PERCENT, MarginTier.of("15000", "0.04", "0.02"));
        MarginLadder falling = whole(
                SizeUnit.QUOTE_NOTIONAL, MarginTier.of("0", "0.04", "0.02"), MarginTier.of("15000", "0.02", "0.01"));

        assertThat(rounded(LiquidationPrice.isolated(LINEAR, rising, d("1000"), d("16"), d("1300")), 6))
                .isEqualTo("15.000000");
        assertThat(rounded(LiquidationPrice.isolated(LINEAR, falling, d("-1000"), d("14"), d("1300")), 6))
                .isEqualTo("15.148515");
    }

    /** The same in base units: a long of an inverse contract is worth more when the price falls. */
    @Test
    void isolated_inverseInBaseUnits_endsAtTheBound() {
        MarginLadder rising = whole(SizeUnit.BASE, ONE_PERCENT, MarginTier.of("10", "0.04", "0.02"));

        // 1,000 units: worth 8 at 125, worth 10 at 100; holds 0.15 there, more than 1 % and less than 2 %
        assertThat(LiquidationPrice.isolated(INVERSE, rising, d("1000"), d("125"), d("2.15")))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("100"));
    }

    @Test
    void isolated_argumentsWithoutAnAnswer_areRefused() {
        MarginLadder one = marginal(SizeUnit.CONTRACTS, ONE_PERCENT);
        MarginLadder all = marginal(SizeUnit.CONTRACTS, ONE_PERCENT, MarginTier.of("5", "2", "1"));
        MarginLadder less = marginal(SizeUnit.CONTRACTS, MarginTier.of("0", "0.02", "-0.01"));
        MarginLadder none = marginal(SizeUnit.CONTRACTS, MarginTier.of("0", "0.02", "0"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiquidationPrice.isolated(LINEAR, one, d("0"), d("1"), d("1")))
                .withMessage("Contracts must not be 0: without a position nothing is liquidated");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiquidationPrice.isolated(LINEAR, one, d("1"), d("0.0"), d("1")))
                .withMessageStartingWith("Entry price must be positive: 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiquidationPrice.isolatedAtEntryMargin(INVERSE, one, d("1"), d("-1"), d("1")))
                .withMessageStartingWith("Entry price must be positive: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiquidationPrice.isolated(LINEAR, all, d("1"), d("1"), d("1")))
                .withMessage("A maintenance rate must be from 0 to below 1: 1 in the tier from 5, see rule D-MRG-02");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiquidationPrice.isolated(LINEAR, less, d("1"), d("1"), d("1")))
                .withMessageContaining("-0.01 in the tier from 0");
        assertThat(LiquidationPrice.isolated(LINEAR, none, d("2"), d("10"), d("8")))
                .isEqualTo(LiquidationPrice.bankruptcy(LINEAR, d("2"), d("10"), d("8")));
    }

    /** A short gains its entry value at most, and so does an inverse long. Collateral that owes more has no answer. */
    @Test
    void isolated_noPriceCouldKeepThePosition_isRefused() {
        MarginLadder one = marginal(SizeUnit.CONTRACTS, ONE_PERCENT);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiquidationPrice.isolated(LINEAR, one, d("-2"), d("10"), d("-20")))
                .withMessage("Collateral must leave a price at which the position is safe: -20 is more than the"
                        + " position can ever gain, close it instead");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiquidationPrice.bankruptcy(INVERSE, d("20"), d("10"), d("-2")));
        assertThat(LiquidationPrice.bankruptcy(LINEAR, d("-2"), d("10"), d("-19")))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("0.5"));
        assertThat(LiquidationPrice.bankruptcy(LINEAR, d("2"), d("10"), d("-20")))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("20"));
    }

    /**
     * Put back into equity and requirement, the price leaves exactly the maintenance margin. A little further from the market the
     * position is safe and stays so, a little closer it is not; without a price it is safe everywhere.
     */
    @ParameterizedTest
    @EnumSource(Payoff.class)
    void isolated_anyPositionOnAnyMarginalLadder_solvesBack(Payoff payoff) {
        Cases.forEach(600, random -> {
            Position position = Position.any(random, payoff, MarginApplication.MARGINAL);
            Optional<BigDecimal> found = position.liquidation();

            found.ifPresent(price -> assertThat(position.room(price).abs())
                    .as("%s at %s", position, price)
                    .isLessThanOrEqualTo(position.scaleAt(price).multiply(TOLERANCE)));
            position.assertSafeExactlyBeyond(found);
        });
    }

    /** Where the requirement jumps there may be no such price; the position is safe on one side of the answer all the same. */
    @ParameterizedTest
    @EnumSource(Payoff.class)
    void isolated_anyPositionOnAnyWholeLadder_isSafeExactlyBeyond(Payoff payoff) {
        Cases.forEach(600, random -> {
            Position position = Position.any(random, payoff, MarginApplication.WHOLE_POSITION);
            position.assertSafeExactlyBeyond(position.liquidation());
        });
    }

    @ParameterizedTest
    @EnumSource(Payoff.class)
    void bankruptcy_anyPosition_leavesNothing(Payoff payoff) {
        Cases.forEach(300, random -> {
            Position position = Position.any(random, payoff, MarginApplication.MARGINAL);
            Optional<BigDecimal> found = LiquidationPrice.bankruptcy(
                    position.terms, position.contracts, position.entry, position.collateral);
            found.ifPresent(price -> assertThat(position.equity(price).abs())
                    .as("%s at %s", position, price)
                    .isLessThanOrEqualTo(position.scaleAt(price).multiply(TOLERANCE)));
        });
    }

    @ParameterizedTest
    @EnumSource(Payoff.class)
    void isolatedAtEntryMargin_anyPosition_leavesTheMarginAtEntry(Payoff payoff) {
        Cases.forEach(300, random -> {
            Position position = Position.any(random, payoff, MarginApplication.MARGINAL);
            Optional<BigDecimal> found = LiquidationPrice.isolatedAtEntryMargin(
                    position.terms,
                    position.ladder,
                    position.contracts,
                    position.entry,
                    position.collateral.add(position.margin(position.entry)));
            found.ifPresent(price -> assertThat(position.equity(price).abs())
                    .as("%s at %s", position, price)
                    .isLessThanOrEqualTo(position.scaleAt(price).multiply(TOLERANCE)));
        });
    }

    private static String rounded(Optional<BigDecimal> value, int digits) {
        return value.orElseThrow().setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }

    private record Position(
            ContractTerms terms, MarginLadder ladder, BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
        static Position any(Random random, Payoff payoff, MarginApplication application) {
            ContractTerms terms = new ContractTerms(payoff, BigDecimal.valueOf(1 + random.nextInt(999), 2));
            BigDecimal contracts = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(4));
            BigDecimal entry = BigDecimal.valueOf(1 + random.nextInt(10_000_000), 2);
            SizeUnit unit = Ladders.one(random, Ladders.UNITS);
            List<MarginTier> tiers = Ladders.tiers(random, terms.size(unit, contracts, entry), random.nextInt(4) > 0);
            BigDecimal collateral = terms.value(contracts, entry)
                    .multiply(BigDecimal.valueOf(random.nextInt(1_300) - 50, 3))
                    .setScale(20, RoundingMode.HALF_EVEN);
            return new Position(
                    terms,
                    MarginLadder.of(Ladders.schedule(unit, application, tiers)),
                    random.nextBoolean() ? contracts : contracts.negate(),
                    entry,
                    collateral);
        }

        Optional<BigDecimal> liquidation() {
            return LiquidationPrice.isolated(terms, ladder, contracts, entry, collateral);
        }

        BigDecimal equity(BigDecimal price) {
            return collateral.add(terms.profit(contracts, entry, price));
        }

        BigDecimal margin(BigDecimal price) {
            return ladder.maintenanceMargin(terms.size(ladder.unit(), contracts, price), terms.value(contracts, price));
        }

        /** Equity less maintenance margin. */
        BigDecimal room(BigDecimal price) {
            return equity(price).subtract(margin(price));
        }

        /** The larger of the position's value and its value at entry. */
        BigDecimal scaleAt(BigDecimal price) {
            return terms.value(contracts, price).max(terms.value(contracts, entry));
        }

        void assertSafeExactlyBeyond(Optional<BigDecimal> found) {
            boolean isLong = contracts.signum() > 0;
            BigDecimal from = found.orElse(isLong ? d("1e-12") : d("1e15"));
            for (String factor : List.of("1.000000001", "1.001", "1.05", "1.5", "4", "100", "1e6", "1e12")) {
                BigDecimal safer = isLong ? from.multiply(d(factor)) : from.divide(d(factor), ContractTerms.DIVISION);
                assertThat(room(safer)).as("%s safe at %s", this, safer).isPositive();
            }
            found.ifPresent(price -> {
                BigDecimal worse = price.multiply(d(isLong ? "0.999999999" : "1.000000001"));
                assertThat(room(worse)).as("%s unsafe at %s", this, worse).isNegative();
            });
        }
    }
}
