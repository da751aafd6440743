package io.countersign.model.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * A number of futures contracts. Never negative: a side stands beside it.
 *
 * <p>Canonical: trailing zeros are dropped, so {@code 0.10} and {@code 0.1} are equal. A string in JSON.
 */
public record Contracts(BigDecimal value) implements Comparable<Contracts> {
    /**
     * Brings the value to canonical form.
     *
     * @throws IllegalArgumentException if the value has more than 20 digits before or 18 after the point, or is negative
     */
    public Contracts {
        value = Decimals.canonical("Contracts", value);
        if (value.signum() < 0) {
            throw new IllegalArgumentException("Contracts must not be negative: " + value.toPlainString());
        }
    }

    /**
     * Reads a decimal such as {@code "0.1"}.
     *
     * @throws IllegalArgumentException if the text is no decimal, or as in the constructor
     */
    @JsonCreator
    public static Contracts of(String text) {
        return new Contracts(Decimals.parse("Contracts", text));
    }

    @Override
    public int compareTo(Contracts other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
