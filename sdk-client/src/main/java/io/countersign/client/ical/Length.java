package io.countersign.client.ical;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long an event lasts: days by the calendar, and after them an exact time (RFC 5545, 3.3.6).
 *
 * @param days which may have 23 or 25 hours
 */
record Length(long days, Duration exact) {
    private static final Pattern FORM = Pattern.compile(
            "\\+?P(?=[0-9T])(?:(\\d{1,4})W|(?:(\\d{1,5})D)?(?:T(?=\\d)(?:(\\d{1,6})H)?(?:(\\d{1,8})M)?(?:(\\d{1,9})S)?)?)");
    private static final long WEEK_DAYS = 7;

    static final Length DAY = new Length(1, Duration.ZERO);

    static Length parse(String value) throws EventProblem {
        Matcher parts = FORM.matcher(value.strip());
        if (!parts.matches()) {
            throw new EventProblem(
                    "DURATION", value, "is no length of a window: write one such as PT2H30M, P1D or P1W");
        }
        long days = WEEK_DAYS * number(parts, 1) + number(parts, 2);
        Duration exact =
                Duration.ofHours(number(parts, 3)).plusMinutes(number(parts, 4)).plusSeconds(number(parts, 5));
        if (days == 0 && exact.isZero()) {
            throw new EventProblem("DURATION", value, "is no time at all: give the event a length");
        }
        return new Length(days, exact);
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    /** When something ends that begins then. */
    Instant after(FileTime begin) {
        return begin.at(begin.local().plusDays(days)).instant().plus(exact);
    }
}
