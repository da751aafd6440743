package io.countersign.client.internal;

import io.countersign.client.live.OrderBook;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * One side of a book that is eaten up, best price first; what is taken is gone. Levels without a positive price are passed over.
 * Not safe for concurrent use.
 */
public final class BookWalk {
    private static final MathContext DIVISION = MathContext.DECIMAL128;

    private final OrderBook.Levels levels;
    private int level;
    private BigDecimal leftAtLevel;

    public BookWalk(OrderBook.Levels levels) {
        this.levels = levels;
        this.leftAtLevel =
                levels.size() == 0 ? BigDecimal.ZERO : levels.quantities().at(0);
    }

    /**
     * Takes a quantity, or what is left.
     *
     * @param at the price, positive, that holds where nothing is taken
     */
    public Fill take(BigDecimal quantity, BigDecimal at) {
        BigDecimal missing = quantity;
        BigDecimal value = BigDecimal.ZERO;
        BigDecimal inverse = BigDecimal.ZERO;
        BigDecimal last = at;
        while (missing.signum() > 0 && level < levels.size()) {
            boolean passed = levels.prices().unscaled(level) <= 0;
            BigDecimal taken = passed ? BigDecimal.ZERO : missing.min(leftAtLevel);
            if (taken.signum() > 0) {
                last = levels.prices().at(level);
                value = value.add(last.multiply(taken));
                inverse = inverse.add(taken.divide(last, DIVISION));
                missing = missing.subtract(taken);
                leftAtLevel = leftAtLevel.subtract(taken);
            }
            if (passed || leftAtLevel.signum() == 0) {
                level++;
                leftAtLevel = level < levels.size() ? levels.quantities().at(level) : BigDecimal.ZERO;
            }
        }
        return new Fill(quantity.subtract(missing), missing, value, inverse, last);
    }

    /**
     * What was taken.
     *
     * @param quantity taken
     * @param missing not taken, as nothing was left
     * @param value sum of price times quantity
     * @param inverse sum of quantity over price
     * @param last the worst price that was paid
     */
    public record Fill(BigDecimal quantity, BigDecimal missing, BigDecimal value, BigDecimal inverse, BigDecimal last) {
        /** This and some more at a positive price. */
        public Fill and(BigDecimal more, BigDecimal price) {
            return new Fill(
                    quantity.add(more),
                    missing,
                    value.add(price.multiply(more)),
                    inverse.add(more.divide(price, DIVISION)),
                    last);
        }

        /**
         * The one price at which the quantity would have cost the same: the mean by quantity, or for an inverse contract the
         * harmonic one. What is missing counts at the last price.
         */
        public BigDecimal meanPrice(boolean ofInverse) {
            BigDecimal all = quantity.add(missing);
            if (all.signum() == 0) {
                return last;
            }
            return ofInverse
                    ? all.divide(inverse.add(missing.divide(last, DIVISION)), DIVISION)
                    : value.add(missing.multiply(last)).divide(all, DIVISION);
        }
    }
}
