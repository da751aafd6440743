package io.countersign.model.formula;

import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;

/**
 * How far from a reference price an order may be: {@code reference*down <= price <= reference*up}, for each side its own
 * multipliers (Binance, spot filters {@code PERCENT_PRICE} and {@code PERCENT_PRICE_BY_SIDE}). Both ends are inside. Exact.
 *
 * <p>The reference is the venue's choice: Binance takes its reference price, else the {@linkplain BookDepth#averagePrice() average
 * price by volume} of some minutes, or the last price where those minutes are 0.
 *
 * @param downBuy least price of a buy, as a fraction of the reference price
 * @param upBuy greatest price of a buy, likewise
 * @param downSell least price of a sell, likewise
 * @param upSell greatest price of a sell, likewise
 */
public record PercentBand(Rate downBuy, Rate upBuy, Rate downSell, Rate upSell) {
    /**
     * Checks the multipliers.
     *
     * @throws IllegalArgumentException if one is negative, or a least one is above the greatest one of its side
     */
    public PercentBand {
        check("buy", downBuy, upBuy);
        check("sell", downSell, upSell);
    }

    /** The same multipliers for both sides. */
    public static PercentBand of(Rate down, Rate up) {
        return new PercentBand(down, up, down, up);
    }

    /**
     * Whether an order may have a price.
     *
     * @throws IllegalArgumentException if the reference is not positive
     */
    public boolean contains(Side side, Price reference, Price price) {
        return price.value().compareTo(lowest(side, reference)) >= 0
                && price.value().compareTo(highest(side, reference)) <= 0;
    }

    /** The least price of an order, in quote asset per one base asset, on or off the grid. Parameters as {@link #contains}. */
    public BigDecimal lowest(Side side, Price reference) {
        return scaled(reference, side == Side.BUY ? downBuy : downSell);
    }

    /** The greatest price of an order; otherwise as {@link #lowest}. */
    public BigDecimal highest(Side side, Price reference) {
        return scaled(reference, side == Side.BUY ? upBuy : upSell);
    }

    private static BigDecimal scaled(Price reference, Rate multiplier) {
        return Arguments.positive("Reference price", reference.value()).multiply(multiplier.value());
    }

    private static void check(String side, Rate down, Rate up) {
        Arguments.notNegative("Band multiplier", down.value());
        if (down.compareTo(up) > 0) {
            throw new IllegalArgumentException(
                    "The " + side + " band must not be crossed: down " + down + ", up " + up + ", see rule D-BND-01");
        }
    }
}
