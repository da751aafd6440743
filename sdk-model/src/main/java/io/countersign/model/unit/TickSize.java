package io.countersign.model.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * Smallest step between two valid prices, in quote asset per one base asset (or the venue's price unit). Always positive.
 *
 * <p>Canonical: trailing zeros are dropped, so {@code 0.10} and {@code 0.1} are equal. A string in JSON.
 */
public record TickSize(BigDecimal value) implements Comparable<TickSize> {
    /**
     * Brings the value to canonical form.
     *
     * @throws IllegalArgumentException if the value has more than 20 digits before or 18 after the point, or is not positive
     */
    public TickSize {
        value = Decimals.canonical("Tick size", value);
        if (value.signum() <= 0) {
            throw new IllegalArgumentException("Tick size must be positive: " + value.toPlainString());
        }
    }

    /**
     * Reads a decimal such as {@code "0.1"}.
     *
     * @throws IllegalArgumentException if the text is no decimal, or as in the constructor
     */
    @JsonCreator
    public static TickSize of(String text) {
        return new TickSize(Decimals.parse("Tick size", text));
    }

    @Override
    public int compareTo(TickSize other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toPlainString();
    }
}
