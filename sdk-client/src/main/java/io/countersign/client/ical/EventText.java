package io.countersign.client.ical;

import biweekly.component.VEvent;
import biweekly.property.RawProperty;
import biweekly.property.Sequence;
import biweekly.property.ValuedProperty;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A VEVENT (RFC 5545, 3.6.1) with the zones of its file. */
final class EventText {
    private final VEvent event;
    private final FileZones zones;

    EventText(VEvent event, FileZones zones) {
        this.event = event;
        this.zones = zones;
    }

    Optional<String> uid() {
        return text(ValuedProperty.getValue(event.getUid()));
    }

    Optional<String> summary() {
        return text(ValuedProperty.getValue(event.getSummary()));
    }

    /** How people call it. */
    String name() {
        return summary().or(this::uid).orElse("event without a name");
    }

    /** As a problem names it. */
    String label() {
        return "Event " + summary().map(words -> "\"" + words + "\" ").orElse("without a SUMMARY ")
                + uid().map(id -> "(UID " + id + ")").orElse("(without a UID)");
    }

    int sequence() {
        Sequence sequence = event.getSequence();
        Integer number = sequence == null ? null : sequence.getValue();
        return number == null ? 0 : number;
    }

    boolean isCancelled() {
        return event.getStatus() != null && event.getStatus().isCancelled();
    }

    /** Whether it tells of one occurrence of another event. */
    boolean isOverride() {
        return event.getExperimentalProperty("RECURRENCE-ID") != null;
    }

    boolean recurs() {
        return event.getExperimentalProperty("RRULE") != null || event.getExperimentalProperty("RDATE") != null;
    }

    /** Which occurrence it tells of. */
    FileTime overridden() throws EventProblem {
        return time(one("RECURRENCE-ID").orElseThrow());
    }

    /** Whether it tells of those after that one, too. */
    boolean changesTheFutureToo() {
        RawProperty property = event.getExperimentalProperty("RECURRENCE-ID");
        return property != null && property.getParameters().first("RANGE") != null;
    }

    FileTime start() throws EventProblem {
        return time(one("DTSTART")
                .orElseThrow(() -> new EventProblem("has no DTSTART: say when it begins, such as 20260329T013000Z")));
    }

    /** By its begin, without what its rules and dates say. */
    Occurrence once() throws EventProblem {
        FileTime start = start();
        return new Occurrence(start, length(start).after(start));
    }

    /** All that begin before a moment and perhaps a few more, by their begin; the first in any case. Exceptions are among them. */
    Map<Instant, Occurrence> occurrences(Instant to) throws EventProblem {
        FileTime start = start();
        Length length = length(start);
        Map<Instant, Occurrence> occurrences = new TreeMap<>();
        occurrences.put(start.instant(), new Occurrence(start, length.after(start)));
        for (RawProperty property : event.getExperimentalProperties("RRULE")) {
            RecurrenceText rule = RecurrenceText.parse("RRULE", property.getValue());
            List<FileTime> times = rule.timesFrom(start, limit(start, to));
            if (times.isEmpty() || !times.get(0).equals(start)) {
                throw rule.problem("does not meet DTSTART, and RFC 5545 does not say what that means: let DTSTART be"
                        + " the first time by the rule");
            }
            times.forEach(time -> occurrences.put(time.instant(), new Occurrence(time, length.after(time))));
        }
        for (RawProperty property : event.getExperimentalProperties("RDATE")) {
            for (String value : values(property)) {
                Occurrence further = further(property, value, start, length);
                occurrences.put(further.from(), further);
            }
        }
        return occurrences;
    }

    /** Takes out what EXDATE and EXRULE say. */
    void exclude(Map<Instant, Occurrence> occurrences, Instant to) throws EventProblem {
        FileTime start = start();
        for (RawProperty property : event.getExperimentalProperties("EXRULE")) {
            RecurrenceText.parse("EXRULE", property.getValue())
                    .timesFrom(start, limit(start, to))
                    .forEach(time -> occurrences.remove(time.instant()));
        }
        Set<LocalDate> days = new HashSet<>();
        for (RawProperty property : event.getExperimentalProperties("EXDATE")) {
            for (String value : values(property)) {
                FileTime excluded = FileTime.parse("EXDATE", value, zones.of(property));
                if (excluded.isDate()) {
                    days.add(excluded.local().toLocalDate());
                } else {
                    occurrences.remove(excluded.instant());
                }
            }
        }
        occurrences
                .values()
                .removeIf(occurrence -> days.contains(occurrence.begin().local().toLocalDate()));
    }

