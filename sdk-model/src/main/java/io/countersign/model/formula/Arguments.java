package io.countersign.model.formula;

import java.math.BigDecimal;

/** Refuses numbers that a formula has no answer for. */
final class Arguments {
    private Arguments() {}

    /**
     * The value itself.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    static BigDecimal positive(String thing, BigDecimal value) {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException(
                    thing + " must be positive: " + value.toPlainString() + ", check where it was read from");
        }
        return value;
    }

    /**
     * The value itself.
     *
     * @throws IllegalArgumentException if it is negative
     */
    static BigDecimal notNegative(String thing, BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException(
                    thing + " must not be negative: " + value.toPlainString() + ", check where it was read from");
        }
        return value;
    }
}
