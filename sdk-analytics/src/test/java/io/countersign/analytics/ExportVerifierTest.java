package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.EntryTable;
import io.countersign.analytics.internal.FieldChangeTable;
import io.countersign.audit.Ed25519Signer;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.Finding;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Envelope;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.json.Digest;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.merkle.MerkleFrontier;
import io.countersign.model.merkle.MerkleTree;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportVerifierTest {
    private static final String JANUARY = "ledger/month=2026-01/part-0-3.parquet";
    private static final String FEBRUARY = "ledger/month=2026-02/part-4-5.parquet";
    private static final String DERIVED = "derived/field_change/month=2026-02/part-4-5.parquet";

    @TempDir
    Path directory;

    private final Recorder recorder = new Recorder();
    private ExportManifest manifest;

    @BeforeEach
    void export() {
        recorder.baseline(Markets.start(), Recorder.START);
        recorder.moveTo(Instant.parse("2026-02-01T00:00:00Z"));
        change("CHG-1", "0.5");
        change("CHG-2", "1");
        exportSigned();
    }

    @Test
    void validate_untouchedExport_hasNoFindings() {
        ExportReport report = validate();

        assertThat(report.findings().isEmpty()).as(report.toString()).isTrue();
        assertThat(report.entries()).isEqualTo(6);
        assertThat(report.signatureChecked()).isTrue();
        assertThat(report.manifest()).contains(manifest);
        assertThat(verifier().verify(directory).hasErrors()).isFalse();
    }

    @Test
    void validate_untouchedExportInTwoSteps_hasNoFindings() {
        change("CHG-3", "0.2");
        exportSigned();

        ExportReport report = validate();

        assertThat(report.findings().isEmpty()).as(report.toString()).isTrue();
        assertThat(report.entries()).isEqualTo(7);
    }

    @Test
    void validate_withoutKey_saysThatTheSignatureWasNotChecked() {
        ExportReport report = ExportVerifier.builder().build().validate(directory);

        assertThat(report.hasErrors()).isFalse();
        assertThat(report.signatureChecked()).isFalse();
        assertThat(report.findings().findings()).extracting(Finding::ruleId).containsExactly("EXPORT-UNSIGNED");
    }

    @Test
    void validate_truncatedFile_namesIt() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path(FEBRUARY).toFile(), "rw")) {
            file.setLength(file.length() - 40);
        }

        assertFound(
                "EXPORT-FILE-SIZE " + FEBRUARY, "EXPORT-FILE-UNREADABLE " + FEBRUARY, "EXPORT-ROOT manifest-6.json");
    }

    @Test
    void validate_flippedByte_namesTheFile() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path(DERIVED).toFile(), "rw")) {
            file.seek(file.length() / 2);
            int old = file.read();
            file.seek(file.length() / 2);
            file.write(old ^ 1);
        }

        assertThat(found()).contains("EXPORT-FILE-HASH " + DERIVED);
    }

    @Test
    void validate_missingFile_namesIt() throws IOException {
        Files.delete(path(JANUARY));

        assertFound("EXPORT-FILE-MISSING " + JANUARY, "EXPORT-ROOT manifest-6.json");
    }

    @Test
    void validate_missingDerivedFile_namesIt() throws IOException {
        Files.delete(path(DERIVED));

        assertFound("EXPORT-FILE-MISSING " + DERIVED);
    }

    @Test
    void validate_extraFile_namesIt() throws IOException {
        Files.copy(path(JANUARY), path("ledger/month=2026-01/part-6-9.parquet"));

        assertFound("EXPORT-FILE-UNKNOWN ledger/month=2026-01/part-6-9.parquet");
    }

    @Test
    void validate_swappedFiles_namesBothAndTheEntries() throws IOException {
        Path aside = directory.resolve("aside");
        Files.move(path(JANUARY), aside);
        Files.move(path(FEBRUARY), path(JANUARY));
        Files.move(aside, path(FEBRUARY));

        assertThat(found())
                .contains(
                        "EXPORT-FILE-SIZE " + JANUARY,
                        "EXPORT-FILE-SIZE " + FEBRUARY,
                        "EXPORT-SEQUENCE " + JANUARY + " /sequence=0",
                        "EXPORT-SEQUENCE " + FEBRUARY + " /sequence=4",
                        "EXPORT-ROOT manifest-6.json");
    }

    @Test
    void validate_editedColumnWithTheManifestMadeToFit_namesTheEntry() throws IOException {
        forge(FEBRUARY, "SELECT * REPLACE (CASE WHEN sequence = 5 THEN 'mallory' ELSE actor END AS actor)");

        assertFound("EXPORT-PROJECTION " + FEBRUARY + " /sequence=5");
    }

    @Test
    void validate_everyProjectedColumn_isCompared() throws IOException {
        Map<String, String> edits = Map.ofEntries(
                Map.entry("sequence", "sequence + 1"),
                Map.entry("stream", "'x'"),
                Map.entry("revision", "revision + 1"),
                Map.entry("type", "'x'"),
                Map.entry("schema_version", "schema_version + 1::INTEGER"),
                Map.entry("occurred_at", "occurred_at + INTERVAL 1 MICROSECOND"),
                Map.entry("recorded_at", "recorded_at + INTERVAL 1 MICROSECOND"),
                Map.entry("clock_source", "'x'"),
                Map.entry("clock_error_micros", "0::BIGINT"),
                Map.entry("idempotency_key", "'x'"),
                Map.entry("previous_sequence", "NULL::BIGINT"),
                Map.entry("previous_leaf", "NULL::VARCHAR"),
                Map.entry("payload_digest", "'x'"));
        Path spare = directory.resolve("spare");
        Files.copy(path(FEBRUARY), spare);
        for (Map.Entry<String, String> edit : edits.entrySet()) {
            Files.copy(spare, path(FEBRUARY), StandardCopyOption.REPLACE_EXISTING);
            forge(FEBRUARY, "SELECT * REPLACE (" + edit.getValue() + " AS " + edit.getKey() + ")");

            assertThat(validate().findings().of("EXPORT-PROJECTION"))
                    .as(edit.getKey())
                    .hasSize(2)
                    .allSatisfy(finding -> assertThat(finding.message()).endsWith(": " + edit.getKey()));
        }
    }

    @Test
    void validate_editedPayload_namesTheEntry() throws IOException {
        forge(
                FEBRUARY,
                "SELECT * REPLACE (CASE WHEN sequence = 4 THEN replace(payload, 'CHG-1', 'CHG-9') ELSE payload END"
                        + " AS payload)");

        assertThat(found()).contains("EXPORT-PAYLOAD " + FEBRUARY + " /sequence=4");
    }

    @Test
    void validate_editedLeafHash_namesTheEntry() throws IOException {
        forge(FEBRUARY, "SELECT * REPLACE (repeat('0', 64) AS leaf_hash)");

        assertFound("EXPORT-LEAF " + FEBRUARY + " /sequence=4", "EXPORT-LEAF " + FEBRUARY + " /sequence=5");
    }

    @Test
    void validate_rewrittenEntryWithEveryColumnMadeToFit_changesTheRoot() throws IOException {
        rewriteLastEntry();

        assertFound("EXPORT-ROOT manifest-6.json");
    }

    @Test
    void validate_editedRoot_isNotThatOfTheEntries() throws IOException {
        publish(manifest -> ImmutableExportManifest.builder()
                .from(manifest)
                .root(Recorder.POLICY)
                .checkpoint(Optional.empty())
                .build());

        assertFound("EXPORT-ROOT manifest-6.json", "EXPORT-UNSIGNED manifest-6.json");
    }

    @Test
    void validate_editedFrontier_isNotThatOfTheEntries() throws IOException {
        publish(manifest -> ImmutableExportManifest.builder()
                .from(manifest)
                .frontier(List.of(Recorder.POLICY, Recorder.POLICY))
                .build());

        assertFound("EXPORT-ROOT manifest-6.json");
    }

    @Test
    void filesLiteral_missingFileThatReadsAsAPattern_matchesNoOther() throws IOException {
        Files.copy(path(JANUARY), directory.resolve("part-0.parquet"));

        try (DuckDb duck = DuckDb.inMemory(Map.of())) {
            String files = DuckDb.filesLiteral(List.of(directory.resolve("part-[0].parquet")));
            assertThatThrownBy(() -> duck.value("SELECT count(*) FROM read_parquet(" + files + ")"))
                    .isInstanceOf(DuckDbException.class)
                    .hasMessageContaining("No files found");
        }
    }

    @Test
    void validate_rewrittenEntryWithTheManifestsRootMadeToFit_contradictsTheCheckpoint() throws IOException {
        MerkleFrontier frontier = rewriteLastEntry();
        publish(manifest -> ImmutableExportManifest.builder()
                .from(manifest)
                .root(Digest.ofHash(frontier.root()))
                .frontier(frontier.peaks().stream().map(Digest::ofHash).toList())
                .build());

        assertFound("EXPORT-CHECKPOINT manifest-6.json");
    }

    @Test
    void validate_rewrittenEntryWithTheCheckpointMadeToFit_hasABadSignature() throws IOException {
        MerkleFrontier frontier = rewriteLastEntry();
        String forged = LedgerExporterTest.note(
                new JournalHead(6, Digest.ofHash(frontier.root())), Ed25519Signer.generate("example.org/ledger"));
        publish(manifest -> ImmutableExportManifest.builder()
                .from(manifest)
                .root(Digest.ofHash(frontier.root()))
                .frontier(frontier.peaks().stream().map(Digest::ofHash).toList())
                .checkpoint(forged)
                .build());

        assertFound("EXPORT-SIGNATURE manifest-6.json");
    }

    @Test
    void validate_droppedRow_namesTheEntry() throws IOException {
        forge(JANUARY, "SELECT *", "WHERE sequence <> 2");

        assertThat(found())
                .contains(
                        "EXPORT-SEQUENCE " + JANUARY + " /sequence=2",
                        "EXPORT-SEQUENCE " + JANUARY,
                        "EXPORT-ROOT manifest-6.json");
    }

    @Test
    void validate_reorderedRows_namesTheEntries() throws IOException {
        forge(FEBRUARY, "SELECT *", "ORDER BY sequence DESC");

        assertThat(found())
                .contains(
                        "EXPORT-SEQUENCE " + FEBRUARY + " /sequence=4",
                        "EXPORT-SEQUENCE " + FEBRUARY + " /sequence=5",
                        "EXPORT-ROOT manifest-6.json");
    }

    @Test
    void validate_extraColumn_namesTheFile() throws IOException {
        forge(FEBRUARY, "SELECT *, 1 AS more");

        assertThat(found()).contains("EXPORT-COLUMNS " + FEBRUARY);
    }

    @Test
    void validate_columnUnderAnotherId_namesTheFile() throws IOException {
        Path forged = directory.resolve("forged.parquet");
        try (DuckDb duck = DuckDb.inMemory(Map.of())) {
            duck.run("COPY (SELECT * FROM read_parquet(" + DuckDb.filesLiteral(List.of(path(FEBRUARY)))
                    + ", hive_partitioning = false)) TO " + DuckDb.literal(forged) + " (FORMAT parquet)");
        }
        Files.move(forged, path(FEBRUARY), StandardCopyOption.REPLACE_EXISTING);

        assertThat(found()).contains("EXPORT-COLUMNS " + FEBRUARY);
    }

    @Test
    void validate_editedFieldChange_namesTheEntry() throws IOException {
        forge(DERIVED, "SELECT * REPLACE (CASE WHEN sequence = 5 THEN '\"9\"' ELSE after END AS after)");

        assertFound("EXPORT-DERIVED " + DERIVED + " /sequence=5");
    }

    @Test
    void validate_fieldChangesLeftOutOfTheManifest_namesTheLedgerFile() throws IOException {
        publish(manifest -> ImmutableExportManifest.builder()
                .from(manifest)
                .files(manifest.files().stream()
                        .filter(file -> !file.path().equals(DERIVED))
                        .toList())
                .build());

        assertFound("EXPORT-DERIVED " + FEBRUARY, "EXPORT-FILE-UNKNOWN " + DERIVED);
    }

    @Test
    void validate_editedManifest_isFound() throws IOException {
        Path file = directory.resolve("manifest-6.json");
        Files.writeString(file, Files.readString(file) + "\n");
        assertFound("EXPORT-MANIFEST manifest-6.json");

        Files.writeString(file, "{\"size\":6}");
        assertThat(found()).contains("EXPORT-MANIFEST manifest-6.json", "EXPORT-LATEST latest");
    }

    @Test
    void validate_manifestThatPointsOutside_isFound() throws IOException {
        Path file = directory.resolve("manifest-6.json");
        Files.writeString(file, Files.readString(file).replace(JANUARY, "ledger/../../secret.parquet"));

        assertThat(found()).contains("EXPORT-MANIFEST manifest-6.json", "EXPORT-LATEST latest");
    }

    @Test
    void validate_pointerToNothing_isFound() throws IOException {
        Files.writeString(directory.resolve("latest"), "manifest-9.json\n");

        assertThat(found()).contains("EXPORT-MANIFEST manifest-9.json", "EXPORT-LATEST latest");
        Files.writeString(directory.resolve("latest"), "../manifest-6.json\n");
        assertThat(found()).contains("EXPORT-LATEST latest");
    }

    @Test
    void validate_earlierManifestMissingOrEdited_isFound() throws IOException {
        change("CHG-3", "0.2");
        exportSigned();
        Path earlier = directory.resolve("manifest-6.json");
        ExportManifest edited = ImmutableExportManifest.builder()
                .from(ExportManifest.parse(Files.readAllBytes(earlier)))
                .engine("another")
                .build();
        Files.write(earlier, edited.bytes());
        assertFound("EXPORT-HISTORY manifest-6.json");

        Files.delete(earlier);
        assertFound("EXPORT-MANIFEST manifest-6.json");
    }

    @Test
    void validate_noExport_isFound(@TempDir Path empty) {
        assertThat(verifier().validate(empty).findings().of("EXPORT-LATEST")).hasSize(1);
        assertThat(verifier().validate(empty.resolve("none")).findings().of("EXPORT-LATEST"))
                .hasSize(1);
    }

    @Test
    void verify_damagedExport_throwsWithTheFindings() throws IOException {
        Files.delete(path(DERIVED));

        assertThatThrownBy(() -> verifier().verify(directory))
                .isInstanceOfSatisfying(
                        ExportIntegrityException.class,
                        e -> assertThat(e.report().of("EXPORT-FILE-MISSING")).hasSize(1));
    }

    @Test
    void open_damagedExport_isRefused() throws IOException {
        forge(FEBRUARY, "SELECT *");
        Files.write(directory.resolve("manifest-6.json"), manifest.bytes());

        assertThatThrownBy(() -> AuditWarehouse.open(directory))
                .isInstanceOf(ExportIntegrityException.class)
                .hasMessageContaining(FEBRUARY);
    }

    private void change(String id, String tick) {
        MarketDocument changed = Markets.spot("XBTUSD", tick, "0.0001");
        ConfigSnapshot to = Markets.start().with(changed);
        recorder.advance(Duration.ofHours(1));
        recorder.changed(
                "alice", id, Recorder.POLICY, false, SemanticDiff.between(Markets.start(), to), recorder.now());
    }

    private void exportSigned() {
        String note = LedgerExporterTest.note(recorder.journal().head());
        manifest = LedgerExporterTest.exporter(recorder.journal(), Optional.of(note))
                .export(directory);
    }

    private ExportVerifier verifier() {
        return ExportVerifier.builder()
                .trusting(LedgerExporterTest.SIGNER.vkey())
                .build();
    }

    private ExportReport validate() {
        return verifier().validate(directory);
    }

    private List<String> found() {
        return validate().findings().findings().stream()
                .map(finding -> (finding.ruleId() + " " + finding.document() + " " + finding.path()).strip())
                .toList();
    }

    private void assertFound(String... findings) {
        assertThat(found()).containsExactlyInAnyOrder(findings);
    }

    private Path path(String file) {
        return directory.resolve(file);
    }

    private void forge(String file, String select) throws IOException {
        forge(file, select, "");
    }

    /** Writes a file anew with edited rows, and makes the manifest's size and hash fit. */
    private void forge(String file, String select, String rest) throws IOException {
        Path forged = directory.resolve("forged.parquet");
        try (DuckDb duck = DuckDb.inMemory(Map.of("threads", "1"))) {
            duck.run("COPY (" + select + " FROM read_parquet(" + DuckDb.filesLiteral(List.of(path(file)))
                    + ", hive_partitioning = false) " + rest + ") TO " + DuckDb.literal(forged)
                    + " (FORMAT parquet, COMPRESSION zstd, FIELD_IDS "
                    + (file.startsWith("ledger") ? EntryTable.SHAPE : FieldChangeTable.SHAPE).fieldIds() + ")");
        }
        Files.move(forged, path(file), StandardCopyOption.REPLACE_EXISTING);
        long bytes = Files.size(path(file));
        Digest sha256 = ExportFolder.sha256(path(file));
        publish(manifest -> {
            List<ExportFile> files = new ArrayList<>();
            for (ExportFile listed : manifest.files()) {
                files.add(
                        listed.path().equals(file)
                                ? ImmutableExportFile.builder()
                                        .from(listed)
                                        .bytes(bytes)
                                        .sha256(sha256)
                                        .build()
                                : listed);
            }
            return ImmutableExportManifest.builder().from(manifest).files(files).build();
        });
    }

    private void publish(UnaryOperator<ExportManifest> edit) throws IOException {
        Path file = directory.resolve("manifest-6.json");
        Files.write(
                file, edit.apply(ExportManifest.parse(Files.readAllBytes(file))).bytes());
    }

    /** Has mallory do what alice did, in envelope, columns and derived rows. Returns the tree that then stands there. */
    private MerkleFrontier rewriteLastEntry() throws IOException {
        MerkleFrontier frontier = new MerkleFrontier();
        recorder.journal().read(EntryQuery.all()).toList().stream()
                .limit(5)
                .forEach(entry -> frontier.append(entry.leafHash()));
        Envelope.Builder envelope = Envelope.builder();
        envelope.from(recorder.journal().read(EntryQuery.all()).toList().get(5).envelope())
                .actor(Actor.of("mallory"));
        byte[] bytes = envelope.build().bytes();
        byte[] leaf = MerkleTree.leafHash(bytes);
        frontier.append(leaf);
        String last = "CASE WHEN sequence = 5 THEN ";
        forge(
                FEBRUARY,
                "SELECT * REPLACE (" + last + "'mallory' ELSE actor END AS actor, " + last + "unhex('"
                        + HexFormat.of().formatHex(bytes) + "') ELSE envelope END AS envelope, " + last + "'"
                        + HexFormat.of().formatHex(leaf) + "' ELSE leaf_hash END AS leaf_hash)");
        forge(DERIVED, "SELECT * REPLACE (" + last + "'mallory' ELSE actor END AS actor)");
        return frontier;
    }
}
