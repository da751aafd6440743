package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.rounded;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;

/**
 * A time in which a band or a breaker acted, or in which the price moved far.
 *
 * @param from the bar in which it began
 * @param to the last bar of it, holding included
 * @param at when the bar {@code from} begins
 * @param reference the price from which it was measured
 * @param price the price that was reached
 */
public record GuardEvent(int from, int to, Instant at, BigDecimal reference, BigDecimal price) {
    private static final int DIGITS = 3;

    /** From reference to price, as a fraction of the reference; negative when the price fell. */
    public BigDecimal move() {
        return price.subtract(reference).divide(reference, MathContext.DECIMAL128);
    }

    boolean overlaps(GuardEvent other) {
        return from <= other.to && other.from <= to;
    }

    GuardEvent until(int bar) {
        return new GuardEvent(from, Math.max(to, bar), at, reference, price);
    }

    @Override
    public String toString() {
        return at + " from " + rounded(reference, 2 * DIGITS) + " to " + plain(price) + " ("
                + rounded(move().movePointRight(2), DIGITS) + " %)";
    }
}
