package io.countersign.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.analytics.AnalystQuestion;
import io.countersign.analytics.AnalystSession;
import io.countersign.analytics.ArrowResults;
import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.CsvAudience;
import io.countersign.analytics.LedgerExporter;
import io.countersign.analytics.QueryFailedException;
import io.countersign.analytics.QueryLimits;
import io.countersign.analytics.ResultFiles;
import io.countersign.client.desk.ChangeDesk;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Principal;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of the page about results. */
class ResultsTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private AuditWarehouse warehouse;

    @BeforeEach
    void export() throws IOException {
        InstantSource clock = () -> Instant.parse("2026-01-12T09:00:00Z");
        InMemoryJournal journal = new InMemoryJournal(clock);
        try (InputStream assetPairs = ResultsTest.class.getResourceAsStream("fixtures/kraken-assetpairs.json")) {
            ConfigSnapshot live = ConfigSnapshot.of(
                    new Scope("kraken", "production"),
                    new KrakenSpot().read("AssetPairs", assetPairs).documents());
            Principal alice = Principal.of("alice", "proposer");
            ChangeDesk desk = ChangeDesk.builder()
                    .journal(journal)
                    .gateway(new SimulatedExchange(live))
                    .directory(Directory.of(List.of(alice)))
                    .policy(ApprovalPolicy.of(
                            "spot", "proposer", "operator", ApprovalRequirement.of("peer-review", "reviewer")))
                    .clock(clock)
                    .build();
            desk.recordBaseline(alice.actor(), live, clock.instant());
        }
        LedgerExporter.builder().journal(journal).build().export(folder.resolve("export"));
        warehouse = AuditWarehouse.open(folder.resolve("export"));
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    @Test
    void question_watched_isCancelled() {
        AtomicBoolean stop = new AtomicBoolean();
        // region: question
        QueryLimits limits =
                QueryLimits.DEFAULT.withTimeMax(Duration.ofMinutes(2)).withThreadsMax(4);
        try (AnalystSession session = warehouse.analyst(limits)) {
            AnalystQuestion question = session.question(
                            "SELECT actor, count(*) AS entries FROM audit_entry GROUP BY ALL")
                    .progress(progress -> out.println(progress)) // "12 % after 3 s, about 22 s left"
                    .cancelledBy(stop::get); // from a button, a shutdown, a deadline
            out.println(question.table());
        }
        // endregion
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("alice");
        stop.set(true);
        try (AnalystSession session = warehouse.analyst(limits)) {
            AnalystQuestion endless = session.question("SELECT count(*) FROM range(1000000000000)");
            assertThatThrownBy(() -> endless.cancelledBy(stop::get).table()).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void files_entries_areWritten() {
        Path reports = folder;
        try (AnalystSession session = warehouse.analyst(QueryLimits.DEFAULT)) {
            // region: files
            AnalystQuestion question = session.question("SELECT * FROM audit_entry ORDER BY sequence");
            ResultFiles.csv(question, reports.resolve("entries.csv"), CsvAudience.PROGRAMS);
            ResultFiles.jsonLines(question, reports.resolve("entries.jsonl"));
            long rows = ResultFiles.xlsx(question, reports.resolve("entries.xlsx"));
            // endregion
            assertThat(rows).isPositive();
        }
        assertThat(reports.resolve("entries.csv")).isNotEmptyFile();
        assertThat(reports.resolve("entries.jsonl")).isNotEmptyFile();
    }

    @Test
    void arrow_entries_comeInBatches() throws IOException {
        Path reports = folder;
        long total = 0;
        try (AnalystSession session = warehouse.analyst(QueryLimits.DEFAULT)) {
            // region: arrow
            AnalystQuestion question = session.question("SELECT sequence, actor FROM audit_entry");
            ArrowResults.writeFile(question, reports.resolve("entries.arrow"));
            try (BufferAllocator allocator = new RootAllocator();
                    ArrowReader reader = ArrowResults.reader(question, allocator)) {
                while (reader.loadNextBatch()) {
                    total += reader.getVectorSchemaRoot().getRowCount();
                }
            }
            // endregion
        }
        assertThat(total).isPositive();
        assertThat(Files.exists(reports.resolve("entries.arrow"))).isTrue();
    }

    @Test
    void failure_faultyQuestion_saysWhere() {
        try (AnalystSession session = warehouse.analyst(QueryLimits.DEFAULT)) {
            // region: failure
            try {
                session.query("SELECT actr FROM audit_entry");
            } catch (QueryFailedException e) {
                out.println(e.reason() + " at character " + e.column().getAsInt());
            }
            // endregion
        }
        Samples.assertOutput("failure", printed.toString(StandardCharsets.UTF_8));
    }
}
