package io.countersign.model.formula;

import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The sizes an order may have: multiples of a lot step that meet a least quantity and, at the order's price, a least value
 * (Binance, spot filters {@code LOT_SIZE} and {@code NOTIONAL}; Kraken, {@code ordermin} and {@code costmin}). Exact.
 *
 * @param lotStep the step between two sizes, in units of the base asset, positive
 * @param minQuantity the least size, in units of the base asset; 0 for none
 * @param minNotional the least size times price, in the quote asset, not negative; 0 for none
 */
public record LotGrid(Quantity lotStep, Quantity minQuantity, Notional minNotional) {
    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the lot step is not positive, or the least value is negative
     */
    public LotGrid {
        Arguments.positive("Lot step", lotStep.value());
        Arguments.notNegative("Least notional", minNotional.value());
    }

    /** Whether an order of this size and price is taken. */
    public boolean accepts(Quantity quantity, Price price) {
        return PriceGrid.isMultiple(quantity.value(), lotStep.value()) && isEnough(quantity, price);
    }

    /** The largest multiple of the lot step that is not above a quantity, whether or not it is enough for an order. */
    public Quantity floor(Quantity quantity) {
        return new Quantity(PriceGrid.toMultiple(quantity.value(), lotStep.value(), RoundingMode.FLOOR));
    }

    /**
     * The quantity floored to the lot step, so that no order grows; empty when what is left falls short of the least quantity or
     * of the least value.
     */
    public Optional<Quantity> fit(Quantity quantity, Price price) {
        return Optional.of(floor(quantity)).filter(floored -> isEnough(floored, price));
    }

    /**
     * The smallest order at a price: {@code max(minQuantity, minNotional/price)}, up to the next lot. It is 0 where there are no
     * minima.
     *
     * @throws IllegalArgumentException if the price is not positive
     */
    public Quantity effectiveMinimum(Price price) {
        BigDecimal lotValue = Arguments.positive("Price", price.value()).multiply(lotStep.value());
        BigDecimal lotsByValue = minNotional.value().divide(lotValue, 0, RoundingMode.CEILING);
        BigDecimal lotsByQuantity = minQuantity.value().divide(lotStep.value(), 0, RoundingMode.CEILING);
        return new Quantity(lotsByValue.max(lotsByQuantity).multiply(lotStep.value()));
    }

    private boolean isEnough(Quantity quantity, Price price) {
        return quantity.compareTo(minQuantity) >= 0
                && quantity.value().multiply(price.value()).compareTo(minNotional.value()) >= 0;
    }
}
