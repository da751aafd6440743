package io.countersign.client.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.json.Json;
import io.countersign.model.json.JsonText;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeCalendarTest {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final CalendarWindow TUESDAYS = window(
                    WindowKind.MAINTENANCE, "2026-01-06T22:00", "2026-01-07T02:00")
            .name("tuesday night")
            .addDays(DayOfWeek.TUESDAY)
            .build();
    private static final CalendarWindow YEAR_END = window(WindowKind.FREEZE, "2026-12-18T00:00", "2027-01-04T06:00")
            .name("year end")
            .build();

    // ---- windows

    @Test
    void at_noWindows_isAlwaysOpen() {
        Availability always = ChangeCalendar.alwaysOpen().at(Instant.parse("2026-01-12T09:00:00Z"));

        assertThat(always)
                .isEqualTo(new Availability(true, Optional.empty(), Optional.empty(), "no window restricts it"));
    }

    @Test
    void at_weeklyWindow_isOpenInsideAlone() {
        ChangeCalendar calendar = calendar(TUESDAYS);

        assertThat(calendar.at(Instant.parse("2026-01-12T09:00:00Z")))
                .isEqualTo(new Availability(
                        false,
                        Optional.empty(),
                        Optional.of(Instant.parse("2026-01-13T22:00:00Z")),
                        "no maintenance window is open; open next at 2026-01-13T22:00:00Z"));
        assertThat(calendar.at(Instant.parse("2026-01-13T22:00:00Z")))
                .isEqualTo(new Availability(
                        true,
                        Optional.of(Instant.parse("2026-01-14T02:00:00Z")),
                        Optional.empty(),
                        "maintenance \"tuesday night\" (2026-01-06T22:00 to 2026-01-07T02:00, every [TUESDAY], Europe/London)"
                                + " is open until 2026-01-14T02:00:00Z"));
        assertThat(calendar.at(Instant.parse("2026-01-14T01:59:59.999999Z")).isOpen())
                .isTrue();
        assertThat(calendar.at(Instant.parse("2026-01-14T02:00:00Z")).isOpen()).isFalse();
        assertThat(calendar.at(Instant.parse("2025-12-30T23:00:00Z")).isOpen()).isFalse(); // before the first
    }

    @Test
    void at_freezeInsideAMaintenanceWindow_isClosedUntilTheNext() {
        Availability frozen = calendar(TUESDAYS, YEAR_END).at(Instant.parse("2026-12-22T23:00:00Z"));

        assertThat(frozen.isOpen()).isFalse();
        assertThat(frozen.opensAt()).contains(Instant.parse("2027-01-05T22:00:00Z"));
        assertThat(frozen.why())
                .isEqualTo(
                        "freeze \"year end\" (2026-12-18T00:00 to 2027-01-04T06:00, Europe/London) is in force; open next"
                                + " at 2027-01-05T22:00:00Z");
    }

    @Test
    void at_freezeAlone_leavesEverythingElseOpen() {
        ChangeCalendar calendar = calendar(YEAR_END);

        assertThat(calendar.at(Instant.parse("2026-12-17T12:00:00Z")).closesAt())
                .contains(Instant.parse("2026-12-18T00:00:00Z"));
        assertThat(calendar.at(Instant.parse("2026-12-18T00:00:00Z")).opensAt())
                .contains(Instant.parse("2027-01-04T06:00:00Z"));
    }

    @Test
    void at_windowsThatTouch_areOneStretch() {
        CalendarWindow next = window(WindowKind.MAINTENANCE, "2026-01-14T02:00", "2026-01-14T04:00")
                .name("more")
                .build();

        assertThat(calendar(TUESDAYS, next)
                        .at(Instant.parse("2026-01-13T23:00:00Z"))
                        .closesAt())
                .contains(Instant.parse("2026-01-14T04:00:00Z"));
    }

    @Test
    void at_lastDatePassed_neverOpensAgain() {
        ChangeCalendar calendar = calendar(CalendarWindow.builder()
                .from(TUESDAYS)
                .lastDate(LocalDate.of(2026, 1, 13))
                .build());

        assertThat(calendar.at(Instant.parse("2026-01-13T23:00:00Z")).isOpen()).isTrue();
        assertThat(calendar.at(Instant.parse("2026-01-20T23:00:00Z")))
                .isEqualTo(new Availability(
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        "no maintenance window is open; there is no time for a change within 366 days"));
    }

    // ---- runway

    @Test
    void at_tooLittleTimeLeft_waitsForAStretchThatIsLongEnough() {
        CalendarWindow shortOne = window(WindowKind.MAINTENANCE, "2026-01-14T12:00", "2026-01-14T12:20")
                .name("short")
                .build();
        ChangeCalendar calendar = ChangeCalendar.builder()
                .from(calendar(TUESDAYS, shortOne))
                .runway(Duration.ofMinutes(30))
                .build();

        assertThat(calendar.at(Instant.parse("2026-01-14T01:30:00Z")).isOpen()).isTrue();
        assertThat(calendar.at(Instant.parse("2026-01-14T01:30:01Z")))
                .isEqualTo(new Availability(
                        false,
                        Optional.empty(),
                        Optional.of(Instant.parse("2026-01-20T22:00:00Z")),
                        "what is open closes at 2026-01-14T02:00:00Z, and a change takes PT30M; open next at"
                                + " 2026-01-20T22:00:00Z"));
    }

    @Test
    void at_freezeAhead_isWhatTheRunwayEndsAt() {
        ChangeCalendar calendar = ChangeCalendar.builder()
                .from(calendar(YEAR_END))
                .runway(Duration.ofHours(2))
                .build();

        assertThat(calendar.at(Instant.parse("2026-12-17T22:00:00Z")).isOpen()).isTrue();
        assertThat(calendar.at(Instant.parse("2026-12-17T22:00:01Z")).opensAt())
                .contains(Instant.parse("2027-01-04T06:00:00Z"));
    }

    // ---- when clocks change: London skips 01:00 to 02:00 on 2026-03-29, and shows it twice on 2026-10-25

    @ParameterizedTest
    @CsvSource({
        // begins and ends at times that are skipped
        "MAINTENANCE, 2026-03-29T00:30, 2026-03-29T03:00, 2026-03-29T00:30:00Z, 2026-03-29T02:00:00Z",
        "MAINTENANCE, 2026-03-29T01:30, 2026-03-29T03:00, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z",
        "MAINTENANCE, 2026-03-29T00:30, 2026-03-29T01:30, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
        "MAINTENANCE, 2026-03-29T01:15, 2026-03-29T01:45, 2026-03-29T01:00:00Z, 2026-03-29T01:30:00Z",
        "FREEZE,      2026-03-29T01:15, 2026-03-29T01:45, 2026-03-29T01:00:00Z, 2026-03-29T01:30:00Z",
        // and at times that come twice
        "MAINTENANCE, 2026-10-25T00:30, 2026-10-25T03:00, 2026-10-24T23:30:00Z, 2026-10-25T03:00:00Z",
        "MAINTENANCE, 2026-10-25T01:15, 2026-10-25T01:45, 2026-10-25T00:15:00Z, 2026-10-25T00:45:00Z",
        "FREEZE,      2026-10-25T01:15, 2026-10-25T01:45, 2026-10-25T00:15:00Z, 2026-10-25T01:45:00Z",
        "FREEZE,      2026-10-25T00:30, 2026-10-25T01:30, 2026-10-24T23:30:00Z, 2026-10-25T01:30:00Z",
        // with both between begin and end
        "FREEZE,      2026-03-01T00:00, 2026-11-01T00:00, 2026-03-01T00:00:00Z, 2026-11-01T00:00:00Z",
    })
    void during_clocksChange_isNeverLost(
            WindowKind kind, LocalDateTime begins, LocalDateTime ends, Instant from, Instant to) {
        CalendarWindow once = CalendarWindow.builder()
                .from(TUESDAYS)
                .kind(kind)
                .begins(begins)
                .ends(ends)
                .days(List.of())
                .build();
        Span asked = new Span(from.minusSeconds(1), to.plusSeconds(1));

        assertThat(once.during(asked)).containsExactly(new Span(from, to));
        if (Duration.between(begins, ends).toDays() < 7) {
            CalendarWindow weekly = CalendarWindow.builder()
                    .from(once)
                    .begins(begins.minusWeeks(8))
                    .ends(ends.minusWeeks(8))
                    .addDays(begins.getDayOfWeek())
                    .build();
            assertThat(weekly.during(asked)).containsExactly(new Span(from, to));
        }
    }

    /** Asked minute by minute by the clock on the wall, on days on which clocks do not change. */
    @Test
    void at_anyWindows_isWhatTheClockOnTheWallSays() {
        Random random = new Random(20_260_112L);
        List<ZoneId> zones =
                List.of(LONDON, ZoneOffset.UTC, ZoneId.of("Asia/Singapore"), ZoneId.of("America/New_York"));
        for (int round = 0; round < 60; round++) {
            List<CalendarWindow> windows = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                windows.add(anyWindow(random, zones.get(random.nextInt(zones.size())), "w" + i));
            }
            ChangeCalendar calendar = calendar(windows.toArray(CalendarWindow[]::new));
            Instant moment = Instant.parse("2026-06-01T00:00:00Z");
            for (int step = 0; step < 200; step++) {
                moment = moment.plus(Duration.ofMinutes(1 + random.nextInt(120)));
                Availability availability = calendar.at(moment);
                assertThat(availability.isOpen())
                        .as("%s at %s", windows, moment)
                        .isEqualTo(isOpen(windows, moment));
                Optional<Instant> turn = availability.isOpen() ? availability.closesAt() : availability.opensAt();
                if (turn.isPresent()) {
                    assertThat(isOpen(windows, turn.get())).isNotEqualTo(availability.isOpen());
                    assertThat(isOpen(windows, turn.get().minusSeconds(60))).isEqualTo(availability.isOpen());
                }
            }
        }
    }

    private static CalendarWindow anyWindow(Random random, ZoneId zone, String name) {
        LocalDateTime begins = LocalDateTime.of(2026, 5, 25, 0, 0).plusMinutes(random.nextInt(20 * 24 * 60));
        CalendarWindow.Builder window = CalendarWindow.builder()
                .name(name)
                .kind(random.nextInt(3) == 0 ? WindowKind.FREEZE : WindowKind.MAINTENANCE)
                .zone(zone)
                .begins(begins)
                .ends(begins.plusMinutes(1 + random.nextInt(random.nextInt(4) == 0 ? 6 * 24 * 60 : 8 * 60)));
        if (random.nextBoolean()) {
            TreeSet<DayOfWeek> days = new TreeSet<>(List.of(begins.getDayOfWeek()));
            random.ints(random.nextInt(3), 1, 8).mapToObj(DayOfWeek::of).forEach(days::add);
            window.days(days);
            if (random.nextInt(3) == 0) {
                window.lastDate(begins.toLocalDate().plusDays(random.nextInt(14)));
            }
        }
        return window.build();
    }

    private static boolean isOpen(List<CalendarWindow> windows, Instant moment) {
        boolean restricted = windows.stream().anyMatch(window -> window.kind() == WindowKind.MAINTENANCE);
        return windows.stream().noneMatch(window -> window.kind() == WindowKind.FREEZE && isInside(window, moment))
                && (!restricted
                        || windows.stream()
                                .anyMatch(
                                        window -> window.kind() == WindowKind.MAINTENANCE && isInside(window, moment)));
    }

    private static boolean isInside(CalendarWindow window, Instant moment) {
        LocalDateTime wall = LocalDateTime.ofInstant(moment, window.zone());
        Duration length = Duration.between(window.begins(), window.ends());
        for (int back = 0; back <= 7; back++) {
            LocalDate date = wall.toLocalDate().minusDays(back);
            LocalDateTime begins = date.atTime(window.begins().toLocalTime());
            boolean comes = window.days().isEmpty()
                    ? begins.equals(window.begins())
                    : window.days().contains(date.getDayOfWeek())
                            && !date.isBefore(window.begins().toLocalDate())
                            && !window.lastDate().map(date::isAfter).orElse(false);
            if (comes && !wall.isBefore(begins) && wall.isBefore(begins.plus(length))) {
                return true;
            }
        }
        return false;
    }

    // ---- values

    @Test
    void json_calendar_comesBackWithItsDigest() {
        ChangeCalendar calendar = ChangeCalendar.builder()
                .from(calendar(TUESDAYS, YEAR_END))
                .runway(Duration.ofMinutes(20))
                .build();

        ChangeCalendar read = Json.read(JsonText.of(calendar).toString(), ChangeCalendar.class);

        assertThat(read).isEqualTo(calendar);
        assertThat(read.digest())
                .isEqualTo(calendar.digest())
                .isNotEqualTo(calendar(TUESDAYS).digest());
        assertThat(JsonText.of(TUESDAYS).toString())
                .isEqualTo(
                        "{\"begins\":\"2026-01-06T22:00\",\"days\":[\"TUESDAY\"],\"ends\":\"2026-01-07T02:00\",\"kind\":"
                                + "\"MAINTENANCE\",\"name\":\"tuesday night\",\"zone\":\"Europe/London\"}");
    }

    @Test
    void build_windowThatMakesNoSense_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(window(WindowKind.FREEZE, "2026-01-06T22:00", "2026-01-06T22:00")
                        .name("empty")::build)
                .withMessage("Window \"empty\" must end after it begins: 2026-01-06T22:00 to 2026-01-06T22:00");
        assertThatIllegalArgumentException()
                .isThrownBy(window(WindowKind.FREEZE, "2026-01-06T22:00", "2026-01-06T23:00")
                        .name("other day")
                        .addDays(DayOfWeek.FRIDAY)::build)
                .withMessageContaining("comes on [FRIDAY], but begins on a TUESDAY");
        assertThatIllegalArgumentException()
                .isThrownBy(window(WindowKind.FREEZE, "2026-01-06T22:00", "2026-01-13T22:00")
                        .name("long")
                        .addDays(DayOfWeek.TUESDAY)::build)
                .withMessageContaining("comes every week and must be shorter");
        assertThatIllegalArgumentException()
                .isThrownBy(window(WindowKind.FREEZE, "2026-01-06T22:00", "2026-01-06T23:00")
                        .name("once")
                        .lastDate(LocalDate.of(2026, 2, 1))::build)
                .withMessageContaining("comes once and has a last date");
        assertThatIllegalArgumentException()
                .isThrownBy(ChangeCalendar.builder().id("back").version(1).runway(Duration.ofMinutes(-1))::build)
                .withMessageContaining("runway of calendar back must not be negative");
    }

    private static ChangeCalendar calendar(CalendarWindow... windows) {
        return ChangeCalendar.builder()
                .id("spot")
                .version(1)
                .addWindows(windows)
                .build();
    }

    private static CalendarWindow.Builder window(WindowKind kind, String begins, String ends) {
        return CalendarWindow.builder()
                .kind(kind)
                .zone(LONDON)
                .begins(LocalDateTime.parse(begins))
                .ends(LocalDateTime.parse(ends));
    }
}
