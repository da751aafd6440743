package io.countersign.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.fixtures.SharedData;
import io.countersign.model.json.Json;
import io.countersign.model.market.SessionCalendar;
import io.countersign.model.market.WeekTime;
import io.countersign.model.market.WeeklySession;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rule of calendars over a public database of market hours. All findings are left in {@code target/calendar-hits.txt}. */
@Tag("shared")
class RecordedCalendarsTest {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:m:s", Locale.ROOT);
    private static final int DAY = 24 * 60 * 60;

    private static final Pattern NUMBERS = Pattern.compile("[0-9][0-9:-]*");

    /** Half of the days that close late are of contracts whose ordinary hours were shortened since; the entries were not. */
    @Test
    void check_publicMarketHours_findsTheDaysThatContradictTheOrdinaryWeek() throws IOException {
        List<Finding> findings = findings(ChangeContext.none());
        Files.createDirectories(Path.of("target"));
        Files.writeString(
                Path.of("target", "calendar-hits.txt"),
                String.join("\n", findings.stream().map(Finding::toString).toList()) + "\n");

        assertThat(kinds(findings))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ERROR The early close of # at # is after the ordinary end of the day, #", 32,
                        "ERROR The late open of # at # is before the ordinary begin of the day, #", 13,
                        "WARN The early close of # at # is the ordinary end of the day: leave it out", 35,
                        "WARN The early close of # at # leaves no session that day: enter a holiday", 636,
                        "WARN The early close of # at # stands on a day that has no session", 37,
                        "WARN The early close of # at # stands on a holiday: one of the two is wrong", 34,
                        "WARN The late open of # at # comes after the last session of the day: nothing opens", 103,
                        "WARN The late open of # at # is the ordinary begin of the day: leave it out", 185));
    }

    @Test
    void check_publicMarketHoursAsOfTheirMonth_findsNothingGrave() {
        List<Finding> findings = findings(ChangeContext.builder()
                .asOf(Instant.parse("2026-08-01T00:00:00Z"))
                .build());

        assertThat(kinds(findings))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "WARN The early close of # at # is the ordinary end of the day: leave it out", 2,
                        "WARN The early close of # at # leaves no session that day: enter a holiday", 17));
    }

    private static List<Finding> findings(ChangeContext context) {
        List<SessionCalendar> calendars = calendars();
        assertThat(calendars).hasSize(549);
        return Validator.of(Catalogue.standard())
                .validate(ConfigSnapshot.of(new Scope("lean", "recorded"), calendars), context)
                .of("D-CAL-01");
    }

    private static SortedMap<String, Integer> kinds(List<Finding> findings) {
        SortedMap<String, Integer> kinds = new TreeMap<>();
        for (Finding finding : findings) {
            kinds.merge(
                    finding.severity() + " "
                            + NUMBERS.matcher(finding.message()).replaceAll("#"),
                    1,
                    Integer::sum);
        }
        return kinds;
    }

    static List<SessionCalendar> calendars() {
        List<SessionCalendar> calendars = new ArrayList<>();
        Path file = SharedData.files("market-data/calendars", "market-hours-database")
                .get(0);
        JsonNode entries = Json.read(new String(SharedData.bytes(file), StandardCharsets.UTF_8), JsonNode.class)
                .get("entries");
        entries.properties().forEach(entry -> calendars.add(calendar(entry.getKey(), entry.getValue())));
        return calendars;
    }

    private static SessionCalendar calendar(String name, JsonNode entry) {
        SessionCalendar.Builder calendar = SessionCalendar.builder()
                .venue("lean")
                .id(name)
                .zone(ZoneId.of(entry.get("exchangeTimeZone").asText()));
        for (DayOfWeek day : DayOfWeek.values()) {
            entry.path(day.toString().toLowerCase(Locale.ROOT))
                    .forEach(session -> calendar.addSessions(WeeklySession.builder()
                            .opens(at(day, second(session.get("start").asText())))
                            .closes(at(day, second(session.get("end").asText())))
                            .build()));
        }
        entry.get("holidays").forEach(date -> calendar.putHolidays(LocalDate.parse(date.asText(), DATE), ""));
        entry.path("earlyCloses").properties().forEach(e -> calendar.putEarlyCloses(date(e), time(e)));
        entry.path("lateOpens").properties().forEach(e -> calendar.putLateOpens(date(e), time(e)));
        return calendar.build();
    }

    private static WeekTime at(DayOfWeek day, int second) {
        return new WeekTime(day.plus(second / DAY), LocalTime.ofSecondOfDay(second % DAY));
    }

    private static LocalDate date(Map.Entry<String, JsonNode> entry) {
        return LocalDate.parse(entry.getKey(), DATE);
    }

    private static LocalTime time(Map.Entry<String, JsonNode> entry) {
        return LocalTime.ofSecondOfDay(second(entry.getValue().asText()) % DAY);
    }

    /** {@code 17:00:00}, or {@code 1.00:00:00} and {@code 1:00:00:00} for the end of the day. */
    private static int second(String text) {
        return text.matches("1[.:].*:.*:.*") ? DAY : LocalTime.parse(text, TIME).toSecondOfDay();
    }
}
