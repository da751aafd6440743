package io.countersign.model.formula;

import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.List;

/**
 * A balance that backs positions, at less than its price (Kraken support article 4844463246100).
 *
 * @param balance units of the asset
 * @param price of one unit, in the currency in which margin is counted; not negative
 * @param haircut the part of the value that does not count, from 0 to 1
 */
public record CollateralHolding(Quantity balance, Price price, Rate haircut) {
    /**
     * Checks price and haircut.
     *
     * @throws IllegalArgumentException if the price is negative, or the haircut not from 0 to 1
     */
    public CollateralHolding {
        Arguments.notNegative("Collateral price", price.value());
        if (haircut.value().signum() < 0 || haircut.value().compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(
                    "A haircut must be from 0 to 1: " + haircut + ", see whether it was meant in percent");
        }
    }

    /** What the holding counts for: {@code balance*price*(1 - haircut)}. Exact. */
    public BigDecimal marginValue() {
        return balance.value().multiply(price.value()).multiply(BigDecimal.ONE.subtract(haircut.value()));
    }

    /**
     * What an account has to meet margin with: {@code sum(balance*price*(1 - haircut)) + unrealizedProfit} (Kraken support article
     * 4844463246100). Exact.
     *
     * @param unrealizedProfit of its open positions, as far as the venue counts it as margin; negative for a loss
     */
    public static BigDecimal marginEquity(List<CollateralHolding> holdings, BigDecimal unrealizedProfit) {
        return holdings.stream().map(CollateralHolding::marginValue).reduce(unrealizedProfit, BigDecimal::add);
    }

    /**
     * What positions in several maturities of one underlying must hold together, where they are netted: the larger of what the
     * longs and what the shorts require (Kraken Futures support pages).
     *
     * @throws IllegalArgumentException if one is negative
     */
    public static BigDecimal nettedMargin(BigDecimal longMargin, BigDecimal shortMargin) {
        return Arguments.notNegative("Margin of the longs", longMargin)
                .max(Arguments.notNegative("Margin of the shorts", shortMargin));
    }
}
