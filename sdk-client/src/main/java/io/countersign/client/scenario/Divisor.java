package io.countersign.client.scenario;

/**
 * Division by one fixed number without a division a row: the quotient is taken from the product with the reciprocal, which is at most
 * one too small, and put right. Exact.
 */
final class Divisor {
    private final long number;
    private final long reciprocal;

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
        // 2^64 divided by the number and rounded down, as far as it has a sign bit to spare.
        this.reciprocal = number <= 2 ? Long.MAX_VALUE : Long.divideUnsigned(-1L, number);
    }

    long number() {
        return number;
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
