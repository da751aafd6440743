package io.countersign.model.json;

import io.countersign.model.MalformedInputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The one spelling of an instant wherever it is hashed or stored: UTC with exactly six digits after the second, {@code
 * 2026-11-22T09:14:00.000000Z}. Texts of four-digit years sort as the instants do.
 */
public final class Instants {
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private Instants() {}

    /**
     * Cuts to microseconds.
     *
     * @throws IllegalArgumentException if the year does not have four digits
     */
    public static Instant micros(Instant instant) {
        if (instant.isBefore(FIRST) || !instant.isBefore(AFTER_LAST)) {
            throw new IllegalArgumentException("An instant must be within the years 0000 to 9999: " + instant);
        }
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** Microseconds since 1970-01-01T00:00:00Z, negative before. */
    public static long toMicros(Instant instant) {
        Instant cut = micros(instant);
        return Math.addExact(Math.multiplyExact(cut.getEpochSecond(), 1_000_000L), cut.getNano() / 1_000);
    }

    /** The instant of a number of microseconds since 1970-01-01T00:00:00Z. */
    public static Instant ofMicros(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    /** Writes the one spelling, cut to microseconds. */
    public static String format(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofInstant(micros(instant), ZoneOffset.UTC);
        StringBuilder out = new StringBuilder(27); // by hand: a formatter takes a fifth of an append
        digits(utc.getYear(), 1_000, out).append('-');
        digits(utc.getMonthValue(), 10, out).append('-');
        digits(utc.getDayOfMonth(), 10, out).append('T');
        digits(utc.getHour(), 10, out).append(':');
        digits(utc.getMinute(), 10, out).append(':');
        digits(utc.getSecond(), 10, out).append('.');
        return digits(utc.getNano() / 1_000, 100_000, out).append('Z').toString();
    }

    /** Appends as many digits as {@code unit} has. */
    private static StringBuilder digits(int value, int unit, StringBuilder out) {
        for (int rest = unit; rest > 0; rest /= 10) {
            out.append((char) ('0' + value / rest % 10));
        }
        return out;
    }

    /**
     * Reads any ISO-8601 instant, cut to microseconds.
     *
     * @throws MalformedInputException if the text is none
     */
    public static Instant parse(String text) {
        try {
            return micros(Instant.parse(text));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedInputException("Not an instant such as 2026-11-22T09:14:00Z: \"" + text + "\"", e);
        }
    }
}
