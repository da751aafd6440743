package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Indexes.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.market.SessionCalendar;
import io.countersign.model.market.WeeklySession;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionWeekTest {
    private static final int HOUR = 3_600;
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

    private static SessionCalendar.Builder calendar(WeeklySession... sessions) {
        return SessionCalendar.builder()
                .venue("kraken")
                .id("some")
                .zone(ZoneId.of("UTC"))
                .addSessions(sessions);
    }

    private static SessionWeek.Part hours(int from, int to) {
        return new SessionWeek.Part(from * HOUR, to * HOUR);
    }

    private static List<SessionWeek.Part> monday(SessionCalendar.Builder calendar) {
        return new SessionWeek(calendar.build()).of(MONDAY);
    }

    @Test
    void ordinary_sessionOverTheEndOfTheWeek_comesFirstOnMonday() {
        SessionWeek week = new SessionWeek(calendar(session("1T08:00", "1T16:00"), session("7T22:00", "1T04:00"))
                .build());

        assertThat(week.ordinary(DayOfWeek.MONDAY)).containsExactly(hours(0, 4), hours(8, 16));
        assertThat(week.ordinary(DayOfWeek.SUNDAY)).containsExactly(hours(22, 24));
        assertThat(week.ordinary(DayOfWeek.TUESDAY)).isEmpty();
    }

    @Test
    void date_closesEarlyAndOpensLate_tradesBetweenThemOrAround() {
        SessionCalendar.Builder calendar = calendar(session("1T08:00", "1T20:00"));

        assertThat(monday(calendar)).containsExactly(hours(8, 20));
        assertThat(monday(calendar.putEarlyCloses(MONDAY, LocalTime.of(18, 0)))).containsExactly(hours(8, 18));
        assertThat(monday(calendar.putLateOpens(MONDAY, LocalTime.of(10, 0)))).containsExactly(hours(10, 18));
        assertThat(monday(calendar.putLateOpens(MONDAY, LocalTime.of(19, 0))))
                .containsExactly(hours(8, 18), hours(19, 20));
        assertThat(monday(calendar.putLateOpens(MONDAY, LocalTime.of(18, 0)))).isEmpty();
    }

    @Test
    void date_closesBeforeItOpensOrOnAHoliday_hasNoPart() {
        SessionCalendar.Builder calendar = calendar(session("1T08:00", "1T20:00"));

        assertThat(monday(calendar.putEarlyCloses(MONDAY, LocalTime.of(8, 0)))).isEmpty();
        assertThat(monday(calendar(session("1T08:00", "1T20:00")).putHolidays(MONDAY, "")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T08:00:00Z, false",
        "2026-11-23T08:00:01Z, true",
        "2026-11-23T16:00:00Z, true",
        "2026-11-23T16:00:01Z, false",
        "2026-11-24T00:00:00Z, false"
    })
    void end_isTradedUpTo_whereTheSecondBeforeIsInASession(Instant end, boolean traded) {
        SessionWeek week =
                new SessionWeek(calendar(session("1T08:00", "1T16:00")).build());

        assertThat(week.isTradedUpTo(end)).isEqualTo(traded);
    }

    @Test
    void overlaps_twoThatEndTogether_areLaidToTheFirst() {
        SessionWeek week = new SessionWeek(
                calendar(session("1T00:00", "2T00:00"), session("1T12:00", "2T00:00"), session("1T20:00", "3T00:00"))
                        .build());

        assertThat(week.overlaps())
                .extracting(SessionWeek.Overlap::earlier)
                .containsExactly(session("1T00:00", "2T00:00"), session("1T00:00", "2T00:00"));
    }
}
