package io.countersign.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.LedgerInspector;
import io.countersign.audit.LedgerVerifier;
import io.countersign.model.NotFoundException;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.kraken.KrakenFutures;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();

    @Test
    void run_twice_startsAfreshAndLeavesEverything() throws IOException {
        quickstart().run(Quickstart.demoSpot(), Quickstart.demoFutures());
        quickstart().run(Quickstart.demoSpot(), Quickstart.demoFutures());

        assertThat(folder.resolve("audit.db")).isRegularFile();
        assertThat(folder.resolve("export/latest")).isRegularFile();
        assertThat(LedgerVerifier.builder()
                        .file(folder.resolve("audit.db"))
                        .build()
                        .validate()
                        .isIntact())
                .isTrue();
        try (LedgerInspector ledger = LedgerInspector.open(folder.resolve("audit.db"))) {
            assertThat(ledger.read(EntryQuery.builder()
                                    .type(ChangeEvents.BASELINE_RECORDED)
                                    .build())
                            .toList())
                    .hasSize(1);
            assertThat(ledger.read(EntryQuery.builder()
                                    .type(ChangeEvents.ROLLED_BACK)
                                    .build())
                            .toList())
                    .hasSize(1);
        }
        assertThat(printed.toString())
                .contains(
                        "BLOCK D-FEE-04", "maker tier from 500000000 (-0.1 %) with taker tier from 500000000 (0.05 %)")
                .contains("refused, SELF_APPROVAL")
                .contains("124 of 160 orders (77.5 %) leave the grid")
                .contains("5 of 140 positions in pi_xbtusd (professional) newly below maintenance margin")
                .contains("Checked offline with the public key alone");
    }

    @Test
    void run_folderOfSomebodyElse_isLeftAlone() throws IOException {
        Path ledger = Files.writeString(folder.resolve("audit.db"), "a real ledger");

        assertThatThrownBy(() -> quickstart().run(Quickstart.demoSpot(), Quickstart.demoFutures()))
                .isInstanceOf(Quickstart.FolderInUseException.class)
                .hasMessageContaining("not the quick start's");
        assertThat(ledger).hasContent("a real ledger");
    }

    @Test
    void report_written_standsOnItsOwn() throws IOException {
        quickstart().run(Quickstart.demoSpot(), Quickstart.demoFutures());

        assertThat(Files.readString(folder.resolve("report.html")))
                .startsWith("<!DOCTYPE html>")
                .contains("<svg", "D-FEE-04", "Who agreed, and who still must", "Signed checkpoint")
                .doesNotContain("<script", "<link", "src=");
    }

    @Test
    void run_responseWithoutTheMarkets_saysWhichIsMissing() {
        VenueReading empty = new KrakenSpot()
                .read(
                        "AssetPairs",
                        new ByteArrayInputStream("{\"error\":[],\"result\":{}}".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> quickstart().run(empty, Quickstart.demoFutures()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("XETHZUSD");
    }

    @Test
    @Tag("shared")
    void run_fullRecordedResponses_worksTheSame() throws IOException {
        Path data = Path.of(System.getProperty("countersign.shared"), "market-data");
        try (InputStream spot = new GZIPInputStream(
                        new FileInputStream(data.resolve("kraken/spot-assetpairs-2026-01-12.json.gz")
                                .toFile()));
                InputStream futures = new FileInputStream(data.resolve("kraken-futures/instruments-2021-07-22.json")
                        .toFile())) {
            quickstart()
                    .run(new KrakenSpot().read("AssetPairs", spot), new KrakenFutures().read("instruments", futures));
        }

        assertThat(printed.toString())
                .contains("1434 of 1434 pairs became documents")
                .contains("27 of 27 instruments became documents")
                .contains("is ROLLED_BACK", "intact");
    }

    private Quickstart quickstart() {
        return new Quickstart(folder, new PrintWriter(printed, true), InstantSource.system());
    }
}
