package io.countersign.model.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.MalformedInputException;
import io.countersign.model.json.Json;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeekTimeTest {
    @ParameterizedTest
    @ValueSource(strings = {"1T00:00", "1T09:30", "5T16:00:30", "7T23:59:59"})
    void parse_whatItPrints_isReadBack(String text) {
        assertThat(WeekTime.parse(text)).hasToString(text);
        assertThat(Json.write(WeekTime.parse(text))).isEqualTo("\"" + text + "\"");
        assertThat(Json.read("\"" + text + "\"", WeekTime.class)).isEqualTo(WeekTime.parse(text));
    }

    @Test
    void parse_dayAndTime_areWhatStandsThere() {
        assertThat(WeekTime.parse("7T20:00")).isEqualTo(new WeekTime(DayOfWeek.SUNDAY, LocalTime.of(20, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "T",
                "1T",
                "1",
                "0T09:30",
                "8T09:30",
                "1T9:30",
                "1T24:00",
                "1T09:30:00",
                "1 09:30",
                "MT09:30",
                "1T09:30:15.5",
                "\u0967T09:30",
                "1T09:30 "
            })
    void parse_anotherForm_isRefused(String text) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> WeekTime.parse(text))
                .withMessage("Not a time of the week such as 1T09:30: \"" + text + "\"");
    }

    @Test
    void build_finerThanASecond_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeekTime(DayOfWeek.MONDAY, LocalTime.of(9, 30, 0, 1)))
                .withMessage("A time of the week must not be finer than a second: 09:30:00.000000001");
    }

    @Test
    void compareTo_timesOfTheWeek_areInOrderOfTheWeekAsTheirTexts() {
        List<WeekTime> times = new ArrayList<>(List.of(
                WeekTime.parse("7T00:00"),
                WeekTime.parse("1T16:00:30"),
                WeekTime.parse("1T16:00"),
                WeekTime.parse("1T09:30"),
                WeekTime.parse("5T09:30")));
        List<String> texts =
                new ArrayList<>(times.stream().map(WeekTime::toString).toList());
        times.sort(null);
        texts.sort(null);
        assertThat(times)
                .extracting(WeekTime::toString)
                .containsExactly("1T09:30", "1T16:00", "1T16:00:30", "5T09:30", "7T00:00")
                .isEqualTo(texts);
    }
}
