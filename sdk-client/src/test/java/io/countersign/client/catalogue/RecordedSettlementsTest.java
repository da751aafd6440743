package io.countersign.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Indexes;
import io.countersign.client.live.ConstituentPrices;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.Validator;
import io.countersign.client.scenario.ExpiryResult;
import io.countersign.client.scenario.ExpiryScenario;
import io.countersign.client.scenario.IndexFault;
import io.countersign.client.scenario.IndexResult;
import io.countersign.client.scenario.IndexScenario;
import io.countersign.model.finding.Finding;
import io.countersign.model.fixtures.SharedData;
import io.countersign.model.market.ExpiryConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexAggregation;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Expiries that Kraken published, and a month of one-minute prices of bitcoin. The results are left in {@code target}. */
@Tag("shared")
class RecordedSettlementsTest {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    @Test
    void expiry_ofKrakensFixedMaturities_isAt16InLondonAndNotAt15Utc() {
        List<FuturesContract> ending = RecordedMarkets.of("kraken-futures/instruments").stream()
                .flatMap(recording -> recording.snapshot().all(FuturesContract.class).stream())
                .filter(contract -> contract.lastTradingAt().isPresent()
                        && contract.id().toUpperCase(Locale.ROOT).startsWith("FI_"))
                .toList();

        assertThat(ending).hasSize(25);
        assertThat(blocked(ending, ZoneId.of("Europe/London"), LocalTime.of(16, 0)))
                .isEmpty();
        assertThat(blocked(ending, ZoneOffset.UTC, LocalTime.of(15, 0)))
                .as("those of winter")
                .hasSize(3)
                .allMatch(finding -> finding.message().contains("T16:00:00Z; 15:00"));
    }

    private static List<Finding> blocked(List<FuturesContract> contracts, ZoneId zone, LocalTime time) {
        List<Finding> findings = new ArrayList<>();
        for (FuturesContract contract : contracts) {
            FuturesContract ruled = FuturesContract.builder()
                    .from(contract)
                    .expiry(ExpiryConfig.builder().zone(zone).localTime(time).build())
                    .build();
            ConfigSnapshot snapshot = ConfigSnapshot.of(new Scope(ruled.venue(), "recorded"), List.of(ruled));
            Validator.of(Catalogue.standard()).validate(snapshot).of("D-EXP-01").stream()
                    .filter(finding -> !Validator.isInconclusive(finding))
                    .forEach(findings::add);
        }
        return findings;
    }

    @Test
    void settlement_ofBitcoinInJanuary2022_movesLittleByFiveMinutes() throws IOException {
        ExpiryResult result = ExpiryScenario.play(Indexes.july().build(), bars().get(3), 5);

        write("settlement.txt", result.toString());
        assertThat(result.days()).isEqualTo(31);
        assertThat(result.outages()).extracting(ExpiryResult.Outage::bars).containsExactly(1, 5, 10, 15);
        assertThat(result.outages().get(1).worst()).isLessThan(new BigDecimal("0.005"));
    }

    /** First, highest, lowest and last price of each minute as four sources: as far apart as real ones in a fast market. */
    @Test
    void index_ofBitcoinInJanuary2022_isMovedByZeroWithoutABand() throws IOException {
        List<PriceHistory> bars = bars();
        ConstituentPrices prices = Indexes.prices(bars.toArray(PriceHistory[]::new));
        IndexDefinition banded = Indexes.bitcoinIndex()
                .constituents(Indexes.weighted("0.4", "0.2", "0.2", "0.2"))
                .aggregation(IndexAggregation.VOLUME_MEDIAN)
                .build();

        IndexResult result = IndexScenario.play(banded, prices, Duration.ofMinutes(10), new BigDecimal("0.005"));

        write("index.txt", result.toString());
        assertThat(result.rows()).isEqualTo(bars.get(0).size());
        assertThat(result.faults())
                .filteredOn(fault -> fault.fault() == IndexFault.TENFOLD)
                .allMatch(fault -> fault.move().compareTo(new BigDecimal("0.02")) < 0);
    }

    private static void write(String name, String text) throws IOException {
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", name), text + "\n");
    }

    /** Histories of the first, the highest, the lowest and the last price of each minute. */
    private static List<PriceHistory> bars() {
        Path file = SharedData.files("market-data/prices", "btc-perp-1m").get(0);
        List<String> lines = new String(SharedData.bytes(file), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .toList();
        long[] seconds = new long[lines.size()];
        List<DecimalColumn.Builder> columns = new ArrayList<>();
        for (int column = 0; column < 4; column++) {
            columns.add(DecimalColumn.builder("Price"));
        }
        for (int row = 0; row < seconds.length; row++) {
            String[] cells = lines.get(row).split(",", -1);
            seconds[row] = LocalDateTime.parse(cells[0], TIME).toEpochSecond(ZoneOffset.UTC);
            for (int column = 0; column < 4; column++) {
                columns.get(column).add(new BigDecimal(cells[column + 1]));
            }
        }
        return columns.stream()
                .map(column -> PriceHistory.ofCloses(Duration.ofMinutes(1), seconds, column.build()))
                .toList();
    }
}
