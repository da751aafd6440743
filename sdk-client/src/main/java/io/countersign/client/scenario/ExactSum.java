package io.countersign.client.scenario;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of whole numbers and of products of two in 128 bits, exact for as many rows as an array has, without an object a row. Not safe
 * for concurrent use.
 */
final class ExactSum {
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    // The lower 64 bits are added up in two halves, each with room for the carries of two thousand million rows.
    private long high;
    private long middle;
    private long low;

    void add(long value) {
        add(value >> 63, value);
    }

    void addProduct(long one, long other) {
        add(Math.multiplyHigh(one, other), one * other);
    }

    /** Adds a number of up to 128 bits, as the upper and the lower 64 bits of it. */
    void add(long upper, long lower) {
        high = Math.addExact(high, upper);
        middle += lower >>> 32;
        low += lower & LOW_HALF;
    }

    BigDecimal toDecimal(int scale) {
        return new BigDecimal(
                BigInteger.valueOf(high)
                        .shiftLeft(32)
                        .add(BigInteger.valueOf(middle))
                        .shiftLeft(32)
                        .add(BigInteger.valueOf(low)),
                scale);
    }
}
