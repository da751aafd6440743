package io.countersign.client.ical;

import static io.countersign.client.ical.CalendarTexts.assertIsExactly;
import static io.countersign.client.ical.CalendarTexts.calendar;
import static io.countersign.client.ical.CalendarTexts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.countersign.client.policy.CalendarWindow;
import io.countersign.client.policy.WindowKind;
import io.countersign.model.MalformedInputException;
import io.countersign.model.fixtures.Cases;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What rules give, against walking over all dates with {@code java.time}. */
class RecurrenceExpansionTest {
    private static final List<String> ZONES = List.of(
            "Europe/London",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Asia/Beirut",
            "Africa/Casablanca",
            "Asia/Kathmandu",
            "Pacific/Apia",
            "America/Havana",
            "UTC");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");
    private static final int DAYS_OF_WEEK = 7;

    @Test
    void read_weeklyRulesInAnyZone_giveWhatEveryDateGives() {
        Cases.forEach(120, random -> {
            TreeSet<DayOfWeek> days = new TreeSet<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                days.add(DayOfWeek.of(1 + random.nextInt(DAYS_OF_WEEK)));
            }
            LocalDate first = anyDate(random).with(TemporalAdjusters.nextOrSame(days.first()));
            LocalDate monday = first.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            int interval = 1 + random.nextInt(3);
            String rule = "FREQ=WEEKLY;INTERVAL=" + interval + ";BYDAY=" + twoLetters(days);

            assertGives(
                    random,
                    rule,
                    first,
                    date -> days.contains(date.getDayOfWeek())
                            && (date.toEpochDay() - monday.toEpochDay()) / DAYS_OF_WEEK % interval == 0);
        });
    }

    @Test
    void read_monthlyRulesInAnyZone_giveWhatEveryDateGives() {
        Cases.forEach(60, random -> {
            DayOfWeek day = DayOfWeek.of(1 + random.nextInt(DAYS_OF_WEEK));
            int number = random.nextBoolean() ? -1 : 1 + random.nextInt(4);
            int interval = 1 + random.nextInt(3);
            LocalDate first = anyDate(random).with(TemporalAdjusters.dayOfWeekInMonth(number, day));
            String rule = "FREQ=MONTHLY;INTERVAL=" + interval + ";BYDAY=" + number + twoLetters(Set.of(day));

            assertGives(
                    random,
                    rule,
                    first,
                    date -> date.equals(date.with(TemporalAdjusters.dayOfWeekInMonth(number, day)))
                            && (date.getYear() * 12
                                                    + date.getMonthValue()
                                                    - first.getYear() * 12
                                                    - first.getMonthValue())
                                            % interval
                                    == 0);
        });
    }

    @Test
    void read_rulesOfHoursAndMinutes_giveEveryMultiple() {
        Cases.forEach(40, random -> {
            boolean hours = random.nextBoolean();
            int interval = 1 + random.nextInt(hours ? 100 : 1_000);
            Duration step = hours ? Duration.ofHours(interval) : Duration.ofMinutes(interval);
            LocalDateTime start = anyDate(random).atTime(random.nextInt(24), random.nextInt(60));
            Instant from = start.toInstant(ZoneOffset.UTC);
            String rule = "FREQ=" + (hours ? "HOURLY" : "MINUTELY") + ";INTERVAL=" + interval + ";COUNT=20";

            ImportedWindows read = ICalendarReader.of(WindowKind.FREEZE, ZoneId.of("UTC"))
                    .read(
                            calendar(event("DTSTART:" + start.format(LOCAL), "DURATION:PT1S", "RRULE:" + rule)),
                            from,
                            from.plus(Duration.ofDays(2_000)));

            assertThat(read.windows())
                    .as(rule + " from " + start)
                    .extracting(CalendarWindow::begins)
                    .containsExactlyElementsOf(Stream.iterate(start, time -> time.plus(step))
                            .limit(20)
                            .toList());
        });
    }

    @Test
    void read_textWithAnythingInIt_isReadOrMalformed() {
        String text = calendar(
                "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\n"
                        + "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE",
                event("DTSTART;TZID=Z:20260104T013000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=SU;INTERVAL=2"),
                event("RECURRENCE-ID;TZID=Z:20260118T013000", "DTSTART:20260119T013000Z", "DTEND:20260119T023000Z"));
        ICalendarReader reader = ICalendarReader.of(WindowKind.FREEZE, CalendarTexts.LONDON);

        Cases.forEach(400, random -> {
            StringBuilder changed = new StringBuilder(text);
            for (int i = 0; i <= random.nextInt(4); i++) {
                char other = random.nextBoolean()
                        ? text.charAt(random.nextInt(text.length()))
                        : (char) random.nextInt(Character.MAX_VALUE);
                changed.setCharAt(random.nextInt(text.length()), other);
            }
            assertThatCode(() -> {
                        try {
                            reader.read(changed.toString(), CalendarTexts.JANUARY, CalendarTexts.NEXT_JANUARY);
                        } catch (MalformedInputException e) {
                            assertThat(e).hasMessageStartingWith("The ");
                        }
                    })
                    .doesNotThrowAnyException();
        });
    }

    private static void assertGives(Random random, String rule, LocalDate first, Predicate<LocalDate> comes) {
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        LocalTime time = LocalTime.of(random.nextInt(24), random.nextInt(4) * 15);
        LocalDateTime start = first.atTime(time);
        Duration length = Duration.ofMinutes(15L * (1 + random.nextInt(40)));
        WindowKind kind = random.nextBoolean() ? WindowKind.FREEZE : WindowKind.MAINTENANCE;
        Instant from = first.plusDays(random.nextInt(60)).atStartOfDay(zone).toInstant();
        Instant to = from.plus(Duration.ofDays(300));

        List<Instant> expected = new ArrayList<>();
        for (LocalDate date = first; !date.isAfter(first.plusDays(400)); date = date.plusDays(1)) {
            Instant begin = ZonedDateTime.of(date, time, zone).toInstant();
            if (comes.test(date) && begin.isBefore(to) && begin.plus(length).isAfter(from)) {
                expected.add(begin);
            }
        }
        ImportedWindows read = ICalendarReader.of(kind, zone)
                .read(
                        calendar(event("DTSTART:" + start.format(LOCAL), "DURATION:" + length, "RRULE:" + rule)),
                        from,
                        to);

        assertThat(read.problems()).as(rule + " from " + start).isEmpty();
        assertThat(read.windows()).as(rule + " from " + start + " in " + zone).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertIsExactly(
                    read.windows().get(i), expected.get(i), expected.get(i).plus(length));
        }
    }

    private static LocalDate anyDate(Random random) {
        return LocalDate.of(2011 + random.nextInt(16), 1, 1).plusDays(random.nextInt(365));
    }

    private static String twoLetters(Set<DayOfWeek> days) {
        return days.stream().map(day -> day.name().substring(0, 2)).collect(Collectors.joining(","));
    }
}
