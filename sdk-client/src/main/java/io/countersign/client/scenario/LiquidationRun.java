package io.countersign.client.scenario;

import io.countersign.client.live.CodedColumn;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.Positions;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One run of S-LIQ: one pass over the positions, each at every price. Outcomes are estimated in {@code double} and decided exactly
 * wherever the estimate is closer to a bound than its error, so that they are exact and most rows cost no object. Used by one
 * thread.
 */
final class LiquidationRun {
    private static final int WORST_MAX = 10;

    /** Upper ends of the bins of equity over maintenance margin; the last bin is open. */
    static final List<BigDecimal> BINS = List.of(
            new BigDecimal("0.5"),
            new BigDecimal("0.75"),
            BigDecimal.ONE,
            new BigDecimal("1.25"),
            new BigDecimal("1.5"),
            new BigDecimal("2"),
            new BigDecimal("3"),
            new BigDecimal("5"));

    private static final double[] BIN_ENDS =
            BINS.stream().mapToDouble(BigDecimal::doubleValue).toArray();

    private static final double UNCERTAIN = RequirementEstimate.TOLERANCE;

    private final Positions positions;
    private final ContractTerms terms;
    private final MarginSchedule after;
    private final MarginLadder oldLadder;
    private final MarginLadder newLadder;
    private final RequirementEstimate oldEstimate;
    private final RequirementEstimate newEstimate;
    private final SafetyBound safe;
    private final SafetyBound safeInLastBin;
    private final List<Price> prices;
    private final double[] priceEstimates;
    private final LiquidationTally[] tallies;
    private final boolean inverse;
    private final boolean comparable;
    /** The extremes of the prices, or of one over them for an inverse contract: what a position's worth is linear in. */
    private final double lowest;

    private final double highest;
    private final double contractUnit;
    private final double entryUnit;
    private final double collateralUnit;
    private final int[] binsBefore = new int[BINS.size() + 1];
    private final int[] binsAfter = new int[BINS.size() + 1];
    private final WorstRows worst = new WorstRows(WORST_MAX);
    private final ExactSum openContracts = new ExactSum();
    private int open;

    private enum Outcome {
        SAFE,
        BELOW_INITIAL,
        LIQUIDATABLE,
        LIQUIDATABLE_BEFORE
    }

    /** What is estimated of one position; one object serves all rows. */
    private static final class Row {
        private int index;
        private double units;
        private double signedUnits;
        private double entry;
        private double collateral;
        private double contracts;
    }

    LiquidationRun(
            FuturesContract contract,
            MarginSchedule before,
            MarginSchedule after,
            Positions positions,
            List<Price> prices) {
        this.positions = positions;
        this.terms = ContractTerms.of(contract);
        this.after = after;
        this.oldLadder = MarginLadder.of(before);
        this.newLadder = MarginLadder.of(after);
        this.oldEstimate = new RequirementEstimate(before);
        this.newEstimate = new RequirementEstimate(after);
        this.prices = List.copyOf(prices);
        this.inverse = terms.payoff() == Payoff.INVERSE;
        this.priceEstimates = prices.stream()
                .mapToDouble(price -> price.value().doubleValue())
                .toArray();
        this.tallies = prices.stream()
                .map(price -> new LiquidationTally(positions, price, newLadder.tiers(), inverse))
                .toArray(LiquidationTally[]::new);
        this.comparable = before.unit() == after.unit() && isNeverNegative(before) && isNeverNegative(after);
        this.safe = new SafetyBound(List.of(before, after), BigDecimal.ONE);
        this.safeInLastBin = new SafetyBound(List.of(before, after), BINS.get(BINS.size() - 1));
        double[] multipliers = Arrays.stream(priceEstimates)
                .map(price -> inverse ? 1 / price : price)
                .toArray();
        this.lowest = Arrays.stream(multipliers).min().orElseThrow();
        this.highest = Arrays.stream(multipliers).max().orElseThrow();
        this.contractUnit = unitOf(positions.contracts());
        this.entryUnit = unitOf(positions.entries());
        this.collateralUnit = unitOf(positions.collaterals());
    }

    private static boolean isNeverNegative(MarginSchedule schedule) {
        return schedule.tiers().stream()
                .allMatch(tier -> tier.maintenanceMargin().value().signum() >= 0
                        && tier.initialMargin().value().signum() >= 0);
    }

    private static double unitOf(DecimalColumn column) {
        return BigDecimal.ONE.movePointLeft(column.scale()).doubleValue();
    }

