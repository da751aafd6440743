package io.countersign.analytics.scenario;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * The digits that margin computations over some positions need: after the point by kind of number, and before it. Immutable.
 *
 * @param integers digits before the point of the greatest amount of money or size
 * @param productIntegers the same of contracts times entry price
 * @param entryIntegers the same of entry prices
 * @param divides whether something is divided that does not come out even, or the contract is inverse
 */
record MarginDigits(
        int contracts,
        int contractSize,
        int price,
        int money,
        int sizeOfOne,
        int valueOfSize,
        int bound,
        int rate,
        int amount,
        int integers,
        int productIntegers,
        int entryIntegers,
        boolean divides) {

    /** Digits that a product may have without being rounded by a division in 34 digits. */
    private static final int DIVISION_DIGITS = 34;

    /** Digits of a divisor; its remainders are extended by 18 digits and must fit 128 bits. */
    private static final int DIVISOR_DIGITS = 20;

    /** The greatest figures of the positions in one contract, and their digits after the point. */
    record Extremes(
            BigDecimal contracts,
            BigDecimal entry,
            BigDecimal collateral,
            int contractsScale,
            int entryScale,
            int collateralScale) {}

    static MarginDigits of(MarginTerms terms, Extremes most) {
        List<MarginTerms.Side> sides = List.of(terms.before, terms.after);
        List<BigDecimal> rates =
                sides.stream().flatMap(side -> side.rates().stream()).toList();
        List<BigDecimal> bounds =
                sides.stream().flatMap(side -> side.bounds().stream()).toList();
        List<BigDecimal> amounts =
                sides.stream().flatMap(side -> side.amounts().stream()).toList();
        List<BigDecimal> sizes = sides.stream().map(side -> side.sizeOfOne).toList();
        List<BigDecimal> values = sides.stream().map(side -> side.valueOfSize).toList();
        BigDecimal units = most.contracts().multiply(terms.terms.contractSize());
        BigDecimal size = most.contracts().multiply(Digits.greatest(sizes)).max(Digits.greatest(bounds));
        BigDecimal inUnit =
                size.multiply(Digits.greatest(rates).max(BigDecimal.ONE)).add(Digits.greatest(amounts));
        BigDecimal money = inUnit.multiply(Digits.greatest(values).max(BigDecimal.ONE))
                .add(units.multiply(terms.mark.value().max(most.entry()).max(BigDecimal.ONE)))
                .add(most.collateral());
        return new MarginDigits(
                most.contractsScale(),
                Digits.scale(terms.terms.contractSize()),
                Math.max(most.entryScale(), Digits.scale(terms.mark.value())),
                most.collateralScale(),
                Digits.scale(sizes),
                Digits.scale(values),
                Digits.scale(bounds),
                Digits.scale(rates),
                Digits.scale(amounts),
                Digits.integer(money),
                Digits.integer(most.contracts().multiply(most.entry())),
                Digits.integer(most.entry()),
                terms.isInverse() || sides.stream().anyMatch(side -> !comesOutEven(terms, side)));
    }

    private static boolean comesOutEven(MarginTerms terms, MarginTerms.Side side) {
        BigDecimal valueOfOne = terms.terms.value(BigDecimal.ONE, terms.mark.value());
        return side.valueOfSize.multiply(side.sizeOfOne).compareTo(valueOfOne) == 0;
    }

    MarginDigits merge(MarginDigits other) {
        return new MarginDigits(
                Math.max(contracts, other.contracts),
                Math.max(contractSize, other.contractSize),
                Math.max(price, other.price),
                Math.max(money, other.money),
                Math.max(sizeOfOne, other.sizeOfOne),
                Math.max(valueOfSize, other.valueOfSize),
                Math.max(bound, other.bound),
                Math.max(rate, other.rate),
                Math.max(amount, other.amount),
                Math.max(integers, other.integers),
                Math.max(productIntegers, other.productIntegers),
                Math.max(entryIntegers, other.entryIntegers),
                divides || other.divides);
    }

    /** Whether DECIMALs hold every figure, so that nothing is rounded. */
    boolean isExact() {
        return !divides && integers + scale() <= DIVISION_DIGITS;
    }

    /** Whether at least the sums behind the shortfall can be taken exactly. */
    boolean isSummable() {
        return divides ? entryIntegers + price <= DIVISOR_DIGITS : productIntegers + contracts + price < Digits.MOST;
    }

    private int scale() {
        int size = contracts + sizeOfOne;
        return Stream.of(
                        money,
                        contracts + contractSize + price,
                        size,
                        bound,
                        Math.max(size + rate, amount) + valueOfSize)
                .max(Integer::compare)
                .orElseThrow();
    }
}
