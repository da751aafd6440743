package io.countersign.model.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * Position value over own money: {@code 50} means 50 to 1. Always positive.
 *
 * <p>Canonical: trailing zeros are dropped, so {@code 0.10} and {@code 0.1} are equal. A string in JSON.
 */
public record Leverage(BigDecimal value) implements Comparable<Leverage> {
    /**
     * Brings the value to canonical form.
     *
     * @throws IllegalArgumentException if the value has more than 20 digits before or 18 after the point, or is not positive
     */
    public Leverage {
        value = Decimals.canonical("Leverage", value);
        if (value.signum() <= 0) {
            throw new IllegalArgumentException("Leverage must be positive: " + value.toPlainString());
        }
    }

    /**
     * Reads a decimal such as {@code "0.1"}.
     *
     * @throws IllegalArgumentException if the text is no decimal, or as in the constructor
     */
    @JsonCreator
    public static Leverage of(String text) {
        return new Leverage(Decimals.parse("Leverage", text));
    }

    @Override
    public int compareTo(Leverage other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
