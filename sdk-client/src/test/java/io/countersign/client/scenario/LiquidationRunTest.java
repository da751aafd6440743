package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.CodedColumn;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.Positions;
import io.countersign.client.live.TextColumn;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S-LIQ against the same scenario in decimals, row by row, on positions many of which lie exactly on a bound or one unit of the last
 * digit beside it, where an estimate cannot tell; some were opened so far from the mark that their profit dwarfs their value.
 */
class LiquidationRunTest {
    private static final BigDecimal MARK = new BigDecimal("6250");
    private static final int POSITIONS = 1_200;
    private static final List<BigDecimal> SHOCKS = List.of(new BigDecimal("0.05"), new BigDecimal("0.1"));

    private record Case(
            Payoff payoff, SizeUnit unit, SizeUnit unitAfter, MarginApplication application, Rates rates, long seed) {}

    /** Maintenance margin by tier. */
    private record Rates(List<String> before, List<String> after) {}

    private static final Rates RAISED = new Rates(List.of("0.01", "0.02", "0.05"), List.of("0.012", "0.03", "0.04"));
    private static final Rates FREE_BEFORE = new Rates(List.of("0", "0.02", "0.05"), RAISED.after);
    private static final Rates NEGATIVE_BEFORE = new Rates(List.of("-0.01", "0.02", "0.05"), RAISED.after);
    private static final Rates NEGATIVE =
            new Rates(List.of("-0.03", "-0.02", "-0.01"), List.of("-0.01", "0.01", "0.03"));

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Payoff payoff : Payoff.values()) {
            for (SizeUnit unit : List.of(SizeUnit.CONTRACTS, SizeUnit.BASE, SizeUnit.QUOTE_NOTIONAL)) {
                for (MarginApplication application : MarginApplication.values()) {
                    for (Rates rates : List.of(RAISED, FREE_BEFORE, NEGATIVE_BEFORE, NEGATIVE)) {
                        cases.add(new Case(payoff, unit, unit, application, rates, cases.size()));
                    }
                    cases.add(new Case(payoff, unit, SizeUnit.BASE, application, RAISED, 5));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void play_anyPositions_isWhatDecimalsSayRowByRow(Case of) {
        FuturesContract contract = contract(of.payoff());
        MarginSchedule before = schedule(of, of.unit(), of.rates().before);
        MarginSchedule after = schedule(of, of.unitAfter(), of.rates().after);
        Positions positions = positions(contract, before, after, new Random(of.seed()));

        LiquidationResult result = LiquidationScenario.play(
                contract.documentId(), contract, "professional", before, after, positions, new Price(MARK), SHOCKS);

        Naive naive = new Naive(ContractTerms.of(contract), before, after, positions);
        for (LiquidationResult.AtPrice at : result.prices()) {
            naive.play(at.price().value());
            assertThat(at.open()).as("%s open", of).isEqualTo(POSITIONS);
            assertThat(at.liquidatableBefore()).as("%s before", of).isEqualTo(naive.before);
            assertThat(at.liquidatable()).as("%s newly", of).isEqualTo(naive.newly);
            assertThat(at.belowInitial()).as("%s initial", of).isEqualTo(naive.initial);
            assertThat(rounded(at.shortfall())).as("%s shortfall", of).isEqualByComparingTo(rounded(naive.shortfall));
            assertThat(rounded(at.liquidatableNotional()))
                    .as("%s notional", of)
                    .isEqualByComparingTo(rounded(naive.liquidatableNotional));
            assertThat(rounded(at.notional())).as("%s all", of).isEqualByComparingTo(rounded(naive.notional));
        }
        naive.play(MARK);
        assertThat(naive.newly).as("%s is no empty case", of).isGreaterThan(10);
        assertThat(result.affected())
                .extracting(LiquidationResult.AffectedPosition::account)
                .containsExactlyElementsOf(naive.worst());
        assertThat(histogram(result, 0)).containsExactly(naive.levelsBefore);
        assertThat(histogram(result, 1)).containsExactly(naive.levelsAfter);
    }

    @Test
    void play_noPositions_countsNothing() {
        FuturesContract contract = contract(Payoff.LINEAR);
        MarginSchedule schedule = Markets.schedule();

        LiquidationResult result = LiquidationScenario.play(
                contract.documentId(),
                contract,
                "professional",
                schedule,
                schedule,
                Positions.builder().build(),
                new Price(MARK),
                SHOCKS);

        assertThat(result.atMark().open()).isZero();
        assertThat(result.atMark().shortfall()).isZero();
        assertThat(result.affected()).isEmpty();
        assertThat(result.summary()).startsWith("0 of 0 positions");
    }

    /** Its estimate may be that of the tier below, far under what it must hold. */
    @ParameterizedTest
    @EnumSource(
            value = SizeUnit.class,
            names = {"CONTRACTS", "BASE", "QUOTE_NOTIONAL"})
    void play_positionOnABoundWhereMarginJumps_isAmongTheWorst(SizeUnit unit) {
        FuturesContract contract = contract(Payoff.LINEAR);
        Case of = new Case(Payoff.LINEAR, unit, unit, MarginApplication.WHOLE_POSITION, RAISED, 0);
        Positions positions = Positions.builder()
                // Worth 4375: needs 87.5 before, and 131.25 after; 52.5 in the tier below.
                .addLong("a", "professional", Contracts.of("1000"), new Price(MARK), Notional.of("131.24"))
                .build();

        LiquidationResult result = LiquidationScenario.play(
                contract.documentId(),
                contract,
                "professional",
                schedule(of, unit, RAISED.before),
                schedule(of, unit, RAISED.after),
                positions,
                new Price(MARK),
                SHOCKS);

        assertThat(result.atMark().liquidatable()).isEqualTo(1);
        assertThat(result.affected())
                .extracting(LiquidationResult.AffectedPosition::account)
                .containsExactly("a");
    }

    /** Positions of any size, none of them on a bound by more than chance: what costs an object is rare. */
    @ParameterizedTest
    @EnumSource(MarginApplication.class)
    void play_positionsLikeRealOnes_looksAtFewInDecimals(MarginApplication application) {
        Random random = new Random(7);
        Looks looks = new Looks();
        LiquidationResult result = playCounted(
                application, looks, row -> 1_000 + random.nextInt(90_000_000), row -> 50 + random.nextInt(1_000));

        assertThat(result.atMark().liquidatable()).isBetween(400, 3_000);
        // The worst ten and those that looked like it, in the order in which they came.
        assertThat(looks.contracts).isLessThan(1_000);
    }

    /** Round sizes are on bounds. Where the requirement does not jump there, it does not matter which tier they are in. */
    @Test
    void play_sizesOnABound_areLookedAtInDecimalsOnlyWhereMarginJumps() {
        Random random = new Random(7);
        Looks marginal = new Looks();
        Looks whole = new Looks();
        playCounted(MarginApplication.MARGINAL, marginal, row -> 50_000_000, row -> 50 + random.nextInt(1_000));
        playCounted(MarginApplication.WHOLE_POSITION, whole, row -> 50_000_000, row -> 50 + random.nextInt(1_000));

        assertThat(marginal.collaterals).isLessThan(1_000);
        assertThat(whole.collaterals).isGreaterThan(10_000);
    }

    private static final class Looks {
        private int contracts;
        private int collaterals;
    }

    /** Plays 10,000 longs at the mark, of so many thousandths of a contract, with so many ten-thousandths of its value behind each. */
    private static LiquidationResult playCounted(
            MarginApplication application, Looks looks, IntUnaryOperator size, IntUnaryOperator collateral) {
        Case of = new Case(Payoff.LINEAR, SizeUnit.CONTRACTS, SizeUnit.CONTRACTS, application, RAISED, 7);
        FuturesContract contract = contract(of.payoff());
        int rows = 10_000;
        long[] contracts = IntStream.range(0, rows).mapToLong(size::applyAsInt).toArray();
        // A thousandth of a contract is worth 0.0007 * 6250 / 1000.
        long[] collaterals = IntStream.range(0, rows)
                .mapToLong(row -> contracts[row] * 4_375 * collateral.applyAsInt(row))
                .toArray();
        long[] entries = new long[rows];
        Arrays.fill(entries, MARK.longValueExact());
        return LiquidationScenario.play(
                contract.documentId(),
                contract,
                "professional",
                schedule(of, of.unit(), of.rates().before),
                schedule(of, of.unitAfter(), of.rates().after),
                Positions.of(
                        TextColumn.of(IntStream.range(0, rows)
                                .mapToObj(row -> "a" + row)
                                .toList()),
                        CodedColumn.of(Collections.nCopies(rows, "professional")),
                        counted(contracts, 3, () -> looks.contracts++),
                        DecimalColumn.of(entries, 0),
                        counted(collaterals, 10, () -> looks.collaterals++)),
                new Price(MARK),
                SHOCKS);
    }

    private static DecimalColumn counted(long[] unscaled, int scale, Runnable look) {
        return new DecimalColumn() {
            @Override
            public int size() {
                return unscaled.length;
            }

            @Override
            public int scale() {
                return scale;
            }

            @Override
            public long unscaled(int row) {
                return unscaled[row];
            }

            @Override
            public BigDecimal at(int row) {
                look.run();
                return DecimalColumn.super.at(row);
            }
        };
    }

    private static int[] histogram(LiquidationResult result, int which) {
        return (which == 0 ? result.marginLevelsBefore() : result.marginLevelsAfter())
                .stream().mapToInt(Integer::intValue).toArray();
    }

    private static BigDecimal rounded(BigDecimal value) {
        return value.setScale(18, RoundingMode.HALF_EVEN);
    }

    private static FuturesContract contract(Payoff payoff) {
        return Markets.perpetual()
                .payoff(payoff)
                .contractSize(Amount.of(payoff == Payoff.INVERSE ? "7" : "0.0007"))
                .contractSizeUnit(
                        switch (payoff) {
                            case LINEAR -> SizeUnit.BASE;
                            case INVERSE -> SizeUnit.QUOTE_NOTIONAL;
                            case QUANTO -> SizeUnit.QUANTO_MULTIPLIER;
                        })
                .build();
    }

    /** Bounds that a position of 1,000 or 50,000 contracts hits exactly at the mark price. */
    private static MarginSchedule schedule(Case of, SizeUnit unit, List<String> rates) {
        ContractTerms terms = ContractTerms.of(contract(of.payoff()));
        Amount low = new Amount(terms.size(unit, new BigDecimal("1000"), MARK));
        Amount high = new Amount(terms.size(unit, new BigDecimal("50000"), MARK));
        return MarginSchedule.builder()
                .from(Markets.schedule(
                        tier(Amount.of("0"), rates.get(0)), tier(low, rates.get(1)), tier(high, rates.get(2))))
                .unit(unit)
                .application(of.application())
                .build();
    }

    private static MarginTier tier(Amount bound, String maintenance) {
        return MarginTier.builder()
                .from(MarginTier.of(
                        "0",
                        new BigDecimal(maintenance)
                                .multiply(BigDecimal.valueOf(2))
                                .toPlainString(),
                        maintenance))
                .lowerBound(bound)
                .build();
    }

    private static Positions positions(
            FuturesContract contract, MarginSchedule before, MarginSchedule after, Random random) {
        ContractTerms terms = ContractTerms.of(contract);
        List<BigDecimal> played = LiquidationScenario.prices(new Price(MARK), SHOCKS).stream()
                .map(Price::value)
                .toList();
        Positions.Builder positions = Positions.builder();
        for (int i = 0; i < POSITIONS; i++) {
            BigDecimal size = List.of(
                            BigDecimal.valueOf(1_000),
                            BigDecimal.valueOf(50_000),
                            BigDecimal.valueOf(1 + random.nextInt(20_000), 1),
                            BigDecimal.valueOf(1 + random.nextInt(90_000)))
                    .get(random.nextInt(4));
            boolean isFar = random.nextInt(6) == 0;
            if (isFar) {
                size = BigDecimal.valueOf(1 + random.nextInt(5));
            }
            boolean isLong = random.nextBoolean();
            BigDecimal signed = isLong ? size : size.negate();
            Price near = random.nextBoolean()
                    ? new Price(MARK)
                    : new Price(BigDecimal.valueOf(61_500 + random.nextInt(2_000), 1));
            Price entry = !isFar ? near : Price.of(terms.payoff() == Payoff.INVERSE ? "0.0001" : "100000000000");
            MarginLadder ladder = MarginLadder.of(random.nextBoolean() ? before : after);
            BigDecimal price = played.get(random.nextInt(played.size()));
            BigDecimal value = terms.value(signed, price);
            BigDecimal ladderSize = terms.size(ladder.unit(), signed, price);
            BigDecimal required = List.of(
                            ladder.maintenanceMargin(ladderSize, value),
                            ladder.initialMargin(ladderSize, value),
                            ladder.maintenanceMargin(ladderSize, value).multiply(BigDecimal.valueOf(5)))
                    .get(random.nextInt(3));
            BigDecimal nudge = List.of(
                            BigDecimal.ZERO,
                            new BigDecimal("0.0000000001"),
                            new BigDecimal("-0.0000000001"),
                            required.multiply(BigDecimal.valueOf(random.nextInt(2_000) - 900, 3)),
                            value,
                            required.negate())
                    .get(random.nextInt(6));
            Notional collateral = new Notional(required.subtract(terms.profit(signed, entry.value(), price))
                    .add(nudge)
                    .setScale(10, RoundingMode.HALF_EVEN));
            if (isLong) {
                positions.addLong("a" + i, "professional", new Contracts(size), entry, collateral);
            } else {
                positions.addShort("a" + i, "professional", new Contracts(size), entry, collateral);
            }
        }
        return positions
                .addLong("flat", "professional", Contracts.of("0"), new Price(MARK), Notional.of("-1"))
                .build();
    }

    /** The scenario in decimals. */
    private static final class Naive {
        private final ContractTerms terms;
        private final MarginLadder oldLadder;
        private final MarginLadder newLadder;
        private final Positions positions;
        private int before;
        private int newly;
        private int initial;
        private BigDecimal shortfall = BigDecimal.ZERO;
        private BigDecimal notional = BigDecimal.ZERO;
        private BigDecimal liquidatableNotional = BigDecimal.ZERO;
        private List<String> accounts = new ArrayList<>();
        private List<BigDecimal> lacks = new ArrayList<>();
        private int[] levelsBefore = new int[LiquidationRun.BINS.size() + 1];
        private int[] levelsAfter = new int[LiquidationRun.BINS.size() + 1];

        Naive(ContractTerms terms, MarginSchedule before, MarginSchedule after, Positions positions) {
            this.terms = terms;
            this.oldLadder = MarginLadder.of(before);
            this.newLadder = MarginLadder.of(after);
            this.positions = positions;
        }

        void play(BigDecimal price) {
            before = 0;
            newly = 0;
            initial = 0;
            shortfall = BigDecimal.ZERO;
            notional = BigDecimal.ZERO;
            liquidatableNotional = BigDecimal.ZERO;
            accounts = new ArrayList<>();
            lacks = new ArrayList<>();
            Arrays.fill(levelsBefore, 0);
            Arrays.fill(levelsAfter, 0);
            for (int row = 0; row < positions.size(); row++) {
                BigDecimal contracts = positions.contracts().at(row);
                if (contracts.signum() == 0) {
                    continue;
                }
                BigDecimal equity = positions
                        .collaterals()
                        .at(row)
                        .add(terms.profit(contracts, positions.entries().at(row), price));
                BigDecimal value = terms.value(contracts, price);
                BigDecimal oldNeed = oldLadder.maintenanceMargin(terms.size(oldLadder.unit(), contracts, price), value);
                BigDecimal newNeed = newLadder.maintenanceMargin(terms.size(newLadder.unit(), contracts, price), value);
                BigDecimal oldInitial = oldLadder.initialMargin(terms.size(oldLadder.unit(), contracts, price), value);
                BigDecimal newInitial = newLadder.initialMargin(terms.size(newLadder.unit(), contracts, price), value);
                levelsBefore[level(equity, oldNeed)]++;
                levelsAfter[level(equity, newNeed)]++;
                notional = notional.add(terms.quoteNotional(contracts, price));
                if (equity.compareTo(oldNeed) < 0) {
                    before++;
                } else if (equity.compareTo(newNeed) < 0) {
                    newly++;
                    shortfall = shortfall.add(newNeed).subtract(equity);
                    liquidatableNotional = liquidatableNotional.add(terms.quoteNotional(contracts, price));
                    accounts.add(positions.accounts().at(row));
                    lacks.add(newNeed.subtract(equity));
                } else if (equity.compareTo(oldInitial) >= 0 && equity.compareTo(newInitial) < 0) {
                    initial++;
                }
            }
        }

        List<String> worst() {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < accounts.size(); i++) {
                order.add(i);
            }
            order.sort(Comparator.comparing((Integer i) -> lacks.get(i)).reversed());
            return order.stream().limit(10).map(i -> accounts.get(i)).toList();
        }

        private static int level(BigDecimal equity, BigDecimal maintenance) {
            int level = 0;
            for (BigDecimal end : LiquidationRun.BINS) {
                if (equity.compareTo(maintenance.multiply(end)) < 0) {
                    break;
                }
                level++;
            }
            return level;
        }
    }
}
