package io.countersign.client.scenario;

import io.countersign.client.live.Positions;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What S-LIQ counts at one price. The shortfall is a sum of terms that are linear in a position's figures within a tier, so whole
 * numbers are added up by tier and multiplied once. Exact. Not safe for concurrent use.
 */
final class LiquidationTally {
    private static final MathContext DIVISION = MathContext.DECIMAL128;

    private final Positions positions;
    private final Price price;
    private final ExactSum liquidatableContracts = new ExactSum();
    private final Tier[] tiers;
    private final boolean inverse;
    private int liquidatableBefore;
    private int liquidatable;
    private int belowInitial;

    LiquidationTally(Positions positions, Price price, int tiers, boolean inverse) {
        this.positions = positions;
        this.price = price;
        this.inverse = inverse;
        this.tiers = new Tier[tiers];
        for (int tier = 0; tier < tiers; tier++) {
            this.tiers[tier] = new Tier();
        }
    }

    void addLiquidatableBefore(int count) {
        liquidatableBefore += count;
    }

    void addBelowInitial(int count) {
        belowInitial += count;
    }

    /** A position that is newly liquidatable, in the tier of the new schedule that holds at the price. */
    void addLiquidatable(int row, int tier) {
        long contracts = positions.contracts().unscaled(row);
        liquidatable++;
        liquidatableContracts.add(Math.abs(contracts));
        Tier sums = tiers[tier];
        sums.count++;
        sums.absolute.add(Math.abs(contracts));
        sums.signed.add(contracts);
        sums.collateral.add(positions.collaterals().unscaled(row));
        if (inverse) {
            sums.overEntry = sums.overEntry.add(
                    positions.contracts().at(row).divide(positions.entries().at(row), DIVISION));
        } else {
            sums.timesEntry.addProduct(contracts, positions.entries().unscaled(row));
        }
    }

    LiquidationResult.AtPrice toResult(ContractTerms terms, MarginSchedule after, int open, BigDecimal contracts) {
        return new LiquidationResult.AtPrice(
                price,
                open,
                terms.quoteNotional(contracts, price.value()),
                liquidatableBefore,
                liquidatable,
                terms.quoteNotional(
                        liquidatableContracts.toDecimal(positions.contracts().scale()), price.value()),
                shortfall(terms, after),
                belowInitial);
    }

    private BigDecimal shortfall(ContractTerms terms, MarginSchedule after) {
        MarginLadder ladder = MarginLadder.of(after);
        BigDecimal valueOfOne = terms.value(BigDecimal.ONE, price.value());
        BigDecimal sizeOfOne = terms.size(ladder.unit(), BigDecimal.ONE, price.value());
        BigDecimal shortfall = BigDecimal.ZERO;
        for (int i = 0; i < tiers.length; i++) {
            Tier tier = tiers[i];
            if (tier.count == 0) {
                continue;
            }
            BigDecimal value = terms.value(scaled(tier.absolute), price.value());
            BigDecimal rate = after.tiers().get(i).maintenanceMargin().value();
            BigDecimal overstated = ladder.maintenanceAmount(i)
                    .multiply(BigDecimal.valueOf(tier.count))
                    .multiply(valueOfOne)
                    .divide(sizeOfOne, DIVISION);
            BigDecimal equity =
                    tier.collateral.toDecimal(positions.collaterals().scale()).add(profit(terms, tier));
            shortfall = shortfall.add(value.multiply(rate)).subtract(overstated).subtract(equity);
        }
        return shortfall;
    }

    private BigDecimal profit(ContractTerms terms, Tier tier) {
        BigDecimal signed = scaled(tier.signed);
        BigDecimal units = inverse
                ? tier.overEntry.subtract(signed.divide(price.value(), DIVISION))
                : signed.multiply(price.value())
                        .subtract(
                                tier.timesEntry.toDecimal(positions.contracts().scale()
                                        + positions.entries().scale()));
        return units.multiply(terms.contractSize());
    }

    private BigDecimal scaled(ExactSum contracts) {
        return contracts.toDecimal(positions.contracts().scale());
    }

    /** Sums over the newly liquidatable positions of one tier. */
    private static final class Tier {
        private int count;
        private final ExactSum absolute = new ExactSum();
        private final ExactSum signed = new ExactSum();
        private final ExactSum collateral = new ExactSum();
        private final ExactSum timesEntry = new ExactSum();
        private BigDecimal overEntry = BigDecimal.ZERO;
    }
}
