package io.countersign.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, no time",
        "PT1S, 1 second",
        "P2DT3H4M5S, 2 days 3 hours 4 minutes 5 seconds",
        "PT25H, 1 day 1 hour",
        "PT-90M, -1 hour 30 minutes"
    })
    void words_nameEveryPartThatIsThere(Duration duration, String words) {
        assertThat(Durations.words(duration)).isEqualTo(words);
    }
}
