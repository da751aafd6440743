package io.countersign.client.scenario;

import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.MarginApplication;
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
        double most = 0;
        for (int i = 0; i < enough.length; i++) {
            for (MarginSchedule schedule : schedules) {
                most = Math.max(most, greatestRate(schedule, ascending, i, maintenanceTimes));
            }
            enough[i] = most * ROUNDED_UP;
        }
    }

    /** The greatest part of the value that a schedule requires at any size from one bound up to the next. */
    private static double greatestRate(
            MarginSchedule schedule, List<BigDecimal> bounds, int index, BigDecimal maintenanceTimes) {
        MarginLadder ladder = MarginLadder.of(schedule);
        int tier = ladder.tierOf(bounds.get(index));
        MarginTier rates = schedule.tiers().get(tier);
        double rate = Math.max(
                rates.initialMargin().value().doubleValue(),
                rates.maintenanceMargin().value().multiply(maintenanceTimes).doubleValue());
        if (schedule.application() == MarginApplication.WHOLE_POSITION || tier == 0) {
            return rate;
        }
        // Within a tier it is rate - amount/size: below the rate, but for a ladder that falls with size, whose amounts
        // are negative.
        double fallen = Math.max(
                -ladder.initialAmount(tier).doubleValue(),
                -ladder.maintenanceAmount(tier).multiply(maintenanceTimes).doubleValue());
        return rate + Math.max(0, fallen) / bounds.get(index).doubleValue();
    }

    /** Enough at a size and at every smaller one. */
    double enoughAt(double size) {
        int at = 0;
        while (at + 1 < bounds.length && bounds[at + 1] <= size * ROUNDED_UP) {
            at++;
        }
        return enough[at];
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
