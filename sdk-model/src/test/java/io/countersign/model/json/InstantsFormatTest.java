package io.countersign.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstantsFormatTest {
    private static final DateTimeFormatter REFERENCE = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Test
    void format_anyInstant_isWhatTheFormatterOfTheJdkWrites() {
        Random random = new Random(27);
        long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        for (int i = 0; i < 20_000; i++) {
            long second = i == 0 ? first : i == 1 ? last : first + (long) (random.nextDouble() * (last - first));
            Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));

            assertThat(Instants.format(instant)).isEqualTo(REFERENCE.format(instant));
            assertThat(Instants.parse(Instants.format(instant))).isEqualTo(Instants.micros(instant));
        }
    }
}
