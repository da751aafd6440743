package io.countersign.model.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * A fraction: {@code 0.001} is 10 basis points. Positive when the account pays, unless the field says otherwise.
 *
 * <p>Canonical: trailing zeros are dropped, so {@code 0.10} and {@code 0.1} are equal. A string in JSON.
 */
public record Rate(BigDecimal value) implements Comparable<Rate> {
    /**
     * Brings the value to canonical form.
     *
     * @throws IllegalArgumentException if the value has more than 20 digits before or 18 after the point
     */
    public Rate {
        value = Decimals.canonical("Rate", value);
    }

    /**
     * Reads a decimal such as {@code "0.1"}.
     *
     * @throws IllegalArgumentException if the text is no decimal, or as in the constructor
     */
    @JsonCreator
    public static Rate of(String text) {
        return new Rate(Decimals.parse("Rate", text));
    }

    @Override
    public int compareTo(Rate other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
