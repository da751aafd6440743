package io.countersign.client.scenario;

import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeSet;

/**
 * The part of a position's value that is enough to meet every requirement of some schedules, at a size and at every smaller one. An
 * estimate in {@code double}, rounded up: who holds more is safe, who holds less may be.
 */
final class SafetyBound {
    private static final double ROUNDED_UP = 1 + 1e-9;

    private final double[] bounds;
    private final double[] enough;

    /**
     * A bound over schedules that count sizes in one unit.
     *
     * @param maintenanceTimes how many times the maintenance margin must be met, at least 1
     */
    SafetyBound(List<MarginSchedule> schedules, BigDecimal maintenanceTimes) {
        TreeSet<BigDecimal> all = new TreeSet<>();
        schedules.forEach(schedule ->
                schedule.tiers().forEach(tier -> all.add(tier.lowerBound().value())));
        List<BigDecimal> ascending = List.copyOf(all);
        this.bounds = ascending.stream().mapToDouble(BigDecimal::doubleValue).toArray();
        this.enough = new double[bounds.length];
        // A requirement is the rate of one tier, or a mean of those up to it: no part is above the greatest of these.
        double most = 0;
        for (int i = 0; i < enough.length; i++) {
            for (MarginSchedule schedule : schedules) {
                most = Math.max(most, greatestRate(schedule, ascending.get(i), maintenanceTimes));
            }
            enough[i] = most * ROUNDED_UP;
        }
    }

    /** The greatest rate of a schedule from one bound up to the next. */
    private static double greatestRate(MarginSchedule schedule, BigDecimal bound, BigDecimal maintenanceTimes) {
        MarginTier rates = schedule.tiers().get(MarginLadder.of(schedule).tierOf(bound));
        return Math.max(
                rates.initialMargin().value().doubleValue(),
                rates.maintenanceMargin().value().multiply(maintenanceTimes).doubleValue());
    }

    /** Enough at any size. */
    double enough() {
        return enough[enough.length - 1];
    }

    /** A table of what is enough by a number that the size is a multiple of. */
    LeadingBits by(double sizePerNumber) {
        LeadingBits table = new LeadingBits(enough[0]);
        for (int i = 1; i < bounds.length; i++) {
            table.setFrom(bounds[i] / (sizePerNumber * ROUNDED_UP), enough[i]);
        }
        return table;
    }
}
