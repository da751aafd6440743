package io.countersign.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.MalformedInputException;
import io.countersign.model.fixtures.Cases;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T09:14:00Z, 2026-11-22T09:14:00.000000Z, 1795338840000000",
        "2026-11-22T09:14:00.1234569Z, 2026-11-22T09:14:00.123456Z, 1795338840123456",
        "2026-11-22T10:14:00+01:00, 2026-11-22T09:14:00.000000Z, 1795338840000000",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000000Z, 0",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z, -1",
        "1969-12-31T23:59:59.9999999Z, 1969-12-31T23:59:59.999999Z, -1",
        "1969-12-31T23:59:59Z, 1969-12-31T23:59:59.000000Z, -1000000",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000000Z, -62167219200000000",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999Z, 253402300799999999"
    })
    void parse_anInstant_hasOneSpellingAndOneNumber(String text, String spelling, long micros) {
        Instant instant = Instants.parse(text);
        assertThat(Instants.format(instant)).isEqualTo(spelling);
        assertThat(Instants.toMicros(instant)).isEqualTo(micros);
        assertThat(Instants.ofMicros(micros)).isEqualTo(instant);
    }

    @Test
    void format_instants_sortAsTheyDo() {
        Cases.forEach(500, random -> {
            Instant one = anInstant(random.nextDouble());
            Instant other = anInstant(random.nextDouble());
            assertThat(Integer.signum(Instants.format(one).compareTo(Instants.format(other))))
                    .isEqualTo(Integer.signum(one.compareTo(other)));
            assertThat(Instants.parse(Instants.format(one))).isEqualTo(one);
            assertThat(Instants.ofMicros(Instants.toMicros(one))).isEqualTo(one);
        });
    }

    @Test
    void micros_yearWithoutFourDigits_isRefused() {
        for (String text : List.of("-0001-12-31T23:59:59.999999999Z", "+10000-01-01T00:00:00Z")) {
            Instant instant = Instant.parse(text);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Instants.micros(instant))
                    .withMessage("An instant must be within the years 0000 to 9999: " + instant);
            assertThatIllegalArgumentException().isThrownBy(() -> Instants.format(instant));
            assertThatIllegalArgumentException().isThrownBy(() -> Instants.toMicros(instant));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Instants.micros(Instant.MAX));
        assertThatIllegalArgumentException().isThrownBy(() -> Instants.micros(Instant.MIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-22",
                "2026-11-22T09:14:00",
                "2026-11-22 09:14:00Z",
                "2026-02-30T00:00:00Z",
                "2026-11-22T25:00:00Z",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "1795338840",
                "now"
            })
    void parse_noInstant_isRefused(String text) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Instants.parse(text))
                .withMessage("Not an instant such as 2026-11-22T09:14:00Z: \"" + text + "\"");
    }

    private static Instant anInstant(double part) {
        long first = -62_167_219_200_000_000L;
        long last = 253_402_300_799_999_999L;
        return Instants.ofMicros(first + (long) (part * (last - first)));
    }
}
