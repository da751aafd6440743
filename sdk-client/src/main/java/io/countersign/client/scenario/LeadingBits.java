package io.countersign.client.scenario;

import java.util.Arrays;

/**
 * A table of values by the leading bits of a {@code double}: its sign, its power of two, and which quarter of the way to the next
 * power. Looks up a step function without a comparison for each step, and so without one that the processor guesses wrongly.
 */
final class LeadingBits {
    private static final int UNUSED_BITS = 50;
    private static final int POSITIVE = 1 << (Long.SIZE - 1 - UNUSED_BITS);

    private final double[] values = new double[2 * POSITIVE];

    /** A table that holds one value everywhere. */
    LeadingBits(double value) {
        Arrays.fill(values, value);
    }

    /** Sets the value for everything with the leading bits of a number, which is not negative, and for all above. */
    void setFrom(double number, double value) {
        Arrays.fill(values, (int) (Double.doubleToRawLongBits(number) >>> UNUSED_BITS), POSITIVE, value);
    }

    double at(double number) {
        return values[(int) (Double.doubleToRawLongBits(number) >>> UNUSED_BITS)];
    }
}
