package io.countersign.model.formula;

import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A margin schedule made ready to compute with: what a position of some size and value must hold. Immutable.
 *
 * <p>MARGINAL: each tier's rate applies to the part of the position inside the tier (the same as Binance's {@code
 * notional*rate - cum}, with {@link #maintenanceAmount cum} published as <em>maintenance amount</em>). The requirement is
 * continuous. WHOLE_POSITION: the rate of the tier that the size falls into applies to all of it, so the requirement {@linkplain
 * #jumps() jumps} at each bound.
 */
public final class MarginLadder {
    private final SizeUnit unit;
    private final MarginApplication application;
    private final BigDecimal[] lowerBounds;
    private final Rates initial;
    private final Rates maintenance;

    private MarginLadder(MarginSchedule schedule) {
        List<MarginTier> tiers = schedule.tiers();
        this.unit = schedule.unit();
        this.application = schedule.application();
        this.lowerBounds = tiers.stream().map(tier -> tier.lowerBound().value()).toArray(BigDecimal[]::new);
        this.initial = new Rates(
                lowerBounds,
                tiers.stream().map(tier -> tier.initialMargin().value()).toArray(BigDecimal[]::new));
        this.maintenance = new Rates(
                lowerBounds,
                tiers.stream().map(tier -> tier.maintenanceMargin().value()).toArray(BigDecimal[]::new));
    }

    /**
     * Reads a schedule.
     *
     * @throws IllegalArgumentException if it has no tiers, the first does not start at 0, or bounds do not ascend
     */
    public static MarginLadder of(MarginSchedule schedule) {
        if (!isComputable(schedule)) {
            throw new IllegalArgumentException(
                    "Margin tiers must start at 0 and ascend: " + schedule.documentId() + ", see rule D-MRG-01");
        }
        return new MarginLadder(schedule);
    }

    /** Whether {@link #of} takes the schedule: it has tiers, the first starts at 0, and bounds ascend. */
    public static boolean isComputable(MarginSchedule schedule) {
        List<MarginTier> tiers = schedule.tiers();
        if (tiers.isEmpty() || tiers.get(0).lowerBound().value().signum() != 0) {
            return false;
        }
        for (int i = 1; i < tiers.size(); i++) {
            if (tiers.get(i).lowerBound().compareTo(tiers.get(i - 1).lowerBound()) <= 0) {
                return false;
            }
        }
        return true;
    }

    /** What sizes count. */
    public SizeUnit unit() {
        return unit;
    }

    /** How the tiers add up. */
    public MarginApplication application() {
        return application;
    }

    /**
     * What is needed to open a position, in the unit of {@code value}.
     *
     * @param size the position's size in {@link #unit()}, not negative
     * @param value what it is worth, in the settlement asset
     */
    public BigDecimal initialMargin(BigDecimal size, BigDecimal value) {
        return margin(initial, size, value);
    }

    /** What must remain, or the position is liquidated; parameters as {@link #initialMargin}. */
    public BigDecimal maintenanceMargin(BigDecimal size, BigDecimal value) {
        return margin(maintenance, size, value);
    }

    /** The index of the tier that a size falls into. Tiers are half-open: a size equal to a bound is in the tier it starts. */
    public int tierOf(BigDecimal size) {
        int low = 0;
        int high = lowerBounds.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (lowerBounds[middle].compareTo(size) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The number of tiers, at least one. */
    public int tiers() {
        return lowerBounds.length;
    }

    /**
     * By how much {@code size*rate} overstates the maintenance margin of a size inside the tier, in {@link #unit()}: {@code
     * cum[0] = 0}, {@code cum[i] = cum[i-1] + bound[i]*(rate[i] - rate[i-1])}. This is the maintenance amount that Binance
     * publishes as {@code cum} beside each tier. Exact. All 0 where a tier's rate applies to the whole position, for nothing is
     * then overstated.
     *
     * @param tier an index, from 0 to {@link #tiers()} - 1
     * @throws IllegalArgumentException if there is no such tier
     */
    public BigDecimal maintenanceAmount(int tier) {
        return amount(maintenance, tier);
    }

    /** The same for the initial margin, which Binance does not publish. */
    public BigDecimal initialAmount(int tier) {
        return amount(initial, tier);
    }

    /**
     * What the requirement jumps by at each bound, in ascending order; empty where rates are marginal, for it is then
     * continuous. A bound at which neither rate changes is not listed.
     */
    public List<MarginJump> jumps() {
        if (application == MarginApplication.MARGINAL) {
            return List.of();
        }
        return IntStream.range(1, tiers())
                .mapToObj(tier -> new MarginJump(lowerBounds[tier], initial.step(tier), maintenance.step(tier)))
                .filter(jump -> jump.initialMargin().signum() != 0
                        || jump.maintenanceMargin().signum() != 0)
                .toList();
    }

    BigDecimal lowerBound(int tier) {
        return lowerBounds[tier];
    }

    BigDecimal maintenanceRate(int tier) {
        return maintenance.rates[tier];
    }

    private BigDecimal amount(Rates rates, int tier) {
        if (tier < 0 || tier >= tiers()) {
            throw new IllegalArgumentException(
                    "No tier " + tier + " in a ladder of " + tiers() + ": tiers are counted from 0");
        }
        return application == MarginApplication.WHOLE_POSITION ? BigDecimal.ZERO : rates.amounts[tier];
    }

    private BigDecimal margin(Rates rates, BigDecimal size, BigDecimal value) {
        int tier = tierOf(size);
        if (application == MarginApplication.WHOLE_POSITION || tier == 0) {
            return value.multiply(rates.rates[tier]);
        }
        BigDecimal inUnit = size.multiply(rates.rates[tier]).subtract(rates.amounts[tier]);
        return size.compareTo(value) == 0 ? inUnit : inUnit.multiply(value).divide(size, ContractTerms.DIVISION);
    }

    /** Rates by tier, and what {@code size*rate} overstates each marginal requirement by. */
    private static final class Rates {
        private final BigDecimal[] lowerBounds;
        private final BigDecimal[] rates;
        private final BigDecimal[] amounts;

        Rates(BigDecimal[] lowerBounds, BigDecimal[] rates) {
            this.lowerBounds = lowerBounds;
            this.rates = rates;
            this.amounts = new BigDecimal[rates.length];
            amounts[0] = BigDecimal.ZERO;
            for (int tier = 1; tier < rates.length; tier++) {
                amounts[tier] = amounts[tier - 1].add(step(tier));
            }
        }

        /** What the bound of a tier would add if the tier's rate applied to all below it. */
        BigDecimal step(int tier) {
            return lowerBounds[tier].multiply(rates[tier].subtract(rates[tier - 1]));
        }
    }
}
