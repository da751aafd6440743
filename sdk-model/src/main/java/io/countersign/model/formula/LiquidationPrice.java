package io.countersign.model.formula;

import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The mark price at which a position with isolated collateral holds exactly its maintenance margin.
 *
 * <p>Linear: {@code (collateral + cum - s*q*entry) / (q*rate - s*q)}, for the tier that holds at the resulting price (freqtrade,
 * citing Binance's FAQ b3c689c1f50a44cabb3a84e663b81d93). Inverse long: {@code N*c*(1 + rate) / (collateral + N*c/entry)},
 * short: {@code N*c*(1 - rate) / (N*c/entry - collateral)}, with the maintenance margin at the mark price (Kraken support page
 * 360022835671). Put back into equity and requirement, the two agree
 * to within 1e-25 of the position's value.
 */
public final class LiquidationPrice {
    private LiquidationPrice() {}

    /**
     * Where the position is liquidated; empty when no positive price does it.
     *
     * @param contracts signed, positive when long, not zero
     * @param entry the price at which it was opened, positive
     * @param collateral what it holds, in the settlement asset
     * @throws IllegalArgumentException if an argument is out of bounds, or the contract is inverse and tiers count base units
     */
    public static Optional<BigDecimal> isolated(
            ContractTerms terms, MarginLadder ladder, BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
        require(contracts, entry);
        if (terms.payoff() == Payoff.INVERSE) {
            if (ladder.unit() == SizeUnit.BASE) {
                throw new IllegalArgumentException("Tiers of an inverse contract must not count base units");
            }
            return inverse(terms, contracts, entry, collateral, rateAnyPrice(terms, ladder, contracts));
        }
        if (ladder.unit() == SizeUnit.QUOTE_NOTIONAL) {
            return linearByNotional(terms, ladder, contracts, entry, collateral);
        }
        return linear(terms, contracts, entry, collateral, rateAnyPrice(terms, ladder, contracts), BigDecimal.ZERO);
    }

    /** Where the position's collateral is used up; empty when no positive price does it. Parameters as {@link #isolated}. */
    public static Optional<BigDecimal> bankruptcy(
            ContractTerms terms, BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
        require(contracts, entry);
        return terms.payoff() == Payoff.INVERSE
                ? inverse(terms, contracts, entry, collateral, BigDecimal.ZERO)
                : linear(terms, contracts, entry, collateral, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** Maintenance margin over value where the tier does not depend on the price. */
    private static BigDecimal rateAnyPrice(ContractTerms terms, MarginLadder ladder, BigDecimal contracts) {
        return ladder.maintenanceMargin(terms.size(ladder.unit(), contracts, BigDecimal.ONE), BigDecimal.ONE);
    }

    private static Optional<BigDecimal> linearByNotional(
            ContractTerms terms, MarginLadder ladder, BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
        BigDecimal units = contracts.abs().multiply(terms.contractSize());
        boolean isLong = contracts.signum() > 0;
        // A long is liquidated at the highest such price, a short at the lowest: walk the tiers from the side the price
        // comes from.
        for (int step = 0; step < ladder.tiers(); step++) {
            int tier = isLong ? ladder.tiers() - 1 - step : step;
            BigDecimal from = ladder.lowerBound(tier).divide(units, ContractTerms.DIVISION);
            Optional<BigDecimal> price = linear(
                    terms,
                    contracts,
                    entry,
                    collateral,
                    ladder.maintenanceRate(tier),
                    ladder.maintenanceOverstated(tier));
            boolean notBelow = price.isPresent() && price.get().compareTo(from) >= 0;
            boolean notAbove = price.isPresent()
                    && (tier == ladder.tiers() - 1
                            || price.get().compareTo(ladder.lowerBound(tier + 1).divide(units, ContractTerms.DIVISION))
                                    < 0);
            if (notBelow && notAbove) {
                return price;
            }
            if (!isLong && price.isPresent() && !notBelow) {
                return Optional.of(from); // the requirement jumps past the equity exactly at the bound
            }
            if (isLong && price.isPresent() && !notAbove) {
                return Optional.of(ladder.lowerBound(tier + 1).divide(units, ContractTerms.DIVISION));
            }
        }
        return Optional.empty();
    }

    private static Optional<BigDecimal> linear(
            ContractTerms terms,
            BigDecimal contracts,
            BigDecimal entry,
            BigDecimal collateral,
            BigDecimal rate,
            BigDecimal overstated) {
        BigDecimal signed = contracts.multiply(terms.contractSize());
        BigDecimal numerator = collateral.add(overstated).subtract(signed.multiply(entry));
        BigDecimal denominator = signed.abs().multiply(rate).subtract(signed);
        return positive(numerator, denominator);
    }

    private static Optional<BigDecimal> inverse(
            ContractTerms terms, BigDecimal contracts, BigDecimal entry, BigDecimal collateral, BigDecimal rate) {
        BigDecimal signed = contracts.multiply(terms.contractSize());
        BigDecimal numerator = signed.abs().multiply(rate).add(signed);
        BigDecimal denominator = collateral.add(signed.divide(entry, ContractTerms.DIVISION));
        return positive(numerator, denominator);
    }

    private static Optional<BigDecimal> positive(BigDecimal numerator, BigDecimal denominator) {
        return numerator.signum() * denominator.signum() <= 0
                ? Optional.empty()
                : Optional.of(numerator.divide(denominator, ContractTerms.DIVISION));
    }

    private static void require(BigDecimal contracts, BigDecimal entry) {
        if (contracts.signum() == 0 || entry.signum() <= 0) {
            throw new IllegalArgumentException("A position has contracts and a positive entry price: "
                    + contracts.toPlainString() + " at " + entry.toPlainString());
        }
    }
}
