package io.countersign.model.formula;

import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Prices that are multiples of a tick size. Exact: nothing here divides with a remainder lost.
 *
 * @param tick the step between two prices
 */
public record PriceGrid(TickSize tick) {
    /** Whether a price is a multiple of the tick size. */
    public boolean contains(Price price) {
        return isMultiple(price.value(), tick.value());
    }

    /** The highest price on the grid that is not above the given one. */
    public Price floor(Price price) {
        return new Price(toMultiple(price.value(), tick.value(), RoundingMode.FLOOR));
    }

    /** The lowest price on the grid that is not below the given one. */
    public Price ceiling(Price price) {
        return new Price(toMultiple(price.value(), tick.value(), RoundingMode.CEILING));
    }

    /** The nearest price on the grid that is no better for the order's counterparty: a buy moves down, a sell moves up. */
    public Price passive(Side side, Price price) {
        return side == Side.BUY ? floor(price) : ceiling(price);
    }

    /** Whether every price of the other grid is on this one, as when a tick size is divided. */
    public boolean containsAll(PriceGrid other) {
        return isMultiple(other.tick.value(), tick.value());
    }

    /**
     * The smallest order that meets a least quantity and a least value at a price: the larger of the two, up to the next lot.
     *
     * @throws IllegalArgumentException if the price or the lot step is not positive
     */
    public static Quantity effectiveMinimum(
            Quantity lotStep, Quantity minQuantity, BigDecimal minNotional, Price price) {
        if (price.value().signum() <= 0 || lotStep.value().signum() <= 0) {
            throw new IllegalArgumentException("Price and lot step must be positive: " + price + " and " + lotStep);
        }
        BigDecimal lotsByValue = minNotional.divide(price.value().multiply(lotStep.value()), 0, RoundingMode.CEILING);
        BigDecimal lotsByQuantity = minQuantity.value().divide(lotStep.value(), 0, RoundingMode.CEILING);
        return new Quantity(lotsByValue.max(lotsByQuantity).multiply(lotStep.value()));
    }

    /** Whether a value is a whole multiple of a positive step. */
    public static boolean isMultiple(BigDecimal value, BigDecimal step) {
        return value.remainder(step).signum() == 0;
    }

    private static BigDecimal toMultiple(BigDecimal value, BigDecimal step, RoundingMode rounding) {
        return value.divide(step, 0, rounding).multiply(step);
    }
}
