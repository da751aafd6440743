package io.countersign.client.ical;

import io.countersign.client.policy.WindowKind;
import io.countersign.model.MalformedInputException;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Reads calendars in the format of {@code .ics} files (iCalendar, RFC 5545) into windows that come once each. Immutable; asks
 * neither a clock nor a network.
 *
 * <p>Every occurrence of an event is a window: rules and further dates count, dates and occurrences that are excluded, moved or
 * cancelled do not. Its name is the SUMMARY of the event, with the date where the event recurs. A window is written in the zone of
 * its event where that is an IANA zone, and in UTC where the file defines a zone of its own or where the zone's clocks, which change,
 * would leave open which moment is meant. A time that clocks skip or show twice is read as section 3.3.5 says. A whole day begins at
 * midnight. Where clocks change, what ends at a DTEND keeps its exact length, and days of a DURATION are days by the calendar
 * (section 3.8.5.3).
 *
 * <p>What is not exactly understood is left out and is a problem: rules about which the standard or the library for it leaves doubt,
 * such as one that does not meet its own DTSTART, and whatever comes so often that it is no window.
 */
public final class ICalendarReader {
    /** How many windows a reading gives at most. */
    public static final int WINDOWS_MAX = 10_000;

    /** What the host adds to its own dependencies to read calendars. */
    static final String LIBRARY = "net.sf.biweekly:biweekly:0.6.8";

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final WindowKind kind;
    private final ZoneId zone;

    private ICalendarReader(WindowKind kind, ZoneId zone) {
        this.kind = kind;
        this.zone = zone;
    }

    /**
     * One that makes windows of a kind.
     *
     * @param zone whose clocks are meant by times without a zone ("floating") and by whole days
     */
    public static ICalendarReader of(WindowKind kind, ZoneId zone) {
        return new ICalendarReader(kind, zone);
    }

    /**
     * The windows that meet a stretch of time, each of them whole. An event that is wrong does not hide the others.
     *
     * @param text all that is in the file, which may hold several calendars
     * @param from the begin of the stretch
     * @param to its end, which is not part of it
     * @throws MalformedInputException if the text is no iCalendar, or only a part of one; nothing of it was read
     * @throws IllegalStateException if the library for iCalendar is not on the class path; nothing else needs it
     */
    public ImportedWindows read(String text, Instant from, Instant to) {
        if (!from.isBefore(to) || from.isBefore(EARLIEST) || to.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "The stretch of time to read windows for must end after it begins, in the years 1 to 9998: " + from
                            + " to " + to);
        }
        try {
            return new CalendarImport(kind, zone, from, to).read(text);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "Calendars in iCalendar need a library that is not on the class path: add " + LIBRARY
                            + " to the dependencies of your program (missing: " + e.getMessage() + ")",
                    e);
        }
    }
}
