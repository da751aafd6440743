package io.countersign.model.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * A number of basis points, ten-thousandths of a whole: {@code 1} is a hundredth of a percent, {@code 100} is one percent.
 *
 * <p>Canonical: trailing zeros are dropped, so {@code 0.10} and {@code 0.1} are equal. A string in JSON.
 */
public record BasisPoints(BigDecimal value) implements Comparable<BasisPoints> {
    /**
     * Brings the value to canonical form.
     *
     * @throws IllegalArgumentException if the value has more than 20 digits before or 18 after the point
     */
    public BasisPoints {
        value = Decimals.canonical("Basis points", value);
    }

    /**
     * Reads a decimal such as {@code "0.1"}.
     *
     * @throws IllegalArgumentException if the text is no decimal, or as in the constructor
     */
    @JsonCreator
    public static BasisPoints of(String text) {
        return new BasisPoints(Decimals.parse("Basis points", text));
    }

    @Override
    public int compareTo(BasisPoints other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