    private Length length(FileTime start) throws EventProblem {
        Optional<RawProperty> end = one("DTEND");
        Optional<RawProperty> duration = one("DURATION");
        if (end.isPresent() && duration.isPresent()) {
            throw new EventProblem("DURATION", duration.get().getValue(), "stands beside a DTEND: keep one of them");
        }
        if (end.isPresent()) {
            return until(start, end.get());
        }
        if (duration.isPresent()) {
            Length length = Length.parse(duration.get().getValue());
            if (start.isDate() && !length.exact().isZero()) {
                throw new EventProblem(
                        "DURATION",
                        duration.get().getValue(),
                        "is not whole days, as DTSTART is: give DTSTART a time, or use P1D");
            }
            return length;
        }
        if (start.isDate()) {
            return Length.DAY;
        }
        throw new EventProblem("has neither DTEND nor DURATION, and so no length: say when it ends");
    }

    private Length until(FileTime start, RawProperty property) throws EventProblem {
        FileTime end = time(property);
        if (end.isDate() != start.isDate()) {
            throw new EventProblem(
                    "DTEND",
                    property.getValue(),
                    "is a date and DTSTART a time, or the other way round: let both be dates, or times");
        }
        long days = ChronoUnit.DAYS.between(start.local(), end.local());
        Duration exact = Duration.between(start.instant(), end.instant());
        if (exact.isNegative() || exact.isZero()) {
            throw new EventProblem(
                    "DTEND", property.getValue(), "is not after DTSTART, " + start.local() + ": correct one of them");
        }
        return start.isDate() ? new Length(days, Duration.ZERO) : new Length(0, exact);
    }

    /** A date, a time, or a period with an end or a length of its own. */
    private Occurrence further(RawProperty property, String value, FileTime start, Length length) throws EventProblem {
        String[] parts = value.split("/", -1);
        FileZone zone = zones.of(property);
        FileTime begin = FileTime.parse("RDATE", parts[0], zone);
        if (begin.isDate() != start.isDate() || parts.length > 2) {
            throw new EventProblem("RDATE", value, "is not written as DTSTART is: let both be dates, or times");
        }
        if (parts.length == 1) {
            return new Occurrence(begin, length.after(begin));
        }
        Instant end = parts[1].toUpperCase(Locale.ROOT).startsWith("P")
                ? Length.parse(parts[1]).after(begin)
                : FileTime.parse("RDATE", parts[1], zone).instant();
        if (!end.isAfter(begin.instant())) {
            throw new EventProblem("RDATE", value, "ends before it begins: correct it");
        }
        return new Occurrence(begin, end);
    }

    /** Later by any clocks than the moment. */
    private static LocalDateTime limit(FileTime start, Instant to) {
        LocalDate date = start.zone().local(to).toLocalDate();
        return date.plusDays(2).atStartOfDay();
    }

    private FileTime time(RawProperty property) throws EventProblem {
        return FileTime.parse(property.getName(), property.getValue(), zones.of(property));
    }

    private static List<String> values(RawProperty property) {
        List<String> values = new ArrayList<>();
        for (String value : property.getValue().split(",", -1)) {
            values.add(value.strip());
        }
        return values;
    }

    private Optional<RawProperty> one(String name) throws EventProblem {
        List<RawProperty> found = event.getExperimentalProperties(name);
        if (found.size() > 1) {
            throw new EventProblem(name, found.get(1).getValue(), "is a second one: keep one of them");
        }
        return found.stream().findFirst();
    }

    /** On one line; nothing if it is blank. */
    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value)
                .map(words -> words.strip().replaceAll("\\s+", " "))
                .filter(words -> !words.isEmpty());
    }
}
