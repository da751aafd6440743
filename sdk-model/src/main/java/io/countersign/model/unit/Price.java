package io.countersign.model.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * A price in quote asset per one base asset. May be zero or negative where a market's rule allows it.
 *
 * <p>Canonical: trailing zeros are dropped, so {@code 0.10} and {@code 0.1} are equal. A string in JSON.
 */
public record Price(BigDecimal value) implements Comparable<Price> {
    /**
     * Brings the value to canonical form.
     *
     * @throws IllegalArgumentException if the value has more than 20 digits before or 18 after the point
     */
    public Price {
        value = Decimals.canonical("Price", value);
    }

    /**
     * Reads a decimal such as {@code "0.1"}.
     *
     * @throws IllegalArgumentException if the text is no decimal, or as in the constructor
     */
    @JsonCreator
    public static Price of(String text) {
        return new Price(Decimals.parse("Price", text));
    }

    @Override
    public int compareTo(Price other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
