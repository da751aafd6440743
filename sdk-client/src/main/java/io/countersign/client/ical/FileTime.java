package io.countersign.client.ical;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date or a time of a file (RFC 5545, 3.3.4 and 3.3.5), with its zone.
 *
 * @param local a date's is its midnight
 * @param isDate whether it is a whole day
 */
record FileTime(LocalDateTime local, boolean isDate, FileZone zone) {
    private static final Pattern FORM = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:T(\\d{2})(\\d{2})(\\d{2})(Z?))?");
    private static final int LEAP_SECOND = 60;

    /**
     * Reads one.
     *
     * @param zone of a time that does not say that it is in UTC
     */
    static FileTime parse(String property, String value, FileZone zone) throws EventProblem {
        Matcher parts = FORM.matcher(value.strip());
        if (!parts.matches()) {
            throw new EventProblem(
                    property,
                    value,
                    "is neither a date nor a time: write 20260329, 20260329T013000 or 20260329T013000Z");
        }
        try {
            LocalDate date = LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
            if (parts.group(4) == null) {
                return new FileTime(date.atStartOfDay(), true, zone);
            }
            // A leap second counts as the one before it, as RFC 5545, 3.3.12 has it.
            int second = number(parts, 6) == LEAP_SECOND ? LEAP_SECOND - 1 : number(parts, 6);
            LocalDateTime local = date.atTime(LocalTime.of(number(parts, 4), number(parts, 5), second));
            return new FileTime(local, false, parts.group(7).isEmpty() ? zone : FileZone.UTC);
        } catch (DateTimeException e) {
            throw new EventProblem(property, value, "does not exist: correct it");
        }
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    /** When it is, or when the day begins. */
    Instant instant() {
        return isDate ? zone.startOf(local.toLocalDate()) : zone.instant(local);
    }

    /** The same clocks at another time. */
    FileTime at(LocalDateTime other) {
        return new FileTime(other, isDate, zone);
    }

    /** Whether this is how a file names something that begins at a time: by that moment, or by its date. */
    boolean names(FileTime begin) {
        return isDate
                ? local.toLocalDate().equals(begin.local().toLocalDate())
                : instant().equals(begin.instant());
    }
}
