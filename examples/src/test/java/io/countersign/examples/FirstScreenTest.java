package io.countersign.examples;

import io.countersign.audit.AuditLedger;
import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first sample: what it shows is what this runs and prints. */
class FirstScreenTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final InstantSource clock = () -> Instant.parse("2026-01-12T09:00:00Z");

    @Test
    void firstScreen_printsWhatTheReadmeShows(@TempDir Path folder) throws IOException {
        try (InputStream assetPairs = FirstScreenTest.class.getResourceAsStream("fixtures/kraken-assetpairs.json")) {
            // region: first-screen
            var markets = new KrakenSpot().read("AssetPairs", assetPairs).documents();
            var live = ConfigSnapshot.of(new Scope("kraken", "production"), markets);
            SpotMarket bitcoin = live.load(SpotMarket.class, "XXBTZUSD");
            var proposed = live.with(bitcoin.withTickSize(TickSize.of("0.25")));
            ValidationReport report = Validator.of(Catalogue.standard()).validate(live, proposed, ChangeContext.none());
            out.println(report.of("T-TCK-02").get(0));

            try (var ledger = AuditLedger.open(folder.resolve("audit.db"), clock)) {
                var decision = new EventDraft(
                        "change/CHG-1", "change.refused", 1, Actor.of("bob"), clock.instant(), JsonText.of(report));
                ledger.append(AppendBatch.of("CHG-1/refused", List.of(decision)));
                out.println(ledger.verify());
            }
            // endregion
        }
        Samples.assertOutput("first-screen", printed.toString(StandardCharsets.UTF_8));
    }
}