    /** Passes over the positions of these client classes; {@code wanted} says for each code of the class column whether it is one. */
    void pass(boolean[] wanted) {
        CodedColumn classes = positions.clientClasses();
        DecimalColumn contracts = positions.contracts();
        DecimalColumn entries = positions.entries();
        DecimalColumn collaterals = positions.collaterals();
        double size = terms.contractSize().doubleValue();
        Row row = new Row();
        for (int i = 0; i < positions.size(); i++) {
            long held = contracts.unscaled(i);
            if (held == 0 || !wanted[classes.code(i)]) {
                continue;
            }
            open++;
            openContracts.add(Math.abs(held));
            row.index = i;
            row.contracts = Math.abs(held * contractUnit);
            row.units = row.contracts * size;
            row.signedUnits = held * contractUnit * size;
            double entry = entries.unscaled(i) * entryUnit;
            row.entry = inverse ? 1 / entry : entry;
            row.collateral = collaterals.unscaled(i) * collateralUnit;
            if (isSafeThroughout(row)) {
                binsBefore[BINS.size()]++;
                binsAfter[BINS.size()]++;
                continue;
            }
            for (int price = 0; price < priceEstimates.length; price++) {
                play(row, price);
            }
        }
    }

    /** Whether the position meets everything at every price, with so much to spare that its margin level is in the last bin. */
    private boolean isSafeThroughout(Row row) {
        double worst = row.signedUnits > 0 == !inverse ? lowest : highest;
        double equity = row.collateral + row.signedUnits * (inverse ? row.entry - worst : worst - row.entry);
        double error = UNCERTAIN * (Math.abs(row.collateral) + row.units * (highest + row.entry));
        double value = row.units * highest;
        return comparable && equity - error > value * safeInLastBin.enoughAt(size(newLadder.unit(), row, value));
    }

    private void play(Row row, int price) {
        double at = inverse ? 1 / priceEstimates[price] : priceEstimates[price];
        double value = row.units * at;
        double move = inverse ? row.entry - at : at - row.entry;
        double equity = row.collateral + row.signedUnits * move;
        double error = UNCERTAIN * (Math.abs(row.collateral) + row.units * (at + row.entry));
        if (price > 0 && isClear(row, price, value, equity, error)) {
            return;
        }
        double oldSize = size(oldLadder.unit(), row, value);
        double newSize = size(newLadder.unit(), row, value);
        int oldTier = oldEstimate.tierOf(oldSize);
        int newTier = newEstimate.tierOf(newSize);
        double before = value * oldEstimate.maintenance(oldTier, oldSize);
        double after = value * newEstimate.maintenance(newTier, newSize);
        boolean uncertainTier = (oldEstimate.jumps() && oldEstimate.isUncertain(oldTier, oldSize))
                || (newEstimate.jumps() && newEstimate.isUncertain(newTier, newSize));
        if (price == 0) {
            binsBefore[
                    uncertainTier
                            ? exactBin(row.index, oldLadder)
                            : bin(row.index, oldLadder, equity, before, error)]++;
            binsAfter[
                    uncertainTier ? exactBin(row.index, newLadder) : bin(row.index, newLadder, equity, after, error)]++;
        }
        Outcome outcome;
        if (uncertainTier || Math.abs(equity - before) <= error || Math.abs(equity - after) <= error) {
            outcome = exactly(row.index, price);
        } else if (equity < before) {
            outcome = Outcome.LIQUIDATABLE_BEFORE;
        } else if (equity < after) {
            outcome = Outcome.LIQUIDATABLE;
        } else {
            double initialBefore = value * oldEstimate.initial(oldTier, oldSize);
            double initialAfter = value * newEstimate.initial(newTier, newSize);
            if (Math.abs(equity - initialBefore) <= error || Math.abs(equity - initialAfter) <= error) {
                outcome = exactly(row.index, price);
            } else {
                outcome = equity >= initialBefore && equity < initialAfter ? Outcome.BELOW_INITIAL : Outcome.SAFE;
            }
        }
        if (outcome != Outcome.SAFE) {
            count(
                    outcome,
                    row.index,
                    price,
                    newEstimate.isUncertain(newTier, newSize) ? exactTier(row.index, price) : newTier,
                    after - equity + error);
        }
    }

    /** Decides at once what needs no look at the tiers. */
    private boolean isClear(Row row, int price, double value, double equity, double error) {
        if (comparable && equity < -error) {
            tallies[price].addLiquidatableBefore();
            return true;
        }
        return comparable && equity - error > value * safe.enoughAt(size(newLadder.unit(), row, value));
    }

