package io.countersign.client.ical;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.policy.CalendarWindow;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.WindowKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Calendars as other programs write them, and what a change calendar makes of their windows. */
final class CalendarTexts {
    static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant NEXT_JANUARY = Instant.parse("2027-01-01T00:00:00Z");
    static final ZoneId LONDON = ZoneId.of("Europe/London");

    private CalendarTexts() {}

    /** A calendar of these lines, as the format has them. */
    static String calendar(String... components) {
        return ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//House//EN\n" + String.join("\n", components)
                        + "\nEND:VCALENDAR\n")
                .replace("\n", "\r\n");
    }

    static String event(String... lines) {
        return "BEGIN:VEVENT\nUID:1@house\nDTSTAMP:20260101T000000Z\nSUMMARY:Weekly maintenance\n"
                + String.join("\n", lines) + "\nEND:VEVENT";
    }

    static String good() {
        return "BEGIN:VEVENT\nUID:good@house\nSUMMARY:Good\nDTSTART:20260601T100000Z\nDTEND:20260601T110000Z\nEND:VEVENT";
    }

    /** The whole of 2026, in London. */
    static ImportedWindows maintenance(String... components) {
        return ICalendarReader.of(WindowKind.MAINTENANCE, LONDON).read(calendar(components), JANUARY, NEXT_JANUARY);
    }

    static ImportedWindows freeze(String... components) {
        return ICalendarReader.of(WindowKind.FREEZE, LONDON).read(calendar(components), JANUARY, NEXT_JANUARY);
    }

    /** Asks a calendar that has only this window about the seconds around its begin and end. */
    static void assertIsExactly(CalendarWindow window, Instant from, Instant to) {
        ChangeCalendar calendar =
                ChangeCalendar.builder().id("one").version(1).addWindows(window).build();
        boolean open = window.kind() == WindowKind.MAINTENANCE;

        assertThat(List.of(from.minusSeconds(1), from, to.minusSeconds(1), to))
                .as("%s from %s to %s", window, from, to)
                .extracting(moment -> calendar.at(moment).isOpen() == open)
                .containsExactly(false, true, true, false);
    }
}
