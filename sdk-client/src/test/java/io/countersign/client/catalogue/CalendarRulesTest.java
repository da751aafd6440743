package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Indexes.calendar;
import static io.countersign.client.fixtures.Indexes.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.rule.ChangeContext;
import io.countersign.model.market.MaintenanceWindow;
import io.countersign.model.market.SessionCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarRulesTest {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 12, 25);
    private static final LocalDate SATURDAY = LocalDate.of(2026, 12, 26);

    private static List<String> hits(SessionCalendar.Builder calendar) {
        return Hits.of("D-CAL-01", calendar.build());
    }

    private static SessionCalendar.Builder of(String zone) {
        return SessionCalendar.builder().venue("kraken").id("some").zone(ZoneId.of(zone));
    }

    @Test
    void sessions_thatMeet_areFine() {
        assertThat(hits(calendar().addSessions(session("5T16:30", "1T08:00")))).isEmpty();
    }

    @Test
    void sessions_oneMinuteOver_areNamed() {
        assertThat(hits(calendar().addSessions(session("5T16:29", "5T20:00"))))
                .containsExactly(
                        "ERROR /sessions/opens=5T16:29 The session 5T16:29 to 5T20:00 begins before 5T08:00 to 5T16:30 has"
                                + " ended: end the one where the other begins");
    }

    @Test
    void sessions_overTheEndOfTheWeek_meetMondaysFirst() {
        assertThat(hits(calendar().addSessions(session("7T22:00", "1T08:01"))))
                .containsExactly(
                        "ERROR /sessions/opens=1T08:00 The session 1T08:00 to 1T16:30 begins before 7T22:00 to 1T08:01 has"
                                + " ended: end the one where the other begins");
    }

    @Test
    void sessions_insideALongerOne_areComparedWithIt() {
        assertThat(hits(of("UTC")
                        .addSessions(
                                session("1T00:00", "3T00:00"),
                                session("1T01:00", "1T02:00"),
                                session("2T12:00", "2T13:00"))))
                .hasSize(2)
                .allMatch(hit -> hit.contains("1T00:00 to 3T00:00"));
    }

    @Test
    void sessions_single_doesNotOverlapItself() {
        assertThat(hits(of("UTC").addSessions(session("3T00:00", "2T23:59")))).isEmpty();
    }

    @Test
    void sessions_none_neverTrade() {
        assertThat(hits(of("UTC").putHolidays(FRIDAY, ""))).isEmpty();
    }

    @Test
    void holidays_fourteenDaysClosed_areFine_fifteenAreNot() {
        SessionCalendar.Builder calendar = of("UTC");
        for (int day = 1; day <= 7; day++) {
            calendar.addSessions(session(day + "T08:00", day + "T16:00"));
        }
        for (int day = 0; day < 14; day++) {
            calendar.putHolidays(FRIDAY.plusDays(day), "");
        }
        assertThat(hits(calendar)).isEmpty();

        assertThat(hits(calendar.putHolidays(FRIDAY.plusDays(14), "")))
                .containsExactly(
                        "ERROR /holidays/2026-12-25 From 2026-12-25 nothing trades for 15 days, until 2027-01-09;"
                                + " more than 14 are unlikely: an open is missing");
    }

    @Test
    void holidays_weekendsBetween_countAsClosed() {
        SessionCalendar.Builder calendar = of("UTC").addSessions(session("5T08:00", "5T16:00"));
        // Fridays alone: two holidays in a row close for two weeks, three for three.
        assertThat(hits(calendar.putHolidays(FRIDAY, "").putHolidays(FRIDAY.plusDays(7), "")))
                .isEmpty();
        assertThat(hits(calendar.putHolidays(FRIDAY.plusDays(14), "")))
                .containsExactly(
                        "ERROR /holidays/2026-12-25 From 2026-12-25 nothing trades for 21 days, until 2027-01-15;"
                                + " more than 14 are unlikely: an open is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "16:29 | ",
                "08:01 | ",
                "16:30 | WARN /earlyCloses/2026-12-25 The early close of 2026-12-25 at 16:30 is the ordinary end of the day:"
                        + " leave it out",
                "16:31 | ERROR /earlyCloses/2026-12-25 The early close of 2026-12-25 at 16:31 is after the ordinary end of the"
                        + " day, 16:30",
                "08:00 | WARN /earlyCloses/2026-12-25 The early close of 2026-12-25 at 08:00 leaves no session that day: enter"
                        + " a holiday"
            })
    void earlyClose_anyTime_isComparedWithTheDay(LocalTime time, String hit) {
        assertThat(hits(calendar().putEarlyCloses(FRIDAY, time))).isEqualTo(hit == null ? List.of() : List.of(hit));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "08:01 | ",
                "16:29 | ",
                "08:00 | WARN /lateOpens/2026-12-25 The late open of 2026-12-25 at 08:00 is the ordinary begin of the day: leave"
                        + " it out",
                "07:59 | ERROR /lateOpens/2026-12-25 The late open of 2026-12-25 at 07:59 is before the ordinary begin of the"
                        + " day, 08:00",
                "16:30 | WARN /lateOpens/2026-12-25 The late open of 2026-12-25 at 16:30 comes after the last session of the"
                        + " day: nothing opens"
            })
    void lateOpen_anyTime_isComparedWithTheDay(LocalTime time, String hit) {
        assertThat(hits(calendar().putLateOpens(FRIDAY, time))).isEqualTo(hit == null ? List.of() : List.of(hit));
    }

    @Test
    void day_closesEarlyAndOpensAgain_isAPause() {
        SessionCalendar.Builder evenings = of("America/Chicago").addSessions(session("5T17:00", "6T00:00"));
        assertThat(hits(evenings.putEarlyCloses(FRIDAY, LocalTime.NOON).putLateOpens(FRIDAY, LocalTime.of(18, 0))))
                .isEmpty();
    }

    @Test
    void day_withoutSessionOrOnAHoliday_isSaidOnce() {
        assertThat(hits(calendar().putEarlyCloses(SATURDAY, LocalTime.NOON)))
                .containsExactly(
                        "WARN /earlyCloses/2026-12-26 The early close of 2026-12-26 at 12:00 stands on a day that has"
                                + " no session");
        assertThat(hits(calendar().putHolidays(FRIDAY, "Christmas").putLateOpens(FRIDAY, LocalTime.of(23, 0))))
                .containsExactly(
                        "WARN /lateOpens/2026-12-25 The late open of 2026-12-25 at 23:00 stands on a holiday: one of"
                                + " the two is wrong");
    }

    @Test
    void day_fullDayToMidnight_endsAt24() {
        assertThat(hits(of("UTC").addSessions(session("5T00:00", "6T00:00")).putEarlyCloses(SATURDAY, LocalTime.NOON)))
                .singleElement()
                .asString()
                .contains("no session");
        assertThat(hits(of("UTC")
                        .addSessions(session("5T00:00", "6T00:00"))
                        .putEarlyCloses(FRIDAY, LocalTime.MAX.withNano(0))))
                .isEmpty();
    }

    @Test
    void day_beforeTheMomentOfTheLook_isLeftAlone() {
        SessionCalendar late =
                calendar().putEarlyCloses(FRIDAY, LocalTime.of(20, 0)).build();

        assertThat(Hits.of("D-CAL-01", asOf("2026-12-25T23:59:59Z"), late)).hasSize(1);
        assertThat(Hits.of("D-CAL-01", asOf("2026-12-26T00:00:00Z"), late)).isEmpty();
        assertThat(hits(calendar()
                        .putEarlyCloses(FRIDAY, LocalTime.of(20, 0))
                        .validFrom(Instant.parse("2026-12-26T00:00:00Z"))))
                .isEmpty();
    }

    private static ChangeContext asOf(String instant) {
        return ChangeContext.builder().asOf(Instant.parse(instant)).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7T00:59", "7T03:00", "6T02:30", "1T02:30"})
    void clocks_outsideTheHour_areFine(String opens) {
        assertThat(hits(of("America/New_York").addSessions(session(opens, "2T12:00"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7T02:00", "7T02:30", "7T02:59"})
    void clocks_inTheSkippedHour_areNamed(String opens) {
        assertThat(hits(of("America/New_York").addSessions(session(opens, "2T12:00"))))
                .containsExactly("ERROR /sessions/opens=" + opens + "/opens " + opens
                        + " is a time that the clocks of America/New_York skip in march: choose one outside that hour");
    }

    @Test
    void clocks_inTheHourThatComesTwice_areAWarning() {
        assertThat(hits(of("Europe/London").addSessions(session("3T12:00", "7T01:00"))))
                .as("01:00 to 02:00 is skipped in March and comes twice in October")
                .containsExactly(
                        "WARN /sessions/opens=3T12:00/closes 7T01:00 is a time that the clocks of Europe/London show twice in"
                                + " october: choose one outside that hour",
                        "ERROR /sessions/opens=3T12:00/closes 7T01:00 is a time that the clocks of Europe/London skip in"
                                + " march: choose one outside that hour");
    }

    @Test
    void clocks_betweenSessionsThatMeet_areNoBoundary() {
        assertThat(hits(of("Europe/London").addSessions(session("3T12:00", "7T01:00"), session("7T01:00", "1T00:00"))))
                .isEmpty();
    }

    @Test
    void clocks_thatChangeAtMidnight_skipTheHourAfterIt() {
        // Cuba goes from 00:00 to 01:00 on a Sunday.
        assertThat(hits(of("America/Havana").addSessions(session("7T00:30", "7T12:00"))))
                .anyMatch(hit -> hit.startsWith("ERROR /sessions/opens=7T00:30/opens"));
        assertThat(hits(of("America/Havana").addSessions(session("7T01:00", "7T12:00"))))
                .isEmpty();
    }

    @Test
    void clocks_thatNeverChange_areFine() {
        assertThat(hits(of("Asia/Tokyo").addSessions(session("7T02:30", "7T12:00"))))
                .isEmpty();
    }

    @Test
    void maintenance_windowsThatOverlap_areAWarning() {
        MaintenanceWindow first = window("2026-12-01T00:00:00Z", "2026-12-01T01:00:00Z");
        assertThat(hits(calendar()
                        .addMaintenanceWindows(first, window("2026-12-01T01:00:00Z", "2026-12-01T02:00:00Z"))))
                .isEmpty();
        assertThat(hits(calendar()
                        .addMaintenanceWindows(first, window("2026-12-01T00:59:59Z", "2026-12-01T02:00:00Z"))))
                .containsExactly("WARN /maintenanceWindows/begins=2026-12-01T00:59:59Z The maintenance window from"
                        + " 2026-12-01T00:59:59Z begins before the one before it ends, 2026-12-01T01:00:00Z");
    }

    private static MaintenanceWindow window(String begins, String ends) {
        return MaintenanceWindow.builder()
                .begins(Instant.parse(begins))
                .ends(Instant.parse(ends))
                .build();
    }
}
