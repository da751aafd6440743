package io.countersign.model.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * An amount of a base asset. Never negative: a side or a sign of a position stands beside it.
 *
 * <p>Canonical: trailing zeros are dropped, so {@code 0.10} and {@code 0.1} are equal. A string in JSON.
 */
public record Quantity(BigDecimal value) implements Comparable<Quantity> {
    /**
     * Brings the value to canonical form.
     *
     * @throws IllegalArgumentException if the value has more than 20 digits before or 18 after the point, or is negative
     */
    public Quantity {
        value = Decimals.canonical("Quantity", value);
        if (value.signum() < 0) {
            throw new IllegalArgumentException("Quantity must not be negative: " + value.toPlainString());
        }
    }

    /**
     * Reads a decimal such as {@code "0.1"}.
     *
     * @throws IllegalArgumentException if the text is no decimal, or as in the constructor
     */
    @JsonCreator
    public static Quantity of(String text) {
        return new Quantity(Decimals.parse("Quantity", text));
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
