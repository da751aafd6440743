package io.countersign.client.ical;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.component.VTimezone;
import biweekly.io.ParseWarning;
import io.countersign.client.policy.CalendarWindow;
import io.countersign.client.policy.WindowKind;
import io.countersign.model.MalformedInputException;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One reading of a file. Only here and below is the library for iCalendar known. */
final class CalendarImport {
    private static final String BEGIN = "BEGIN:VCALENDAR";
    private static final String END = "END:VCALENDAR";

    private final WindowKind kind;
    private final ZoneId zone;
    private final Instant from;
    private final Instant to;

    private final List<Placed> windows = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    CalendarImport(WindowKind kind, ZoneId zone, Instant from, Instant to) {
        this.kind = kind;
        this.zone = zone;
        this.from = from;
        this.to = to;
    }

    ImportedWindows read(String text) {
        String content = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
        requireWhole(content);
        try (RawTimesReader reader = new RawTimesReader(content)) {
            for (ICalendar calendar = reader.readNext(); calendar != null; calendar = reader.readNext()) {
                if (reader.isOfTheOldFormat()) {
                    throw new MalformedInputException(
                            "The calendar has VERSION 1.0 (vCalendar), which is not read: export it as iCalendar, VERSION 2.0");
                }
                reader.getWarnings().stream()
                        .filter(warning -> warning.getPropertyName() == null)
                        .forEach(this::warn);
                read(calendar);
            }
        } catch (IOException e) {
            throw new MalformedInputException("The calendar cannot be read: " + e.getMessage(), e);
        }
        return new ImportedWindows(windows.stream().sorted().map(Placed::window).toList(), problems);
    }

    private static void requireWhole(String content) {
        if (!content.regionMatches(true, 0, BEGIN, 0, BEGIN.length())) {
            throw new MalformedInputException("The text is no iCalendar: it must begin with " + BEGIN
                    + ", but begins with \""
                    + content.lines().findFirst().map(CalendarImport::shortened).orElse("") + "\"");
        }
        if (!content.regionMatches(true, content.length() - END.length(), END, 0, END.length())) {
            throw new MalformedInputException(
                    "The calendar is not whole: it must end with " + END + ", but ends with \""
                            + shortened(content.lines().reduce("", (before, line) -> line)) + "\". Fetch it again");
        }
    }

    private static String shortened(String line) {
        int most = 60;
        return line.length() <= most ? line : line.substring(0, most) + "...";
    }

    private void warn(ParseWarning warning) {
        problems.add("Line " + warning.getLineNumber()
                + " cannot be read, and its event is read without it: correct it (" + warning.getMessage() + ")");
    }

    private void read(ICalendar calendar) {
        FileZones zones = new FileZones(calendar.getComponents(VTimezone.class), zone, to);
        Map<String, List<EventText>> series = new LinkedHashMap<>();
        for (VEvent event : calendar.getEvents()) {
            EventText text = new EventText(event, zones);
            String id = text.uid().map(uid -> "UID " + uid).orElseGet(() -> "event " + series.size());
            series.computeIfAbsent(id, key -> new ArrayList<>()).add(text);
        }
        series.values().forEach(this::read);
    }

    private void read(List<EventText> events) {
        List<EventSeries.Named> found = new EventSeries(events, problems)
                .occurrences(to).stream()
                        .filter(named -> named.occurrence().meets(from, to))
                        .toList();
        if (windows.size() + found.size() > ICalendarReader.WINDOWS_MAX) {
            problems.add(EventSeries.problem(
                    events.get(0),
                    new EventProblem("comes " + found.size() + " times, and with " + windows.size()
                            + " windows of other events that is more than "
                            + String.format(Locale.ROOT, "%,d", ICalendarReader.WINDOWS_MAX)
                            + ": ask for a shorter time, or make it rarer")));
            return;
        }
        Map<LocalDate, Long> byDate =
                found.stream().collect(Collectors.groupingBy(named -> date(named.occurrence()), Collectors.counting()));
        for (EventSeries.Named named : found) {
            Occurrence occurrence = named.occurrence();
            boolean isAlone = byDate.getOrDefault(date(occurrence), 0L) == 1;
            String name = named.recurs()
                    ? named.event() + " "
                            + (isAlone ? date(occurrence) : occurrence.begin().local())
                    : named.event();
            windows.add(new Placed(occurrence.from(), occurrence.window(name, kind)));
        }
    }

    private static LocalDate date(Occurrence occurrence) {
        return occurrence.begin().local().toLocalDate();
    }

    /** A window with the moment at which it begins. */
    private record Placed(Instant from, CalendarWindow window) implements Comparable<Placed> {
        private static final Comparator<Placed> ORDER = Comparator.comparing(Placed::from)
                .thenComparing(placed -> placed.window().name());

        @Override
        public int compareTo(Placed other) {
            return ORDER.compare(this, other);
        }
    }
}
