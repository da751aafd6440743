package io.countersign.model.formula;

import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The prices an order may have: those that lie a whole number of ticks from a base, so that {@code (price - base) mod tick = 0}
 * (Binance, spot filter {@code PRICE_FILTER}). Exact: nothing here divides with a remainder lost.
 *
 * @param tick the step between two prices
 * @param base a price on the grid, from which the others are counted; 0 for most venues
 */
public record PriceGrid(TickSize tick, Price base) {
    private static final Price ZERO = new Price(BigDecimal.ZERO);

    /** The multiples of a tick size. */
    public PriceGrid(TickSize tick) {
        this(tick, ZERO);
    }

    /** Whether a price is on the grid. */
    public boolean contains(Price price) {
        return isMultiple(price.value().subtract(base.value()), tick.value());
    }

    /** The highest price on the grid that is not above the given one. */
    public Price floor(Price price) {
        return nearest(price, RoundingMode.FLOOR);
    }

    /** The lowest price on the grid that is not below the given one. */
    public Price ceiling(Price price) {
        return nearest(price, RoundingMode.CEILING);
    }

    /** The nearest price on the grid that is no better for the order's counterparty: a buy moves down, a sell moves up. */
    public Price passive(Side side, Price price) {
        return side == Side.BUY ? floor(price) : ceiling(price);
    }

    /**
     * The nearest trigger of a stop order on the grid that is not closer to the market: a stop to buy waits above the market and
     * moves up, a stop to sell waits below it and moves down. So no stop fires earlier than asked.
     */
    public Price stopTrigger(Side side, Price price) {
        return side == Side.BUY ? ceiling(price) : floor(price);
    }

    /** Whether every price of the other grid is on this one, as when a tick size is divided. */
    public boolean containsAll(PriceGrid other) {
        return isMultiple(other.tick.value(), tick.value()) && contains(other.base);
    }

    /**
     * Whether a value is a whole multiple of a step.
     *
     * @throws IllegalArgumentException if the step is not positive
     */
    public static boolean isMultiple(BigDecimal value, BigDecimal step) {
        return value.remainder(Arguments.positive("Step", step)).signum() == 0;
    }

    /** The multiple of a positive step to which a value rounds. */
    static BigDecimal toMultiple(BigDecimal value, BigDecimal step, RoundingMode rounding) {
        return value.divide(step, 0, rounding).multiply(step);
    }

    private Price nearest(Price price, RoundingMode rounding) {
        BigDecimal steps = toMultiple(price.value().subtract(base.value()), tick.value(), rounding);
        return new Price(steps.add(base.value()));
    }
}
