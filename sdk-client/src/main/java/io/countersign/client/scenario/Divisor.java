package io.countersign.client.scenario;

/**
 * Division by one fixed number without a division a row: the quotient is taken from the product with the reciprocal, which is at most
 * one too small, and put right. Exact.
 */
final class Divisor {
    /** Below this, {@code value * multiplier() >>> shift()} is the exact quotient: a form that takes several rows at a time. */
    static final long SMALL = 1L << 31;

    private final long number;
    private final long reciprocal;
    private final int shift;
    private final long multiplier;

    /**
     * Division by a number.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    Divisor(long number) {
        if (number <= 0) {
            throw new IllegalArgumentException("A divisor must be positive: " + number);
        }
        this.number = number;
        // 2^64 less one, divided by the number and rounded down: has a sign bit to spare from 2 on, and is not used for
        // 1.
        this.reciprocal = Long.divideUnsigned(-1L, number);
        // 2^shift divided by the number and rounded up: too large by less than one part in 2^31, and below 2^33.
        this.shift = number < SMALL ? 31 + Long.SIZE - Long.numberOfLeadingZeros(number - 1) : 0;
        this.multiplier = number < SMALL ? ((1L << shift) + number - 1) / number : 0;
    }

    long number() {
        return number;
    }

    /** What a value from 0 to less than {@link #SMALL} is multiplied with, before the shift; 0 where the number is not below that. */
    long multiplier() {
        return multiplier;
    }

    int shift() {
        return shift;
    }

    /** As {@link Math#floorDiv(long, long)}. */
    long quotient(long value) {
        if (number == 1) {
            return value;
        }
        if (value < 0) {
            return Math.floorDiv(value, number);
        }
        long quotient = Math.multiplyHigh(value, reciprocal);
        long tooSmallBy = (number - 1 - (value - quotient * number)) >>> 63; // 1 or 0, without a branch
        return quotient + tooSmallBy;
    }

    /** As {@link Math#floorMod(long, long)}: from 0 to the number less one. */
    long remainder(long value) {
        return value - quotient(value) * number;
    }
}