    private double size(SizeUnit unit, Row row, double value) {
        return switch (unit) {
            case CONTRACTS -> row.contracts;
            case BASE -> inverse ? value : row.units;
            default -> inverse ? row.units : value;
        };
    }

    private void count(Outcome outcome, int row, int price, int tier, double shortfallMost) {
        LiquidationTally tally = tallies[price];
        if (outcome == Outcome.LIQUIDATABLE_BEFORE) {
            tally.addLiquidatableBefore();
        } else if (outcome == Outcome.BELOW_INITIAL) {
            tally.addBelowInitial();
        } else {
            tally.addLiquidatable(row, tier);
            if (price == 0 && shortfallMost >= worst.leastToBeat().doubleValue() * (1 - UNCERTAIN)) {
                worst.add(row, required(newLadder, row, 0, true).subtract(equity(row, 0)));
            }
        }
    }

    // What the estimate cannot tell

    private Outcome exactly(int row, int price) {
        BigDecimal equity = equity(row, price);
        if (equity.compareTo(required(oldLadder, row, price, true)) < 0) {
            return Outcome.LIQUIDATABLE_BEFORE;
        }
        if (equity.compareTo(required(newLadder, row, price, true)) < 0) {
            return Outcome.LIQUIDATABLE;
        }
        return equity.compareTo(required(oldLadder, row, price, false)) >= 0
                        && equity.compareTo(required(newLadder, row, price, false)) < 0
                ? Outcome.BELOW_INITIAL
                : Outcome.SAFE;
    }

    private int exactTier(int row, int price) {
        return newLadder.tierOf(terms.size(
                newLadder.unit(),
                positions.contracts().at(row),
                prices.get(price).value()));
    }

    private BigDecimal equity(int row, int price) {
        return positions
                .collaterals()
                .at(row)
                .add(terms.profit(
                        positions.contracts().at(row),
                        positions.entries().at(row),
                        prices.get(price).value()));
    }

    private BigDecimal required(MarginLadder ladder, int row, int price, boolean maintenance) {
        BigDecimal contracts = positions.contracts().at(row);
        BigDecimal at = prices.get(price).value();
        BigDecimal size = terms.size(ladder.unit(), contracts, at);
        BigDecimal value = terms.value(contracts, at);
        return maintenance ? ladder.maintenanceMargin(size, value) : ladder.initialMargin(size, value);
    }

    private int bin(int row, MarginLadder ladder, double equity, double maintenance, double error) {
        int bin = 0;
        while (bin < BIN_ENDS.length && equity >= maintenance * BIN_ENDS[bin]) {
            bin++;
        }
        double reach = error * (1 + BIN_ENDS[BIN_ENDS.length - 1]);
        boolean certain = (bin == 0 || equity - maintenance * BIN_ENDS[bin - 1] > reach)
                && (bin == BIN_ENDS.length || maintenance * BIN_ENDS[bin] - equity > reach);
        return certain ? bin : exactBin(row, ladder);
    }

    private int exactBin(int row, MarginLadder ladder) {
        BigDecimal equity = equity(row, 0);
        BigDecimal maintenance = required(ladder, row, 0, true);
        int bin = 0;
        while (bin < BINS.size() && equity.compareTo(maintenance.multiply(BINS.get(bin))) >= 0) {
            bin++;
        }
        return bin;
    }

    // Results

    List<LiquidationResult.AtPrice> prices() {
        List<LiquidationResult.AtPrice> results = new ArrayList<>();
        BigDecimal contracts = openContracts.toDecimal(positions.contracts().scale());
        for (LiquidationTally tally : tallies) {
            results.add(tally.toResult(terms, after, open, contracts));
        }
        return results;
    }

    /** The positions newly liquidatable at the first price that lack most, gravest first. */
    List<LiquidationResult.AffectedPosition> worst() {
        return worst.rows().stream().map(this::affected).toList();
    }

    private LiquidationResult.AffectedPosition affected(int row) {
        BigDecimal contracts = positions.contracts().at(row);
        return new LiquidationResult.AffectedPosition(
                positions.accounts().at(row),
                contracts,
                positions.entries().at(row),
                terms.quoteNotional(contracts, prices.get(0).value()),
                equity(row, 0),
                required(oldLadder, row, 0, true),
                required(newLadder, row, 0, true));
    }

    List<Integer> marginLevelsBefore() {
        return IntStream.of(binsBefore).boxed().toList();
    }

    List<Integer> marginLevelsAfter() {
        return IntStream.of(binsAfter).boxed().toList();
    }
}
