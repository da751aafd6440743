package io.countersign.model.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * A number of percent: {@code 0.25} is a quarter of a percent, {@code 80} is eighty percent. Kept apart from {@link Rate}
 * because venues mix the two. Positive when the account pays, unless the field says otherwise.
 *
 * <p>Canonical: trailing zeros are dropped, so {@code 0.10} and {@code 0.1} are equal. A string in JSON.
 */
public record Percent(BigDecimal value) implements Comparable<Percent> {
    /**
     * Brings the value to canonical form.
     *
     * @throws IllegalArgumentException if the value has more than 20 digits before or 18 after the point
     */
    public Percent {
        value = Decimals.canonical("Percent", value);
    }

    /**
     * Reads a decimal such as {@code "0.1"}.
     *
     * @throws IllegalArgumentException if the text is no decimal, or as in the constructor
     */
    @JsonCreator
    public static Percent of(String text) {
        return new Percent(Decimals.parse("Percent", text));
    }

    @Override
    public int compareTo(Percent other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
