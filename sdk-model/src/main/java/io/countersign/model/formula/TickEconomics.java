package io.countersign.model.formula;

import io.countersign.model.unit.BasisPoints;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a tick size means to those who trade. */
public final class TickEconomics {
    private static final BigDecimal BASIS_POINTS = BigDecimal.valueOf(10_000);

    private TickEconomics() {}

    /**
     * A tick as part of the price: {@code tick/price*10^4}, rounded half even to 18 digits after the point. From 0.16 to 2.3 on
     * Kraken Futures.
     *
     * @throws IllegalArgumentException if the price is not positive, or so small that the result does not fit
     */
    public static BasisPoints relativeTick(TickSize tick, Price price) {
        return new BasisPoints(tick.value()
                .multiply(BASIS_POINTS)
                .divide(
                        Arguments.positive("Price", price.value()),
                        Decimals.FRACTION_DIGITS_MAX,
                        RoundingMode.HALF_EVEN));
    }

    /**
     * What it costs at least to buy a quantity and sell it again, fees aside: the spread is never narrower than a tick, so {@code
     * tick*quantity}, in the quote asset. Crossing it once costs half of that against the middle. Exact.
     */
    public static BigDecimal minimumSpreadCost(TickSize tick, Quantity quantity) {
        return tick.value().multiply(quantity.value());
    }
}
