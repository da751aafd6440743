package io.countersign.model.formula;

import io.countersign.model.unit.Rate;
import java.math.BigDecimal;

/**
 * How far a mark price may stand from its index, by days to maturity: a line from the least cap to the greatest, level before and
 * behind it. Kraken Futures (support.cryptofacilities.com article 115002794113): {@code 0.01 + 0.19*(d - 1)/209}, from 0.01 to
 * 0.20.
 *
 * @param least cap on {@code fromDays} and closer to maturity, as a fraction of the index; not negative
 * @param greatest cap on {@code toDays} and farther from it, not below the least
 * @param fromDays days to maturity at which the cap begins to widen
 * @param toDays days at which it has widened, more than {@code fromDays}
 */
public record PremiumCap(Rate least, Rate greatest, int fromDays, int toDays) {
    /** Kraken's for contracts with a maturity. */
    public static final PremiumCap KRAKEN_FIXED_MATURITY = new PremiumCap(Rate.of("0.01"), Rate.of("0.2"), 1, 210);

    /** Kraken's for perpetuals: one percent on every day. */
    public static final PremiumCap KRAKEN_PERPETUAL = always(Rate.of("0.01"));

    /**
     * Checks order.
     *
     * @throws IllegalArgumentException if a cap is negative, or caps or days descend
     */
    public PremiumCap {
        Arguments.notNegative("Premium cap", least.value());
        if (least.compareTo(greatest) > 0 || fromDays >= toDays) {
            throw new IllegalArgumentException("A premium cap must widen with the days to maturity: from " + least
                    + " on day " + fromDays + " to " + greatest + " on day " + toDays);
        }
    }

    /** One cap for every day, as a perpetual has it. */
    public static PremiumCap always(Rate cap) {
        return new PremiumCap(cap, cap, 0, 1);
    }

    /** The cap so many days before maturity, as a fraction of the index. */
    public BigDecimal at(long daysToMaturity) {
        long days = Math.min(Math.max(daysToMaturity, fromDays), toDays) - fromDays;
        return greatest.value()
                .subtract(least.value())
                .multiply(BigDecimal.valueOf(days))
                .divide(BigDecimal.valueOf((long) toDays - fromDays), ContractTerms.DIVISION)
                .add(least.value());
    }

    /**
     * The mark price: {@code index + premium}, the premium cut to {@code index*cap} in either direction.
     *
     * @param index in quote asset per one base asset, positive
     * @param premium of the contract over its index, in the same unit; negative for a discount
     * @throws IllegalArgumentException if the index is not positive
     */
    public BigDecimal mark(BigDecimal index, BigDecimal premium, long daysToMaturity) {
        return index.add(clamp(premium, Arguments.positive("Index", index).multiply(at(daysToMaturity))));
    }

    /** The value, or the nearer of the limit and its negative where the value is beyond it. */
    static BigDecimal clamp(BigDecimal value, BigDecimal limit) {
        return value.min(limit).max(limit.negate());
    }
}
