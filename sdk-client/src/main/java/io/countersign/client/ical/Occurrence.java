package io.countersign.client.ical;

import io.countersign.client.policy.CalendarWindow;
import io.countersign.client.policy.WindowKind;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.zone.ZoneOffsetTransition;

/**
 * One time that an event takes place.
 *
 * @param begin by the clocks of the event
 * @param to its end, after its begin but where a zone skipped a whole day
 */
record Occurrence(FileTime begin, Instant to) {
    Instant from() {
        return begin.instant();
    }

    /** Whether it has a part in a stretch of time; a day that never was has none. */
    boolean meets(Instant start, Instant end) {
        return from().isBefore(to) && from().isBefore(end) && start.isBefore(to);
    }

    /** By the clocks of its zone, if a window can say exactly these moments by them, and in UTC otherwise. */
    CalendarWindow window(String name, WindowKind kind) {
        FileZone zone = isExactIn(begin.zone(), kind) ? begin.zone() : FileZone.UTC;
        return CalendarWindow.builder()
                .name(name)
                .kind(kind)
                .zone(zone.written())
                .begins(zone.local(from()))
                .ends(zone.local(to))
                .build();
    }

    /** As {@link CalendarWindow} reads a time that is shown twice: the first, but a freeze ends with the second. */
    private boolean isExactIn(FileZone zone, WindowKind kind) {
        if (!zone.rules().equals(zone.written().getRules())) {
            return false;
        }
        LocalDateTime begins = zone.local(from());
        LocalDateTime ends = zone.local(to);
        return ends.isAfter(begins)
                && moment(zone, begins, false).equals(from())
                && moment(zone, ends, kind == WindowKind.FREEZE).equals(to);
    }

    private static Instant moment(FileZone zone, LocalDateTime local, boolean second) {
        ZoneOffsetTransition change = zone.rules().getTransition(local);
        return second && change != null ? local.toInstant(change.getOffsetAfter()) : zone.instant(local);
    }
}
