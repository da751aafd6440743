package io.countersign.client.scenario;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Products of two whole numbers in 128 bits, compared exactly and without an object. */
final class Products {
    private static final BigInteger GREATEST = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

    private Products() {}

    /** Whether {@code one * other} is above, at or below {@code left * right}: positive, 0 or negative. */
    static int compare(long one, long other, long left, long right) {
        return compareHalves(Math.multiplyHigh(one, other), one * other, Math.multiplyHigh(left, right), left * right);
    }

    private static int compareHalves(long high, long low, long otherHigh, long otherLow) {
        int order = Long.compare(high, otherHigh);
        return order != 0 ? order : Long.compareUnsigned(low, otherLow);
    }

    /** A whole number that products are compared with. */
    record Limit(long high, long low) {
        /** The least whole number of 10^-scale that is not below a value; the greatest there is where that does not fit. */
        static Limit atLeast(BigDecimal value, int scale) {
            BigInteger whole = value.movePointRight(scale)
                    .setScale(0, RoundingMode.CEILING)
                    .toBigInteger()
                    .min(GREATEST);
            return new Limit(whole.shiftRight(64).longValue(), whole.longValue());
        }

        /** Whether it is 0 or below. */
        boolean isNone() {
            return high < 0 || (high == 0 && low == 0);
        }

        /** Whether a product is at the limit or above it. */
        boolean isReachedBy(long one, long other) {
            return compareHalves(Math.multiplyHigh(one, other), one * other, high, low) >= 0;
        }
    }
}
