package io.countersign.model.formula;

import io.countersign.model.unit.Rate;
import java.math.BigDecimal;

/**
 * What holders of a perpetual pay each other in one interval. Rates and payments are positive when longs pay and shorts receive.
 *
 * <p>Kraken publishes two rates: the relative one is a fraction of the position's value, the absolute one is money per unit of the
 * base asset. In its recorded history the second is the first times the index price; an absolute rate must never be read as a
 * fraction.
 */
public final class Funding {
    private Funding() {}

    /**
     * The relative rate of one interval: the averaged premium over the coefficient, cut to the greatest rate in either direction.
     * That Kraken's coefficient divides is an inference from its records; its documents do not spell it out.
     *
     * @param averagedPremium of the contract over its index, as a fraction of the index
     * @param coefficient how many intervals a premium is spread over, positive
     * @param maxAbsRate greatest rate of one interval, not negative
     * @throws IllegalArgumentException if the coefficient is not positive, or the greatest rate is negative
     */
    public static BigDecimal relativeRate(BigDecimal averagedPremium, BigDecimal coefficient, Rate maxAbsRate) {
        BigDecimal rate =
                averagedPremium.divide(Arguments.positive("Funding coefficient", coefficient), ContractTerms.DIVISION);
        return PremiumCap.clamp(rate, Arguments.notNegative("Greatest funding rate", maxAbsRate.value()));
    }

    /**
     * What one unit of the base asset pays, in the quote asset: {@code relativeRate*index}. Exact.
     *
     * @param index in quote asset per one base asset, positive
     * @throws IllegalArgumentException if it is not
     */
    public static BigDecimal absoluteRate(BigDecimal relativeRate, BigDecimal index) {
        return relativeRate.multiply(Arguments.positive("Index", index));
    }

    /**
     * What the holder of a linear contract pays, in the quote asset: {@code position*absoluteRate}. Negative when it is received.
     * Exact.
     *
     * @param position in units of the base asset, positive when long
     */
    public static BigDecimal payment(BigDecimal position, BigDecimal absoluteRate) {
        return position.multiply(absoluteRate);
    }

    /**
     * What the holder of any contract pays, in the settlement asset: the position's value at a price times the relative rate
     * (BitMEX, perpetual contracts guide). Negative when it is received. For a linear contract at its index price this is the same
     * as {@link #payment(BigDecimal, BigDecimal)}.
     *
     * @param contracts signed, positive when long
     * @param price at which the venue values the position for funding; positive for an inverse contract
     * @throws IllegalArgumentException if the contract is inverse and the price not positive
     */
    public static BigDecimal payment(
            ContractTerms terms, BigDecimal contracts, BigDecimal price, BigDecimal relativeRate) {
        BigDecimal paid = terms.value(contracts, price).multiply(relativeRate);
        return contracts.signum() < 0 ? paid.negate() : paid;
    }
}
