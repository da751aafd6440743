package io.countersign.client.ical;

import biweekly.component.ICalComponent;
import biweekly.component.Observance;
import biweekly.component.VTimezone;
import biweekly.property.RawProperty;
import biweekly.property.UtcOffsetProperty;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The clocks of a VTIMEZONE (RFC 5545, 3.6.5), as rules of {@code java.time}. */
final class ZoneDefinition {
    /** So far behind the end of what is asked for events may end by the right clocks. */
    private static final Duration BEYOND = Duration.ofDays(3660);

    private ZoneDefinition() {}

    static ZoneRules rules(VTimezone zone, Instant to) throws EventProblem {
        SortedMap<Instant, Change> changes = new TreeMap<>();
        List<Observance> observances = Stream.<Observance>concat(
                        zone.getStandardTimes().stream(), zone.getDaylightSavingsTime().stream())
                .toList();
        for (Observance observance : observances) {
            Change change = new Change(
                    offset(observance.getTimezoneOffsetFrom(), "TZOFFSETFROM"),
                    offset(observance.getTimezoneOffsetTo(), "TZOFFSETTO"));
            for (LocalDateTime begin : begins(observance, change, to)) {
                changes.put(begin.toInstant(change.from()), change);
            }
        }
        if (changes.isEmpty()) {
            throw new EventProblem("has neither STANDARD nor DAYLIGHT: give it its offsets");
        }
        return rules(changes);
    }

    private static ZoneRules rules(SortedMap<Instant, Change> changes) {
        ZoneOffset first = changes.values().iterator().next().from();
        ZoneOffset offset = first;
        List<ZoneOffsetTransition> transitions = new ArrayList<>();
        for (Map.Entry<Instant, Change> change : changes.entrySet()) {
            ZoneOffset next = change.getValue().to();
            if (!next.equals(offset)) {
                transitions.add(
                        ZoneOffsetTransition.of(LocalDateTime.ofInstant(change.getKey(), offset), offset, next));
                offset = next;
            }
        }
        return ZoneRules.of(first, first, List.of(), transitions, List.of());
    }

    private static List<LocalDateTime> begins(Observance observance, Change change, Instant to) throws EventProblem {
        FileZone before = new FileZone(ZoneRules.of(change.from()), change.from());
        List<FileTime> times = new ArrayList<>();
        FileTime start = FileTime.parse("DTSTART", value(observance, "DTSTART"), before);
        times.add(start);
        for (RawProperty rule : observance.getExperimentalProperties("RRULE")) {
            times.addAll(RecurrenceText.parse("RRULE", rule.getValue())
                    .timesFrom(start, LocalDateTime.ofInstant(to.plus(BEYOND), change.from())));
        }
        for (RawProperty dates : observance.getExperimentalProperties("RDATE")) {
            for (String date : dates.getValue().split(",", -1)) {
                times.add(FileTime.parse("RDATE", date, before));
            }
        }
        return times.stream().map(FileTime::local).toList();
    }

    private static String value(ICalComponent component, String property) throws EventProblem {
        RawProperty found = component.getExperimentalProperty(property);
        if (found == null) {
            throw new EventProblem("has no " + property + ": add it");
        }
        return found.getValue();
    }

    private static ZoneOffset offset(UtcOffsetProperty property, String name) throws EventProblem {
        if (property == null || property.getValue() == null) {
            throw new EventProblem("has no " + name + " that can be read: write one such as +0100");
        }
        try {
            return ZoneOffset.ofTotalSeconds(Math.toIntExact(
                    Duration.ofMillis(property.getValue().getMillis()).toSeconds()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new EventProblem(name, property.getValue().toString(), "is more than 18 hours: correct it");
        }
    }

    /** Where clocks go to, and where from. */
    private record Change(ZoneOffset from, ZoneOffset to) {}
}
