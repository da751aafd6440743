package io.countersign.model.formula;

import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.List;

/**
 * Sizes at prices: one side of a book, or a series of trades.
 *
 * @param levels in any order; a price may come more than once
 */
public record BookDepth(List<Level> levels) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * A size at a price.
     *
     * @param price in quote asset per one base asset
     * @param quantity in units of the base asset
     */
    public record Level(Price price, Quantity quantity) {}

    /** Keeps its own copy. */
    public BookDepth {
        levels = List.copyOf(levels);
    }

    /**
     * What lies within some percent of a price, both ends included, in units of the base asset. Exact.
     *
     * @param middle the price from which the distance counts, positive
     * @param distance not negative
     * @throws IllegalArgumentException if an argument is out of bounds
     */
    public BigDecimal within(Percent distance, Price middle) {
        BigDecimal reach = Arguments.positive("Middle price", middle.value())
                .multiply(Arguments.notNegative("Distance", distance.value()));
        return levels.stream()
                .filter(level -> level.price()
                                .value()
                                .subtract(middle.value())
                                .abs()
                                .multiply(HUNDRED)
                                .compareTo(reach)
                        <= 0)
                .map(level -> level.quantity().value())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Whether a size, such as the venue's impact size or part of the largest position, finds its match within some percent. */
    public boolean covers(Quantity size, Percent distance, Price middle) {
        return within(distance, middle).compareTo(size.value()) >= 0;
    }

    /**
     * The average price by volume: {@code sum(price*quantity)/sum(quantity)}, in quote asset per one base asset.
     *
     * @throws IllegalArgumentException if there is no quantity to weigh with
     */
    public BigDecimal averagePrice() {
        BigDecimal quantity = BigDecimal.ZERO;
        BigDecimal value = BigDecimal.ZERO;
        for (Level level : levels) {
            quantity = quantity.add(level.quantity().value());
            value = value.add(level.price().value().multiply(level.quantity().value()));
        }
        return value.divide(Arguments.positive("Quantity to average over", quantity), ContractTerms.DIVISION);
    }
}
