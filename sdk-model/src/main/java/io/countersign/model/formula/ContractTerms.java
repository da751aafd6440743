package io.countersign.model.formula;

import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What turns a number of contracts into money: the payoff and the size of one contract (units of the base asset for a linear
 * contract, of the quote asset for an inverse one, the fixed multiplier for a quanto).
 *
 * <p>Sources: Kraken Futures and BitMEX contract specifications. Contracts are signed where a method says so: positive when
 * long. Every result is in the settlement asset unless its name says otherwise.
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
        if (contractSize.signum() <= 0) {
            throw new IllegalArgumentException("Contract size must be positive: " + contractSize.toPlainString());
        }
    }

    /** The terms of a contract. */
    public static ContractTerms of(FuturesContract contract) {
        return new ContractTerms(contract.payoff(), contract.contractSize().value());
    }

    /** What a number of contracts is worth at a price, never negative for positive prices: {@code N*c*P}, or {@code N*c/P} for an inverse contract. */
    public BigDecimal value(BigDecimal contracts, BigDecimal price) {
        BigDecimal units = contracts.abs().multiply(contractSize);
        return payoff == Payoff.INVERSE ? units.divide(price, DIVISION) : units.multiply(price);
    }

    /** The same in the quote asset (for a quanto: in the settlement asset). An inverse contract's is the same at every price. */
    public BigDecimal quoteNotional(BigDecimal contracts, BigDecimal price) {
        BigDecimal units = contracts.abs().multiply(contractSize);
        return payoff == Payoff.INVERSE ? units : units.multiply(price);
    }

    /** Profit of a position between its entry and a price; positive when the holder gains. Contracts are signed. */
    public BigDecimal profit(BigDecimal contracts, BigDecimal entry, BigDecimal price) {
        BigDecimal units = contracts.multiply(contractSize);
        return payoff == Payoff.INVERSE
                ? units.divide(entry, DIVISION).subtract(units.divide(price, DIVISION))
                : units.multiply(price.subtract(entry));
    }

    /** A position's size in the unit in which a margin schedule counts. */
    public BigDecimal size(SizeUnit unit, BigDecimal contracts, BigDecimal price) {
        return switch (unit) {
            case CONTRACTS -> contracts.abs();
            case QUOTE_NOTIONAL -> quoteNotional(contracts, price);
            case BASE ->
                payoff == Payoff.INVERSE
                        ? value(contracts, price)
                        : contracts.abs().multiply(contractSize);
        };
    }
}
