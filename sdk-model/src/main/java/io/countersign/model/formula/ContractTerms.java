package io.countersign.model.formula;

import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What turns a number of contracts into money: the payoff and the size of one contract (units of the base asset for a linear
 * contract, of the quote asset for an inverse one; for a quanto the fixed multiplier, in the settlement asset per one quote
 * asset of price).
 *
 * <p>Sources: Kraken Futures and BitMEX contract specifications; BitMEX's ETHUSD is a quanto that settles in bitcoin at 100
 * satoshi per dollar. Contracts are signed where a method says so: positive when long. Every result is in the settlement asset
 * unless its name says otherwise; for a quanto that is a third asset, and no price of it enters.
 *
 * @param payoff how profit follows the price
 * @param contractSize what one contract counts, positive
 */
public record ContractTerms(Payoff payoff, BigDecimal contractSize) {
    /** Carried by every division. */
    static final MathContext DIVISION = MathContext.DECIMAL128;

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public ContractTerms {
        Arguments.positive("Contract size", contractSize);
    }

    /**
     * The terms of a contract.
     *
     * @throws IllegalArgumentException if its size does not count what its payoff needs: base units, quote units, or a
     *     multiplier
     */
    public static ContractTerms of(FuturesContract contract) {
        if (!isComputable(contract)) {
            throw new IllegalArgumentException("The size of a contract that is " + contract.payoff() + " must count "
                    + sizeUnit(contract.payoff()) + " and be positive, not " + contract.contractSize() + " "
                    + contract.contractSizeUnit() + ": " + contract.documentId() + ", see rule D-PAY-01");
        }
        return new ContractTerms(contract.payoff(), contract.contractSize().value());
    }

    /** Whether {@link #of} takes the contract: its size is positive and counts what its payoff needs. */
    public static boolean isComputable(FuturesContract contract) {
        return contract.contractSizeUnit() == sizeUnit(contract.payoff())
                && contract.contractSize().value().signum() > 0;
    }

    private static SizeUnit sizeUnit(Payoff payoff) {
        return switch (payoff) {
            case LINEAR -> SizeUnit.BASE;
            case INVERSE -> SizeUnit.QUOTE_NOTIONAL;
            case QUANTO -> SizeUnit.QUANTO_MULTIPLIER;
        };
    }

    /**
     * What a number of contracts is worth at a price, never negative for positive prices: {@code N*c*P}, or {@code N*c/P} for an
     * inverse contract.
     *
     * @throws IllegalArgumentException if the contract is inverse and the price not positive
     */
    public BigDecimal value(BigDecimal contracts, BigDecimal price) {
        BigDecimal units = contracts.abs().multiply(contractSize);
        return payoff == Payoff.INVERSE ? over(units, "Price", price) : units.multiply(price);
    }

    /** The same in the quote asset (for a quanto: in the settlement asset). An inverse contract's is the same at every price. */
    public BigDecimal quoteNotional(BigDecimal contracts, BigDecimal price) {
        BigDecimal units = contracts.abs().multiply(contractSize);
        return payoff == Payoff.INVERSE ? units : units.multiply(price);
    }

    /**
     * Profit of a position between its entry and a price; positive when the holder gains: {@code N*c*(P - E)}, or {@code N*c*(1/E
     * - 1/P)} for an inverse contract. Contracts are signed.
     *
     * @throws IllegalArgumentException if the contract is inverse and a price not positive
     */
    public BigDecimal profit(BigDecimal contracts, BigDecimal entry, BigDecimal price) {
        BigDecimal units = contracts.multiply(contractSize);
        return payoff == Payoff.INVERSE
                ? over(units, "Entry price", entry).subtract(over(units, "Price", price))
                : units.multiply(price.subtract(entry));
    }

    /**
     * A position's size in the unit in which a margin schedule counts. A quanto has no base asset to deliver: where its schedule
     * counts base units, these are contracts times the multiplier.
     *
     * @throws IllegalArgumentException if the contract is inverse, the unit the base asset, and the price not positive
     */
    public BigDecimal size(SizeUnit unit, BigDecimal contracts, BigDecimal price) {
        return switch (unit) {
            case CONTRACTS -> contracts.abs();
            case QUANTO_MULTIPLIER ->
                throw new IllegalArgumentException(
                        "Margin tiers do not count in quanto multipliers: choose another unit");
            case QUOTE_NOTIONAL -> quoteNotional(contracts, price);
            case BASE ->
                payoff == Payoff.INVERSE
                        ? value(contracts, price)
                        : contracts.abs().multiply(contractSize);
        };
    }

    /** Whether a position's size in a unit changes with the price; it is then the same as its value. */
    boolean sizeFollowsPrice(SizeUnit unit) {
        return unit == (payoff == Payoff.INVERSE ? SizeUnit.BASE : SizeUnit.QUOTE_NOTIONAL);
    }

    private static BigDecimal over(BigDecimal units, String thing, BigDecimal price) {
        return units.divide(Arguments.positive(thing, price), DIVISION);
    }
}
