package io.countersign.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import io.countersign.model.MalformedInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeModuleTest {
    @Test
    void write_eachType_hasOneSpellingAndReadsBack() {
        Map.<Object, String>of(
                        Instant.parse("2026-11-22T09:14:00.1Z"),
                        "2026-11-22T09:14:00.100000Z",
                        Duration.ofHours(36),
                        "PT36H",
                        Duration.ZERO,
                        "PT0S",
                        LocalDate.of(2026, 2, 3),
                        "2026-02-03",
                        LocalTime.of(16, 0),
                        "16:00",
                        LocalTime.of(9, 30, 15),
                        "09:30:15",
                        LocalDateTime.of(2026, 2, 3, 16, 0),
                        "2026-02-03T16:00")
                .forEach((value, text) -> {
                    assertThat(Json.write(value)).isEqualTo("\"" + text + "\"");
                    assertThat((Object) Json.read("\"" + text + "\"", value.getClass()))
                            .isEqualTo(value);
                });
    }

    @Test
    void write_zone_isItsIdAndReadsBack() {
        for (ZoneId zone :
                List.of(ZoneId.of("Europe/London"), ZoneId.of("UTC"), ZoneOffset.UTC, ZoneOffset.ofHours(-5))) {
            assertThat(Json.write(zone)).isEqualTo("\"" + zone.getId() + "\"");
            assertThat(Json.read(Json.write(zone), ZoneId.class)).isEqualTo(zone);
        }
    }

    @Test
    void write_datesAsKeys_areTheirTextInOrder() throws Exception {
        SortedMap<LocalDate, LocalTime> closes = new TreeMap<>();
        closes.put(LocalDate.of(2027, 1, 1), LocalTime.of(13, 0));
        closes.put(LocalDate.of(2026, 12, 24), LocalTime.of(12, 30));
        assertThat(Json.write(closes)).isEqualTo("{\"2026-12-24\":\"12:30\",\"2027-01-01\":\"13:00\"}");
        assertThat(Json.shared().readValue(Json.write(closes), new TypeReference<SortedMap<LocalDate, LocalTime>>() {}))
                .isEqualTo(closes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.time.Instant | now | Not an instant such as 2026-11-22T09:14:00Z: \"now\"",
                "java.time.Instant | 2026-11-22T09:14:00.1234567Z | An instant must not be finer than microseconds: 2026-11-22T09:14:00.1234567Z",
                "java.time.Instant | +12026-11-22T09:14:00Z | Not an instant such as 2026-11-22T09:14:00Z: \"+12026-11-22T09:14:00Z\"",
                "java.time.Duration | 36h | Not a duration such as PT24H: \"36h\"",
                "java.time.LocalDate | 2026-02-30 | Not a date such as 2026-11-22: \"2026-02-30\"",
                "java.time.LocalDate | 22.11.2026 | Not a date such as 2026-11-22: \"22.11.2026\"",
                "java.time.LocalTime | 24:00 | Not a local time such as 16:00: \"24:00\"",
                "java.time.LocalTime | 4 pm | Not a local time such as 16:00: \"4 pm\"",
                "java.time.LocalDateTime | 2026-11-22 16:00 | Not a local date and time such as 2026-11-22T16:00: \"2026-11-22 16:00\"",
                "java.time.ZoneId | Europe/Atlantis | Not a time zone such as Europe/London: \"Europe/Atlantis\"",
                "java.time.ZoneId | London | Not a time zone such as Europe/London: \"London\""
            })
    void read_textOfNoneOfThem_saysWhatIsExpected(Class<?> type, String text, String message) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read("\"" + text + "\"", type))
                .withMessageEndingWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "java.time.LocalDate, 20261122",
        "java.time.LocalTime, 16",
        "java.time.ZoneId, 1",
        "java.time.Instant, 5"
    })
    void read_numberInPlaceOfText_isRefused(Class<?> type, String number) {
        assertThatExceptionOfType(MalformedInputException.class).isThrownBy(() -> Json.read(number, type));
    }

    @Test
    void read_keyThatIsNoDate_saysWhatIsExpected() {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.shared()
                        .readValue(
                                "{\"Christmas\":\"13:00\"}", new TypeReference<SortedMap<LocalDate, LocalTime>>() {}))
                .withMessage("Not a date such as 2026-11-22: \"Christmas\"");
    }
}
