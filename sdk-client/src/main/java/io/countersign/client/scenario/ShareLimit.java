package io.countersign.client.scenario;

import java.math.BigDecimal;
import java.util.stream.LongStream;

/** A share that parts of whole numbers are compared with: exact, without an object a row. */
final class ShareLimit {
    private static final int DIGITS_MAX = 18;
    private static final long[] POWERS =
            LongStream.iterate(1, power -> 10 * power).limit(DIGITS_MAX + 1).toArray();

    private final long numerator;
    private final long denominator;

    /**
     * The limit.
     *
     * @param share a fraction with up to 18 digits after the point, not negative, and 18 digits at most
     * @throws IllegalArgumentException if it is none
     */
    ShareLimit(BigDecimal share) {
        if (!holds(share)) {
            throw new IllegalArgumentException(
                    "A share to compare with is not negative and has at most 18 digits: " + share);
        }
        BigDecimal plain = share.setScale(Math.max(0, share.scale()));
        this.numerator = plain.unscaledValue().longValueExact();
        this.denominator = POWERS[plain.scale()];
    }

    /** Whether a share can be compared with. */
    static boolean holds(BigDecimal share) {
        return share.signum() >= 0
                && share.scale() <= DIGITS_MAX
                && share.precision() - Math.min(0, share.scale()) <= DIGITS_MAX;
    }

    /** Whether {@code part / whole} is above the share; neither is negative. */
    boolean isExceeded(long part, long whole) {
        return compare(part, denominator, whole, numerator) > 0;
    }

    /** Compares {@code a * b} with {@code c * d}, of which none is negative. */
    static int compare(long a, long b, long c, long d) {
        int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
        return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
    }
}
