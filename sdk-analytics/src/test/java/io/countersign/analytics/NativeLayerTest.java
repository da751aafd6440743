package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLayerTest {
    @TempDir
    Path directory;

    private final Recorder recorder = new Recorder();
    private ConfigSnapshot live = Markets.start();
    private int changes;

    NativeLayerTest() {
        recorder.baseline(live, recorder.now());
    }

    @Test
    void update_thirdTime_addsToTheOneBeforeAndLeavesTheCurrentAlone() throws IOException {
        export();
        Path first = update();
        change();
        export();
        Path second = update();
        Digest before = digest(second);
        Object inode = Files.getAttribute(first, "unix:ino");
        change();
        export();

        Path third = update();

        assertThat(layers()).containsExactlyInAnyOrder(name(second), name(third));
        assertThat(digest(second)).isEqualTo(before);
        assertThat(Files.getAttribute(third, "unix:ino")).as("grown in place").isEqualTo(inode);
        assertAnswers();
        assertThat(update()).as("nothing new").isEqualTo(third);
        assertSound();
    }

    @Test
    void update_whileOthersReadBoth_disturbsNobody() throws IOException {
        export();
        update();
        try (AuditWarehouse oldest = AuditWarehouse.open(directory)) {
            ConfigSnapshot atFirst = live;
            change();
            export();
            update();
            try (AuditWarehouse older = AuditWarehouse.open(directory)) {
                change();
                export();
                Path third = update();

                assertThat(oldest.asOf(Recorder.SCOPE, recorder.now(), recorder.now()))
                        .isEqualTo(atFirst);
                assertThat(older.layer()).isPresent().isNotEqualTo(Optional.of(third));
                assertThat(older.query("SELECT count(*) AS n FROM entry").text(0, 0))
                        .isEqualTo("5");
            }
        }
        assertAnswers();
    }

    @Test
    void update_changedByHand_isNotTrustedAndMadeAnew() throws IOException {
        export();
        Path layer = update();
        try (DuckDb duck = DuckDb.onFile(layer, Map.of())) {
            duck.run("UPDATE layer.field_change SET after = '\"9\"'"
                    + " WHERE field IN (SELECT field FROM layer.field WHERE path = '/priceRule/tickSize')");
        }

        assertAnswersWithoutLayer();
        assertThat(validate()).containsExactly("EXPORT-LAYER " + name(layer));
        update();
        assertAnswers();
        assertSound();
    }

    @Test
    void update_cutShortOrMissing_isMadeAnew() throws IOException {
        export();
        Path layer = update();
        try (FileChannel channel = FileChannel.open(layer, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        assertAnswersWithoutLayer();
        update();
        assertAnswers();
        Files.delete(layer);
        assertAnswersWithoutLayer();
        update();
        assertAnswers();
        Files.writeString(directory.resolve("native.json"), "{}");
        assertAnswersWithoutLayer();
        assertThat(validate()).isNotEmpty();
        update();
        assertAnswers();
        assertSound();
    }

    @Test
    void update_madeByOtherSql_isMadeAnew() throws IOException {
        export();
        update();
        Path list = directory.resolve("native.json");
        String ours = Files.readString(list);
        Files.writeString(
                list, ours.replaceFirst("\"definition\":\"[^\"]+", "\"definition\":\"" + Digest.of(new byte[] {1})));

        assertAnswersWithoutLayer();
        assertThat(ExportVerifier.builder()
                        .build()
                        .validate(directory)
                        .findings()
                        .findings())
                .filteredOn(finding -> finding.ruleId().equals("EXPORT-LAYER"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARN))
                .satisfies(finding -> assertThat(finding.message()).contains("another version of this library"));
        update();
        assertAnswers();
        assertSound();
    }

    @Test
    void update_spareChangedByHand_isNotBuiltOn() throws IOException {
        export();
        Path first = update();
        change();
        export();
        update();
        try (DuckDb duck = DuckDb.onFile(first, Map.of())) {
            duck.run("UPDATE layer.field_change SET after = '\"9\"'"
                    + " WHERE field IN (SELECT field FROM layer.field WHERE path = '/priceRule/tickSize')");
        }
        change();
        export();

        update();

        assertAnswers();
        assertSound();
    }

    @Test
    void answers_flippedByte_areRightOrAnError() throws IOException {
        export();
        Path layer = update();
        byte[] whole = Files.readAllBytes(layer);
        ConfigSnapshot expected = live;
        int wrong = 0;
        int noticed = 0;
        for (int position = 64; position < whole.length; position += whole.length / 60) {
            flip(layer, position);
            try (AuditWarehouse warehouse = AuditWarehouse.open(directory)) {
                if (!warehouse
                        .asOf(Recorder.SCOPE, recorder.now(), recorder.now())
                        .equals(expected)) {
                    wrong++;
                }
            } catch (ExportFailedException e) {
                noticed++;
            }
            Files.write(layer, whole);
        }
        assertThat(wrong).isZero();
        assertThat(noticed).as("flips that were noticed").isPositive();
    }

    @Test
    void update_editedParquet_isRefusedAndTheLayerStays() throws IOException {
        export();
        Path layer = update();
        change();
        export();
        Path part;
        try (Stream<Path> files = Files.walk(directory)) {
            part = files.filter(file -> file.toString().endsWith("part-4-4.parquet")
                            && file.toString().contains("ledger"))
                    .findFirst()
                    .orElseThrow();
        }
        flip(part, 100);

        assertThatThrownBy(this::update)
                .isInstanceOf(ExportIntegrityException.class)
                .hasMessageContaining("part-4-4.parquet");
        assertThat(layers()).containsExactly(name(layer));
    }

    @Test
    void update_cancelled_leavesNothing() throws IOException {
        export();

        assertThatThrownBy(() ->
                        NativeLayer.builder().cancelledBy(() -> true).build().update(directory))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("after 0 entries");
        assertThat(layers()).isEmpty();
        List<String> progress = new ArrayList<>();
        NativeLayer.builder()
                .progress((done, total) -> progress.add(done + "/" + total))
                .build()
                .update(directory);
        assertThat(progress).containsExactly("4/4");
    }

    @Test
    void update_moreThanMemoryHolds_isATypedErrorAndTheLayerStays() throws IOException {
        export();
        Path layer = update();
        for (int i = 0; i < 40; i++) {
            recorder.append("importer", "note/" + i, "note.taken", Map.of("text", (i + " ").repeat(1_000_000)));
        }
        export();

        assertThatThrownBy(() ->
                        NativeLayer.builder().memoryMegabytesMax(64).build().update(directory))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("out of memory")
                .hasMessageContaining("memoryMegabytesMax");
        assertThat(layers()).containsExactly(name(layer));
        assertAnswersWithoutLayer();
        update();
        assertAnswers();
        assertSound();
    }

    @Test
    void update_noExport_isATypedError() {
        assertThatThrownBy(this::update)
                .isInstanceOf(ExportIntegrityException.class)
                .hasMessageContaining("There is no export");
    }

    @Test
    void update_signedOnlyNow_keepsTheLayer() throws IOException {
        export();
        Path layer = update();
        String note = LedgerExporterTest.note(recorder.journal().head());
        LedgerExporter.builder()
                .journal(recorder.journal())
                .checkpoint(() -> Optional.of(note))
                .build()
                .export(directory);

        assertThat(update()).isEqualTo(layer);
        assertAnswers();
    }

    private void change() {
        recorder.advance(Duration.ofHours(1));
        changes++;
        ConfigSnapshot next = live.with(Markets.spot("XBTUSD", "0." + (1 + changes), "0.0001"));
        recorder.changed(
                "alice", "CHG-" + changes, Recorder.POLICY, false, SemanticDiff.between(live, next), recorder.now());
        live = next;
    }

    private void export() {
        LedgerExporter.builder().journal(recorder.journal()).build().export(directory);
    }

    private Path update() {
        return NativeLayer.builder().build().update(directory);
    }

    private void assertAnswers() {
        try (AuditWarehouse warehouse = AuditWarehouse.open(directory)) {
            assertThat(warehouse.layer()).isPresent();
            assertThat(warehouse.asOf(Recorder.SCOPE, recorder.now(), recorder.now()))
                    .isEqualTo(live);
            assertThat(warehouse.query("SELECT count(*) AS n FROM entry").text(0, 0))
                    .isEqualTo(Long.toString(warehouse.manifest().size()));
        }
    }

    private void assertAnswersWithoutLayer() {
        try (AuditWarehouse warehouse = AuditWarehouse.open(directory)) {
            assertThat(warehouse.layer()).isEmpty();
            assertThat(warehouse.asOf(Recorder.SCOPE, recorder.now(), recorder.now()))
                    .isEqualTo(live);
        }
    }

    private void assertSound() {
        assertThat(validate()).isEmpty();
    }

    private List<String> validate() {
        return ExportVerifier.builder().build().validate(directory).findings().findings().stream()
                .filter(finding -> !finding.ruleId().equals("EXPORT-UNSIGNED"))
                .map(finding -> finding.ruleId() + " " + finding.document())
                .toList();
    }

    private List<String> layers() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(NativeLayerTest::name)
                    .filter(name -> name.contains(".duckdb"))
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static Digest digest(Path file) throws IOException {
        return Digest.of(Files.readAllBytes(file));
    }

    private static void flip(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ 0x10)).rewind();
            channel.write(one, position);
        }
    }
}
