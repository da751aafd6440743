package io.countersign.client.scenario;

import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import java.math.BigDecimal;
import java.util.List;

/**
 * What a margin schedule requires of a position, as a part of its value, estimated in {@code double}: each figure is off by a few
 * units in the last of its 15 digits. Whoever decides by it decides exactly what is closer than {@link #TOLERANCE}.
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

    RequirementEstimate(MarginSchedule schedule) {
        MarginLadder ladder = MarginLadder.of(schedule);
        int tiers = ladder.tiers();
        this.bounds = doubles(
                schedule.tiers().stream().map(tier -> tier.lowerBound().value()).toList());
        this.initialRates = doubles(schedule.tiers().stream()
                .map(tier -> tier.initialMargin().value())
                .toList());
        this.maintenanceRates = doubles(schedule.tiers().stream()
                .map(tier -> tier.maintenanceMargin().value())
                .toList());
        this.initialAmounts = new double[tiers];
        this.maintenanceAmounts = new double[tiers];
        for (int tier = 0; tier < tiers; tier++) {
            initialAmounts[tier] = ladder.initialAmount(tier).doubleValue();
            maintenanceAmounts[tier] = ladder.maintenanceAmount(tier).doubleValue();
        }
        this.jumps = schedule.application() == MarginApplication.WHOLE_POSITION;
    }

    /** The tier that a size falls into; beside a bound it may be the next one. */
    int tierOf(double size) {
        int tier = 0;
        while (tier + 1 < bounds.length && bounds[tier + 1] <= size) {
            tier++;
        }
        return tier;
    }

    /** Whether a size is so close to a bound of its tier that the tier is uncertain. */
    boolean isUncertain(int tier, double size) {
        double reach = size * TOLERANCE;
        boolean besideItsOwn = tier > 0 && size - bounds[tier] <= reach;
        boolean besideTheNext = tier + 1 < bounds.length && bounds[tier + 1] - size <= reach;
        return besideItsOwn || besideTheNext;
    }

    /** Whether the requirement jumps at a bound, so that the tier must be certain. */
    boolean jumps() {
        return jumps;
    }

    double initial(int tier, double size) {
        return tier == 0 ? initialRates[0] : initialRates[tier] - initialAmounts[tier] / size;
    }

    double maintenance(int tier, double size) {
        return tier == 0 ? maintenanceRates[0] : maintenanceRates[tier] - maintenanceAmounts[tier] / size;
    }

    private static double[] doubles(List<BigDecimal> values) {
        return values.stream().mapToDouble(BigDecimal::doubleValue).toArray();
    }
}
