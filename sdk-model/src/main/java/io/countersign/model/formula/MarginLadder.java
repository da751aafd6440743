package io.countersign.model.formula;

import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import java.math.BigDecimal;
import java.util.List;

/**
 * A margin schedule made ready to compute with: what a position of some size and value must hold. Immutable.
 *
 * <p>MARGINAL: each tier's rate applies to the part of the position inside the tier (the same as Binance's {@code
 * notional*rate - cum}). WHOLE_POSITION: the rate of the tier that the size falls into applies to all of it, so the
 * requirement jumps at each bound.
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

    public SizeUnit unit() {
        return unit;
    }

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

    int tiers() {
        return lowerBounds.length;
    }

    BigDecimal lowerBound(int tier) {
        return lowerBounds[tier];
    }

    BigDecimal maintenanceRate(int tier) {
        return maintenance.rates[tier];
    }

    /** What {@code size*rate} of a tier overstates the marginal requirement by: Binance's {@code cum}. */
    BigDecimal maintenanceOverstated(int tier) {
        return application == MarginApplication.WHOLE_POSITION
                ? BigDecimal.ZERO
                : lowerBounds[tier].multiply(maintenance.rates[tier]).subtract(maintenance.below[tier]);
    }

    private BigDecimal margin(Rates rates, BigDecimal size, BigDecimal value) {
        int tier = tierOf(size);
        if (application == MarginApplication.WHOLE_POSITION || tier == 0) {
            return value.multiply(rates.rates[tier]);
        }
        BigDecimal weighted =
                rates.below[tier].add(size.subtract(lowerBounds[tier]).multiply(rates.rates[tier]));
        return size.compareTo(value) == 0 ? weighted : weighted.multiply(value).divide(size, ContractTerms.DIVISION);
    }

    /** Rates by tier, and what the tiers below each one require together. */
    private static final class Rates {
        private final BigDecimal[] rates;
        private final BigDecimal[] below;

        Rates(BigDecimal[] lowerBounds, BigDecimal[] rates) {
            this.rates = rates;
            this.below = new BigDecimal[rates.length];
            below[0] = BigDecimal.ZERO;
            for (int i = 1; i < rates.length; i++) {
                below[i] = below[i - 1].add(
                        lowerBounds[i].subtract(lowerBounds[i - 1]).multiply(rates[i - 1]));
            }
        }
    }
}
