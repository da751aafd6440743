package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.countersign.model.MalformedInputException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * A minute of the week by some clock. Written {@code 1T09:30}: the ISO 8601 number of the day, 1 for Monday, and the local time.
 * Midnight belongs to the day that begins, so that a session to the end of Monday closes at {@code 2T00:00}.
 */
public record WeekTime(DayOfWeek day, LocalTime time) implements Comparable<WeekTime> {
    private static final Comparator<WeekTime> ORDER =
            Comparator.comparing(WeekTime::day).thenComparing(WeekTime::time);

    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException if it is finer than a second
     */
    public WeekTime {
        if (!time.truncatedTo(ChronoUnit.SECONDS).equals(time)) {
            throw new IllegalArgumentException("A time of the week must not be finer than a second: " + time);
        }
    }

    /**
     * Reads {@code 1T09:30}.
     *
     * @throws MalformedInputException if the text has another form
     */
    @JsonCreator
    public static WeekTime parse(String text) {
        try {
            if (text.length() > 2 && text.charAt(1) == 'T') {
                WeekTime read = new WeekTime(
                        DayOfWeek.of(Character.digit(text.charAt(0), 10)), LocalTime.parse(text.substring(2)));
                if (read.toString().equals(text)) {
                    return read;
                }
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedInputException("Not a time of the week such as 1T09:30: \"" + text + "\"", e);
        }
        throw new MalformedInputException("Not a time of the week such as 1T09:30: \"" + text + "\"");
    }

    @Override
    public int compareTo(WeekTime other) {
        return ORDER.compare(this, other);
    }

    @JsonValue
    @Override
    public String toString() {
        return day.getValue() + "T" + time;
    }
}
