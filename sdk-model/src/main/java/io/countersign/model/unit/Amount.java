package io.countersign.model.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * A size whose unit stands beside it in the same document, such as a margin tier's bound in contracts or in quote notional.
 * Never negative.
 *
 * <p>Canonical: trailing zeros are dropped, so {@code 0.10} and {@code 0.1} are equal. A string in JSON.
 */
public record Amount(BigDecimal value) implements Comparable<Amount> {
    /**
     * Brings the value to canonical form.
     *
     * @throws IllegalArgumentException if the value has more than 20 digits before or 18 after the point, or is negative
     */
    public Amount {
        value = Decimals.canonical("Amount", value);
        if (value.signum() < 0) {
            throw new IllegalArgumentException("Amount must not be negative: " + value.toPlainString());
        }
    }

    /**
     * Reads a decimal such as {@code "0.1"}.
     *
     * @throws IllegalArgumentException if the text is no decimal, or as in the constructor
     */
    @JsonCreator
    public static Amount of(String text) {
        return new Amount(Decimals.parse("Amount", text));
    }

    @Override
    public int compareTo(Amount other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
