package io.countersign.model.formula;

import io.countersign.model.market.Payoff;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The mark price at which a position with isolated collateral holds exactly its maintenance margin. Prices are in quote asset per
 * one base asset.
 *
 * <p>Linear and quanto: {@code (collateral + cum - s*q*entry) / (q*rate - s*q)}, for the tier that holds at the resulting price
 * (freqtrade's {@code binance.py}, citing Binance's FAQ b3c689c1f50a44cabb3a84e663b81d93), with {@code q = N*c} and {@code s} +1
 * for a long and -1 for a short. Inverse long: {@code N*c*(1 + rate) / (collateral + N*c/entry)}, short: {@code N*c*(1 - rate) /
 * (N*c/entry - collateral)}, with the maintenance margin at the mark price (Kraken support page 360022835671). Put back into
 * equity and requirement, the two agree to within 1e-25 of the larger of the position's value and its value at entry.
 *
 * <p>For a position under cross margin, the collateral is the wallet's balance plus the profit of the other positions less their
 * maintenance margin (same source).
 */
public final class LiquidationPrice {
    private LiquidationPrice() {}

    /**
     * Where the position is liquidated, with the maintenance margin at the mark price; empty when no positive price does it. At
     * every better price the position is safe. At every worse one it is not, except that a ladder whose requirement jumps may
     * spare it again below the jump.
     *
     * @param contracts signed, positive when long, not zero
     * @param entry the price at which it was opened, positive
     * @param collateral what it holds, in the settlement asset
     * @throws IllegalArgumentException if an argument is out of bounds, if a tier's maintenance rate is not from 0 to below 1, or
     *     if collateral is so negative that no price could keep the position
     */
    public static Optional<BigDecimal> isolated(
            ContractTerms terms, MarginLadder ladder, BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
        for (int tier = 0; tier < ladder.tiers(); tier++) {
            BigDecimal rate = ladder.maintenanceRate(tier);
            if (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) >= 0) {
                throw new IllegalArgumentException(
                        "A maintenance rate must be from 0 to below 1: " + rate.toPlainString() + " in the tier from "
                                + ladder.lowerBound(tier).toPlainString() + ", see rule D-MRG-02");
            }
        }
        Equity equity = Equity.of(terms, contracts, entry, collateral);
        if (!terms.sizeFollowsPrice(ladder.unit())) {
            BigDecimal size = terms.size(ladder.unit(), contracts, BigDecimal.ONE);
            return equity.meets(ladder.maintenanceMargin(size, BigDecimal.ONE));
        }
        return equity.meets(ladder);
    }

    /**
     * Where the position is liquidated if the maintenance margin stays what it was at the entry price, as some schedules have it;
     * otherwise as {@link #isolated}.
     *
     * @throws IllegalArgumentException if an argument is out of bounds, or if collateral does not cover the maintenance margin at
     *     any price
     */
    public static Optional<BigDecimal> isolatedAtEntryMargin(
            ContractTerms terms, MarginLadder ladder, BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
        Arguments.positive("Entry price", entry);
        BigDecimal margin =
                ladder.maintenanceMargin(terms.size(ladder.unit(), contracts, entry), terms.value(contracts, entry));
        return bankruptcy(terms, contracts, entry, collateral.subtract(margin));
    }

    /**
     * Where the position's collateral is used up; empty when no positive price does it. Parameters as {@link #isolated}.
     *
     * @throws IllegalArgumentException if an argument is out of bounds, or if collateral is so negative that no price could keep
     *     the position
     */
    public static Optional<BigDecimal> bankruptcy(
            ContractTerms terms, BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
        return Equity.of(terms, contracts, entry, collateral).meets(BigDecimal.ZERO);
    }

    /**
     * Collateral plus profit as a line over {@code x}, which is the price, or one over it for an inverse contract: the position is
     * worth {@code units*x} and gains {@code direction*units*x} on what it would have at zero. Everything is kept multiplied by
     * {@code scale} (the entry price of an inverse contract, else 1), so that only the answer is divided.
     */
    private record Equity(boolean inverse, BigDecimal units, boolean gains, BigDecimal scale, BigDecimal atZero) {
        static Equity of(ContractTerms terms, BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
            Arguments.positive("Entry price", entry);
            if (contracts.signum() == 0) {
                throw new IllegalArgumentException("Contracts must not be 0: without a position nothing is liquidated");
            }
            boolean inverse = terms.payoff() == Payoff.INVERSE;
            boolean gains = contracts.signum() > 0 != inverse;
            BigDecimal units = contracts.abs().multiply(terms.contractSize());
            BigDecimal scale = inverse ? entry : BigDecimal.ONE;
            BigDecimal gained = inverse ? units : units.multiply(entry);
            BigDecimal atZero = collateral.multiply(scale).add(gains ? gained.negate() : gained);
            if (!gains && atZero.signum() <= 0) { // no x is better than 0
                throw new IllegalArgumentException("Collateral must leave a price at which the position is safe: "
                        + collateral.toPlainString() + " is more than the position can ever gain, close it instead");
            }
            return new Equity(inverse, units, gains, scale, atZero);
        }

        /** Where equity is a part of the position's value, the same part at every price. */
        Optional<BigDecimal> meets(BigDecimal rate) {
            return price(overstated(BigDecimal.ZERO), slope(rate));
        }

        /**
         * Where equity is what the tier at that price requires. What is safe far off becomes unsafe at the first crossing from
         * there: the tiers are walked from the side the price comes from.
         */
        Optional<BigDecimal> meets(MarginLadder ladder) {
            int last = ladder.tiers() - 1;
            for (int step = 0; step <= last; step++) {
                int tier = gains ? last - step : step;
                BigDecimal numerator = overstated(ladder.maintenanceAmount(tier));
                BigDecimal denominator = slope(ladder.maintenanceRate(tier));
                BigDecimal size = numerator.multiply(units);
                boolean below = size.compareTo(ladder.lowerBound(tier).multiply(denominator)) < 0;
                boolean above = tier < last
                        && size.compareTo(ladder.lowerBound(tier + 1).multiply(denominator)) >= 0;
                if (!below && !above) {
                    return price(numerator, denominator);
                }
                if (gains && above) { // a requirement that falls with size jumps past the equity at the bound
                    return price(ladder.lowerBound(tier + 1), units);
                }
                if (!gains && below) { // one that rises does
                    return price(ladder.lowerBound(tier), units);
                }
            }
            return Optional.empty();
        }

        /** Above the line that a rate is multiplied with; negated, like {@link #slope}, where equity gains with x. */
        private BigDecimal overstated(BigDecimal amount) {
            BigDecimal sum = atZero.add(amount.multiply(scale));
            return gains ? sum.negate() : sum;
        }

        /** Positive, for rates below 1. */
        private BigDecimal slope(BigDecimal rate) {
            BigDecimal difference = gains ? BigDecimal.ONE.subtract(rate) : BigDecimal.ONE.add(rate);
            return units.multiply(scale).multiply(difference);
        }

        private Optional<BigDecimal> price(BigDecimal numerator, BigDecimal denominator) {
            if (numerator.signum() <= 0) {
                return Optional.empty();
            }
            return Optional.of(
                    inverse
                            ? denominator.divide(numerator, ContractTerms.DIVISION)
                            : numerator.divide(denominator, ContractTerms.DIVISION));
        }
    }
}
