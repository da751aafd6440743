package io.countersign.client.scenario;

import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.Function;

/**
 * What a margin schedule requires of a position at one price, estimated in {@code double}: each figure is off by a few units in the
 * last of its 15 digits. Whoever decides by it decides exactly what is closer than {@link #TOLERANCE}.
 *
 * <p>Sizes are in units, the contracts times what one contract counts. At one price, value and size in any unit are a multiple of
 * these, so that a requirement is one rate times the units less one amount.
 */
final class RequirementEstimate {
    /** Far above any rounding error of an estimate, as a part of the largest figure that went into it. */
    static final double TOLERANCE = 1e-12;

    private final double[] bounds;
    private final double[] initialRates;
    private final double[] initialAmounts;
    private final double[] maintenanceRates;
    private final double[] maintenanceAmounts;
    private final boolean jumps;

    /**
     * An estimate at one price.
     *
     * @param valuePerUnit what a unit is worth at the price
     * @param sizePerUnit how much a unit counts in the unit of the schedule
     */
    RequirementEstimate(MarginSchedule schedule, double valuePerUnit, double sizePerUnit) {
        MarginLadder ladder = MarginLadder.of(schedule);
        this.bounds = byTier(schedule, tier -> bound(schedule, tier).doubleValue() / sizePerUnit);
        this.initialRates = byTier(
                schedule,
                tier -> schedule.tiers().get(tier).initialMargin().value().doubleValue() * valuePerUnit);
        this.maintenanceRates = byTier(
                schedule,
                tier -> schedule.tiers().get(tier).maintenanceMargin().value().doubleValue() * valuePerUnit);
        double valueOfSize = valuePerUnit / sizePerUnit;
        this.initialAmounts =
                byTier(schedule, tier -> ladder.initialAmount(tier).doubleValue() * valueOfSize);
        this.maintenanceAmounts =
                byTier(schedule, tier -> ladder.maintenanceAmount(tier).doubleValue() * valueOfSize);
        this.jumps = schedule.application() == MarginApplication.WHOLE_POSITION;
    }

    private static BigDecimal bound(MarginSchedule schedule, int tier) {
        return schedule.tiers().get(tier).lowerBound().value();
    }

    private static double[] byTier(MarginSchedule schedule, Function<Integer, Double> figure) {
        double[] figures = new double[schedule.tiers().size()];
        for (int tier = 0; tier < figures.length; tier++) {
            figures[tier] = figure.apply(tier);
        }
        return figures;
    }

    /**
     * The tiers that positions fall into; on a bound and beside it, it may be the one on the other side.
     *
     * @param unitBits the bits of each position's units: numbers that are not negative are in the order of their bits
     */
    void findTiers(long[] unitBits, int rows, long[] tiers) {
        Arrays.fill(tiers, 0, rows, 0);
        for (int tier = 1; tier < bounds.length; tier++) {
            countAbove(Double.doubleToRawLongBits(bounds[tier]), unitBits, rows, tiers);
        }
    }

    private static void countAbove(long bound, long[] numbers, int rows, long[] counts) {
        for (int i = 0; i < rows; i++) {
            counts[i] += (bound - numbers[i]) >>> 63;
        }
    }

    /** Whether a position, which is not flat, is so close to a bound of its tier that the tier is uncertain. */
    boolean isUncertain(int tier, double units) {
        double reach = units * TOLERANCE;
        boolean besideItsOwn = units - bounds[tier] <= reach;
        boolean besideTheNext = tier + 1 < bounds.length && bounds[tier + 1] - units <= reach;
        return besideItsOwn || besideTheNext;
    }

    /** Whether the requirement jumps at a bound, so that the tier must be certain. */
    boolean jumps() {
        return jumps;
    }

    double initial(int tier, double units) {
        return units * initialRates[tier] - initialAmounts[tier];
    }

    double maintenance(int tier, double units) {
        return units * maintenanceRates[tier] - maintenanceAmounts[tier];
    }
}
