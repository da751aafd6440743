package io.countersign.client.scenario;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import io.countersign.model.fixtures.SharedData;
import io.countersign.model.market.BreakerAction;
import io.countersign.model.market.BreakerResume;
import io.countersign.model.market.CircuitBreaker;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Rate;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * S-BND over a real history: bitcoin by the minute in January 2022, with the fall of the 21st. What it shows is left in {@code
 * target/band-scenario.html}.
 */
@Tag("shared")
class BandScenarioSharedTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void play_january2022_findsTheFallsAndWhatEachGuardDoesAboutThem() throws IOException {
        PriceHistory history = history();

        BandResult result = BandScenario.play(
                guarded("0.99", "1.01", "0.02"),
                guarded("0.95", "1.05", "0.05"),
                history,
                new BigDecimal("0.03"),
                HOUR);

        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "band-scenario.html"), result.toHtml());
        Files.writeString(Path.of("target", "band-scenario.txt"), result.toString());
        assertThat(history.size()).isEqualTo(45_031);
        assertThat(result.crashes()).hasSize(28);
        assertThat(result.crashes())
                .extracting(crash ->
                        crash.at().atOffset(ZoneOffset.UTC).toLocalDate().toString())
                .contains("2022-01-05", "2022-01-21");
        assertThat(result.before().missed().size())
                .isLessThan(result.after().missed().size());
        assertThat(result.after().acted()).isZero();
        // What the price did is what the guards say: every event is as far from its reference as its guard demands.
        assertThat(result.before().guards().get(0).events())
                .allMatch(event -> event.move().abs().compareTo(new BigDecimal("0.01")) > 0);
        assertThat(result.before().guards().get(1).events())
                .allMatch(event -> event.move().abs().compareTo(new BigDecimal("0.02")) >= 0);
    }

    private static SpotMarket guarded(String down, String up, String move) {
        return bitcoin()
                .priceBand(PriceBand.builder()
                        .reference(PriceReference.LAST)
                        .buyUp(Rate.of(up))
                        .sellDown(Rate.of(down))
                        .build())
                .addCircuitBreakers(CircuitBreaker.builder()
                        .move(Rate.of(move))
                        .window(Duration.ofMinutes(15))
                        .reference(PriceReference.LAST)
                        .action(BreakerAction.HALT)
                        .minHold(Duration.ofMinutes(5))
                        .resume(BreakerResume.AUTO)
                        .appliesOutsideRegularSession(true)
                        .build())
                .build();
    }

    private static PriceHistory history() {
        List<String> lines = SharedData.text(SharedData.path("market-data/prices/btc-perp-1m-20211231-20220201.csv.gz"))
                .lines()
                .skip(1)
                .toList();
        long[] seconds = new long[lines.size()];
        List<DecimalColumn.Builder> columns = List.of(
                DecimalColumn.builder("Open"),
                DecimalColumn.builder("High"),
                DecimalColumn.builder("Low"),
                DecimalColumn.builder("Close"));
        for (int bar = 0; bar < seconds.length; bar++) {
            String[] cells = lines.get(bar).split(",", -1);
            seconds[bar] = LocalDateTime.parse(cells[0].replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
            for (int column = 0; column < columns.size(); column++) {
                columns.get(column).add(new BigDecimal(cells[column + 1]));
            }
        }
        return PriceHistory.of(
                Duration.ofMinutes(1),
                seconds,
                columns.get(0).build(),
                columns.get(1).build(),
                columns.get(2).build(),
                columns.get(3).build());
    }
}
