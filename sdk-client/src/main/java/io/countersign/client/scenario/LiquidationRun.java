package io.countersign.client.scenario;

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
import java.util.stream.DoubleStream;
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

    /** The bin of a margin level: what is not in the first begins at the end of another. */
    private static final LeadingBits BIN_OF_LEVEL = new LeadingBits(0);

    static {
        for (int bin = 0; bin < BINS.size(); bin++) {
            BIN_OF_LEVEL.setFrom(BINS.get(bin).doubleValue(), bin + 1.0);
        }
    }

    /** The error of a level in errors of the equity: a requirement is no farther off, and counts as often as the last bin says. */
    private static final double LEVEL_REACH = 1 + BINS.get(BINS.size() - 1).doubleValue();

    private final Positions positions;
    private final ContractTerms terms;
    private final MarginSchedule after;
    private final MarginLadder oldLadder;
    private final MarginLadder newLadder;
    private final List<Price> prices;
    private final AtPrice[] atPrices;
    private final boolean inverse;
    /** Whether equity below zero is below the old maintenance margin at any size. */
    private final boolean neverNegative;

    private final LeadingBits enough;
    private final LeadingBits enoughForLastBin;
    private final PositionBlock block;
    private final PositionBlock.Rows list;
    private final double[] equity = new double[Lanes.ROWS];
    private final double[] most = new double[Lanes.ROWS];
    private final double[] slack = new double[Lanes.ROWS];
    private final double[] requiredBefore = new double[Lanes.ROWS];
    private final double[] requiredAfter = new double[Lanes.ROWS];
    private final double[] lowLevels = new double[Lanes.ROWS];
    private final double[] highLevels = new double[Lanes.ROWS];
    private final long[] unitBits = new long[Lanes.ROWS];
    private final long[] oldTiers = new long[Lanes.ROWS];
    private final long[] newTiers = new long[Lanes.ROWS];
    private final int[] unclear = new int[Lanes.ROWS];
    private final int[] binsBefore = new int[BINS.size() + 1];
    private final int[] binsAfter = new int[BINS.size() + 1];
    private final WorstRows worst = new WorstRows(WORST_MAX);
    private double shortfallToBeat = -1;
    private int listed;
    private final LaneSum open = new LaneSum();
    private final LaneSum openContracts = new LaneSum();

    /** One price, as its multiplier: the price, or one over it for an inverse contract. */
    private record AtPrice(
            double multiplier, RequirementEstimate before, RequirementEstimate after, LiquidationTally tally) {}

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
        this.prices = List.copyOf(prices);
        this.inverse = terms.payoff() == Payoff.INVERSE;
        this.atPrices = prices.stream().map(price -> at(price, before)).toArray(AtPrice[]::new);
        this.neverNegative = before.tiers().stream()
                .allMatch(tier -> tier.maintenanceMargin().value().signum() >= 0);
        this.block = new PositionBlock(positions, inverse, terms.contractSize().doubleValue());
        this.list = block.list;
        double greatest = multipliers().max().orElseThrow();
        this.enough = enough(before, BigDecimal.ONE, greatest);
        this.enoughForLastBin = enough(before, BINS.get(BINS.size() - 1), greatest);
    }

    /** The part of its value that is enough for a position to meet all requirements at every price, by its units. */
    private LeadingBits enough(MarginSchedule before, BigDecimal maintenanceTimes, double greatestMultiplier) {
        if (before.unit() == after.unit()) {
            return new SafetyBound(List.of(before, after), maintenanceTimes)
                    .by(sizePerUnit(after.unit(), greatestMultiplier));
        }
        return new LeadingBits(Math.max(
                new SafetyBound(List.of(before), maintenanceTimes).enough(),
                new SafetyBound(List.of(after), maintenanceTimes).enough()));
    }

    private DoubleStream multipliers() {
        return Arrays.stream(atPrices).mapToDouble(AtPrice::multiplier);
    }

    private AtPrice at(Price price, MarginSchedule before) {
        double multiplier =
                inverse ? 1 / price.value().doubleValue() : price.value().doubleValue();
        return new AtPrice(
                multiplier,
                new RequirementEstimate(before, multiplier, sizePerUnit(oldLadder.unit(), multiplier)),
                new RequirementEstimate(after, multiplier, sizePerUnit(newLadder.unit(), multiplier)),
                new LiquidationTally(positions, price, newLadder.tiers(), inverse));
    }

    private double sizePerUnit(SizeUnit unit, double multiplier) {
        return switch (unit) {
            case CONTRACTS -> 1 / terms.contractSize().doubleValue();
            case BASE -> inverse ? multiplier : 1;
            default -> inverse ? 1 : multiplier;
        };
    }

    /** Passes over the positions of these client classes; {@code wanted} says for each code of the class column whether it is one. */
    void pass(boolean[] wanted) {
        boolean allWanted = true;
        for (boolean each : wanted) {
            allWanted &= each;
        }
        double lowest = multipliers().min().orElseThrow();
        double highest = multipliers().max().orElseThrow();
        for (int from = 0; from < positions.size(); from += Lanes.ROWS) {
            block.read(from, Math.min(from + Lanes.ROWS, positions.size()), wanted, allWanted);
            block.addOpen(open, openContracts);
            listed += playFirst(from);
            if (atPrices.length > 1) {
                playOthers(from, lowest, highest);
            }
        }
    }

    /** Plays the first price, where margin levels are counted; how many positions are not safely in the last bin of these. */
    private int playFirst(int from) {
        AtPrice first = atPrices[0];
        int rows = block.list(first.multiplier, first.multiplier, enoughForLastBin);
        equity(list, first.multiplier, rows, equity);
        for (int i = 0; i < rows; i++) {
            unclear[i] = i;
        }
        decide(from, rows, 0);
        countLevels(from, rows, requiredBefore, oldLadder, binsBefore);
        countLevels(from, rows, requiredAfter, newLadder, binsAfter);
        return rows;
    }

    private void playOthers(int from, double lowest, double highest) {
        int rows = block.list(lowest, highest, enough);
        for (int price = 1; price < atPrices.length; price++) {
            AtPrice at = atPrices[price];
            equity(list, at.multiplier, rows, equity);
            decide(from, sortOut(at, rows), price);
        }
    }

    /** Decides at once what needs no look at the tiers; the others are in {@link #unclear}. */
    private int sortOut(AtPrice at, int rows) {
        for (int i = 0; i < rows; i++) {
            slack[i] = enough.at(list.units[i]);
        }
        slack(list, equity, at.multiplier, rows, slack);
        add(equity, list.error, rows, most);
        long canBeBelow = neverNegative ? 1 : 0;
        int left = 0;
        long below = 0;
        for (int i = 0; i < rows; i++) {
            long isBelow = (Double.doubleToRawLongBits(most[i]) >>> 63) & canBeBelow;
            below += isBelow;
            unclear[left] = i;
            left += (int) ((Double.doubleToRawLongBits(slack[i]) >>> 63) & ~isBelow);
        }
        at.tally.addLiquidatableBefore((int) below);
        return left;
    }

    private static void equity(PositionBlock.Rows of, double multiplier, int rows, double[] equity) {
        double[] signed = of.signed;
        double[] entry = of.entry;
        double[] collateral = of.collateral;
        for (int i = 0; i < rows; i++) {
            equity[i] = collateral[i] + signed[i] * (multiplier - entry[i]);
        }
    }

    /** From the part of the value that is enough, to what equity is above that. */
    private static void slack(
            PositionBlock.Rows of, double[] equity, double multiplier, int rows, double[] enoughThenSlack) {
        double[] units = of.units;
        double[] error = of.error;
        for (int i = 0; i < rows; i++) {
            enoughThenSlack[i] = equity[i] - error[i] - units[i] * multiplier * enoughThenSlack[i];
        }
    }

    private static void add(double[] ones, double[] others, int rows, double[] sums) {
        for (int i = 0; i < rows; i++) {
            sums[i] = ones[i] + others[i];
        }
    }

    private void decide(int from, int rows, int price) {
        for (int i = 0; i < rows; i++) {
            unitBits[i] = Double.doubleToRawLongBits(list.units[unclear[i]]);
        }
        atPrices[price].before.findTiers(unitBits, rows, oldTiers);
        atPrices[price].after.findTiers(unitBits, rows, newTiers);
        for (int i = 0; i < rows; i++) {
            decide(from, unclear[i], (int) oldTiers[i], (int) newTiers[i], price);
        }
    }

    /** Decides one listed position. Counts without branches, for nobody can foresee whether it is below this or that. */
    private void decide(int from, int i, int oldTier, int newTier, int price) {
        AtPrice at = atPrices[price];
        double error = list.error[i];
        double units = list.units[i];
        double before = at.before.maintenance(oldTier, units);
        double after = at.after.maintenance(newTier, units);
        boolean uncertain = (at.before.jumps() && at.before.isUncertain(oldTier, units))
                || (at.after.jumps() && at.after.isUncertain(newTier, units));
        requiredBefore[i] = uncertain ? 0 : before;
        requiredAfter[i] = uncertain ? 0 : after;
        double aboveBefore = equity[i] - before;
        double aboveAfter = equity[i] - after;
        double aboveInitialBefore = equity[i] - at.before.initial(oldTier, units);
        double aboveInitialAfter = equity[i] - at.after.initial(newTier, units);
        if (uncertain
                || Math.abs(aboveBefore) <= error
                || Math.abs(aboveAfter) <= error
                || Math.abs(aboveInitialBefore) <= error
                || Math.abs(aboveInitialAfter) <= error) {
            // In the wrong tier, the estimate says nothing of what is lacking.
            decideExactly(from + block.rowOf[i], price, uncertain ? Double.MAX_VALUE : error - aboveAfter);
            return;
        }
        int wasBelow = isNegative(aboveBefore);
        int isBelow = isNegative(aboveAfter) & ~wasBelow;
        int isBelowInitial = isNegative(aboveInitialAfter) & ~isNegative(aboveInitialBefore) & ~isBelow & ~wasBelow;
        at.tally.addLiquidatableBefore(wasBelow);
        at.tally.addBelowInitial(isBelowInitial);
        if (isBelow == 1) {
            int row = from + block.rowOf[i];
            int tier = at.after.isUncertain(newTier, units) ? exactTier(row, price) : newTier;
            addLiquidatable(row, price, tier, error - aboveAfter);
        }
    }

    /** 1 for a number below zero, else 0. */
    private static int isNegative(double number) {
        return (int) (Double.doubleToRawLongBits(number) >>> 63);
    }

    private void addLiquidatable(int row, int price, int tier, double shortfallMost) {
        atPrices[price].tally.addLiquidatable(row, tier);
        if (price == 0 && shortfallMost >= shortfallToBeat) {
            worst.add(row, required(newLadder, row, 0, true).subtract(equity(row, 0)));
            shortfallToBeat = worst.leastToBeat().doubleValue();
        }
    }

    /** Counts the margin levels of the listed positions at the first price; those not listed are in the last bin. */
    private void countLevels(int from, int rows, double[] required, MarginLadder ladder, int[] bins) {
        levels(equity, list.error, required, rows, lowLevels, highLevels);
        for (int i = 0; i < rows; i++) {
            double bin = BIN_OF_LEVEL.at(lowLevels[i]);
            boolean isCertain = required[i] > 0 && bin == BIN_OF_LEVEL.at(highLevels[i]);
            bins[isCertain ? (int) bin : exactBin(from + block.rowOf[i], ladder)]++;
        }
    }

    /** The least and the greatest that equity over a requirement may be. */
    private static void levels(
            double[] equity, double[] error, double[] required, int rows, double[] low, double[] high) {
        for (int i = 0; i < rows; i++) {
            double one = 1 / required[i];
            double level = equity[i] * one;
            double reach = LEVEL_REACH * error[i] * one;
            low[i] = level - reach;
            high[i] = level + reach;
        }
    }

    // What the estimate cannot tell

    private void decideExactly(int row, int price, double shortfallMost) {
        LiquidationTally tally = atPrices[price].tally;
        BigDecimal equity = equity(row, price);
        if (equity.compareTo(required(oldLadder, row, price, true)) < 0) {
            tally.addLiquidatableBefore(1);
        } else if (equity.compareTo(required(newLadder, row, price, true)) < 0) {
            addLiquidatable(row, price, exactTier(row, price), shortfallMost);
        } else if (equity.compareTo(required(oldLadder, row, price, false)) >= 0
                && equity.compareTo(required(newLadder, row, price, false)) < 0) {
            tally.addBelowInitial(1);
        }
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
        BigDecimal contracts =
                openContracts.total().toDecimal(positions.contracts().scale());
        for (AtPrice at : atPrices) {
            results.add(at.tally.toResult(terms, after, open(), contracts));
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
        return withRest(binsBefore);
    }

    List<Integer> marginLevelsAfter() {
        return withRest(binsAfter);
    }

    /** Bins of the listed positions, with all others in the last. */
    private List<Integer> withRest(int[] bins) {
        int[] all = bins.clone();
        all[BINS.size()] += open() - listed;
        return IntStream.of(all).boxed().toList();
    }

    private int open() {
        return open.total().toDecimal(0).intValueExact();
    }
}
