package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.AuditLedger;
import io.countersign.audit.Ed25519Signer;
import io.countersign.audit.LedgerInspector;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.fixtures.SharedData;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.venue.binance.BinanceBrackets;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The margin tiers of Binance over years, as recorded 57 times, through reader, diff, ledger, export and questions. */
@Tag("shared")
class BinanceTierHistoryTest {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Scope SCOPE = new Scope("binance", "production");

    @TempDir
    Path directory;

    @Test
    void asOf_everyRecordedDate_isTheSnapshotOfThatDate() {
        SortedMap<Instant, ConfigSnapshot> recorded = recorded();
        Path file = directory.resolve("audit.db");
        Path export = directory.resolve("export");
        Ed25519Signer signer = Ed25519Signer.generate("example.org/tiers");
        Recorder recorder = new Recorder();
        try (AuditLedger ledger = AuditLedger.builder()
                .file(file)
                .clock(recorder::now)
                .signer(signer)
                .build()) {
            recorder.into(ledger);
            ConfigSnapshot live = ConfigSnapshot.empty(SCOPE);
            for (Map.Entry<Instant, ConfigSnapshot> next : recorded.entrySet()) {
                recorder.moveTo(next.getKey());
                if (live.size() == 0) {
                    recorder.baseline(next.getValue(), next.getKey());
                } else {
                    SemanticDiff diff = SemanticDiff.between(live, next.getValue());
                    recorder.changed(
                            SCOPE, "binance", "TIERS-" + next.getKey(), Recorder.POLICY, false, diff, next.getKey());
                }
                live = next.getValue();
                if (recorded.headMap(next.getKey()).size() % 19 == 18) {
                    ledger.checkpoint();
                    export(file, export); // in three goes, so that the layer grows twice
                }
            }
        }
        assertThat(recorded).hasSize(57);
        assertThat(ExportVerifier.builder()
                        .trusting(signer.vkey())
                        .build()
                        .verify(export)
                        .signatureChecked())
                .isTrue();

        try (AuditWarehouse warehouse = AuditWarehouse.open(export)) {
            assertThat(warehouse.layer()).isPresent();
            Instant end = warehouse.manifest().knownUntil().orElseThrow();
            ConfigSnapshot before = ConfigSnapshot.empty(SCOPE);
            for (Map.Entry<Instant, ConfigSnapshot> date : recorded.entrySet()) {
                Instant at = date.getKey();
                assertThat(warehouse.asOf(SCOPE, at, end)).as("at " + at).isEqualTo(date.getValue());
                assertThat(warehouse.asOf(SCOPE, at, at)).as("known at " + at).isEqualTo(date.getValue());
                assertThat(warehouse.asOf(SCOPE, at.minusNanos(1_000), end))
                        .as("before " + at)
                        .isEqualTo(before);
                before = date.getValue();
            }
            ResultTable changes =
                    warehouse.query("SELECT count(*) AS n FROM (SELECT DISTINCT sequence, document FROM field_change"
                            + " WHERE change_id IS NOT NULL AND NOT whole_document)");
            assertThat(changes.text(0, 0))
                    .as("changes of a symbol that was there before and after")
                    .isEqualTo("947");
            assertThat(symbolsChanged(warehouse, recorded)).isEqualTo(947);
        }
    }

    /** The same counted from the differences between one date and the next. */
    private static int symbolsChanged(AuditWarehouse warehouse, SortedMap<Instant, ConfigSnapshot> recorded) {
        int changed = 0;
        List<Instant> dates = List.copyOf(recorded.keySet());
        for (int i = 1; i < dates.size(); i++) {
            ConfigSnapshot before = recorded.get(dates.get(i - 1));
            ConfigSnapshot after = recorded.get(dates.get(i));
            changed +=
                    (int) warehouse.diff(SCOPE, PointInTime.of(dates.get(i - 1)), PointInTime.of(dates.get(i))).stream()
                            .map(FieldDifference::document)
                            .distinct()
                            .filter(id -> before.documents().containsKey(id)
                                    && after.documents().containsKey(id))
                            .count();
        }
        return changed;
    }

    private static void export(Path ledger, Path export) {
        try (LedgerInspector inspector = LedgerInspector.open(ledger)) {
            LedgerExporter.builder().ledger(inspector).build().export(export);
        }
        NativeLayer.builder().build().update(export);
    }

    private static SortedMap<Instant, ConfigSnapshot> recorded() {
        SortedMap<Instant, ConfigSnapshot> snapshots = new TreeMap<>();
        for (Path file : SharedData.files("market-data/binance", "usdm-leverage-tiers").stream()
                .sorted()
                .toList()) {
            Matcher date = DATE.matcher(file.getFileName().toString());
            assertThat(date.find()).as("a date in " + file).isTrue();
            Instant at =
                    LocalDate.parse(date.group()).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (snapshots.containsKey(at)) {
                at = at.plus(Duration.ofHours(12)); // the second of that day
            }
            InputStream text = new ByteArrayInputStream(SharedData.text(file).getBytes(StandardCharsets.UTF_8));
            snapshots.put(
                    at,
                    ConfigSnapshot.of(
                            SCOPE,
                            new BinanceBrackets()
                                    .read(file.getFileName().toString(), text)
                                    .documents()));
        }
        return snapshots;
    }
}
