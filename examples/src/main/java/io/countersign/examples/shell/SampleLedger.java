package io.countersign.examples.shell;

import io.countersign.analytics.AuditWarehouse;
import io.countersign.audit.LedgerInspector;
import io.countersign.examples.quickstart.Quickstart;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.snapshot.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A ledger to try things on: three changes to Kraken's markets, made anew in a folder of its own.
 *
 * @param folder where its files are
 * @param ledger its entries
 * @param warehouse its export, to be asked
 * @param scope whose configuration it holds
 * @param start an instant after the baseline was recorded and before anything changed
 */
public record SampleLedger(Path folder, LedgerInspector ledger, AuditWarehouse warehouse, Scope scope, Instant start) {
    /** Makes the ledger; takes a few seconds. */
    public static SampleLedger create() throws IOException {
        Path folder = Files.createTempDirectory("countersign-sample");
        new Quickstart(folder, new PrintWriter(Writer.nullWriter()), InstantSource.system())
                .run(Quickstart.demoSpot(), Quickstart.demoFutures());
        LedgerInspector ledger = LedgerInspector.open(folder.resolve("audit.db"));
        AuditWarehouse warehouse = AuditWarehouse.open(folder.resolve("export"));
        Scope scope = warehouse.scopes().get(0);
        Instant start = ledger.read(EntryQuery.builder().type("change.proposed").build())
                .next()
                .recordedAt();
        return new SampleLedger(folder, ledger, warehouse, scope, start);
    }

    /** The greeting of the shell. */
    public String welcome() {
        return """
        Countersign. A sample ledger stands in "sample": three changes to Kraken's markets, made just now in
        %s

        Ask it three things:
          What was in force before the first change?
            sample.warehouse().asOf(sample.scope(), sample.start(), Instant.now()).load(SpotMarket.class, "XXBTZUSD").priceRule()
          Who changed the tick size of XXBTZUSD, and who agreed?
            sample.warehouse().blame(DocumentId.parse("spot-market/kraken/XXBTZUSD")).stream().filter(f -> f.changeId().isPresent()).toList()
          What happened, by kind?
            sample.warehouse().query("SELECT type, count(*) AS entries FROM audit_entry GROUP BY type ORDER BY entries DESC")
        """.formatted(folder);
    }
}
