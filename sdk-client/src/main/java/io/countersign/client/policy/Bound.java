package io.countersign.client.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.countersign.model.unit.Decimals;
import java.math.BigDecimal;

/**
 * A figure that a field may reach, in the unit and with the sign of the field. A string in JSON.
 *
 * <p>Canonical: trailing zeros are dropped, so {@code 0.10} and {@code 0.1} are equal.
 */
public record Bound(BigDecimal value) implements Comparable<Bound> {
    /**
     * Brings the value to canonical form.
     *
     * @throws IllegalArgumentException if the value has more than 20 digits before or 18 after the point
     */
    public Bound {
        value = Decimals.canonical("Bound", value);
    }

    /**
     * Reads a decimal such as {@code "0.1"}.
     *
     * @throws IllegalArgumentException if the text is no decimal, or as in the constructor
     */
    @JsonCreator
    public static Bound of(String text) {
        return new Bound(Decimals.parse("Bound", text));
    }

    @Override
    public int compareTo(Bound other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
