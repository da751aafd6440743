package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.Ed25519Signer;
import io.countersign.audit.proof.Checkpoint;
import io.countersign.audit.proof.NoteSignature;
import io.countersign.audit.proof.NoteVerifier;
import io.countersign.audit.proof.SignedNote;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerExporterTest {
    @TempDir
    Path directory;

    private final Recorder recorder = new Recorder();

    @Test
    void export_journalOverTwoMonths_writesOneLedgerFileEach() {
        twoMonths();

        ExportManifest manifest = export(directory);

        assertThat(manifest.size()).isEqualTo(recorder.journal().head().size());
        assertThat(manifest.root()).isEqualTo(recorder.journal().head().root());
        assertThat(manifest.engine()).startsWith("duckdb v");
        assertThat(manifest.checkpoint()).isEmpty();
        assertThat(manifest.previous()).isEmpty();
        assertThat(manifest.files())
                .extracting(ExportFile::path)
                .containsExactly(
                        "ledger/month=2026-01/part-0-3.parquet",
                        "derived/field_change/month=2026-01/part-0-3.parquet",
                        "ledger/month=2026-02/part-4-5.parquet",
                        "derived/field_change/month=2026-02/part-4-5.parquet");
        assertThat(directory.resolve("latest")).hasContent("manifest-6.json");
        assertThat(directory.resolve(".staging")).doesNotExist();
    }

    @Test
    void export_emptyJournal_hasNoFilesAndTheEmptyRoot() {
        ExportManifest manifest = export(directory);

        assertThat(manifest.files()).isEmpty();
        assertThat(manifest.root()).isEqualTo(Digest.of(new byte[0]));
        assertThat(manifest.knownUntil()).isEmpty();
    }

    @Test
    void export_sameJournalTwice_writesTheSameBytes(@TempDir Path other) throws IOException {
        twoMonths();

        export(directory);
        export(other);

        assertThat(contents(other)).isEqualTo(contents(directory)).hasSizeGreaterThan(5);
    }

    @Test
    void export_nothingNew_changesNothing() throws IOException {
        twoMonths();
        ExportManifest first = export(directory);
        Map<String, Digest> before = contents(directory);

        assertThat(export(directory)).isEqualTo(first);
        assertThat(contents(directory)).isEqualTo(before);
    }

    @Test
    void export_grownJournal_addsOnlyTheNewEntries() throws IOException {
        twoMonths();
        ExportManifest first = export(directory);
        Map<String, Digest> before = contents(directory);
        change("CHG-3", "0.5");

        ExportManifest second = export(directory);

        assertThat(second.size()).isEqualTo(7);
        assertThat(second.root()).isEqualTo(recorder.journal().head().root());
        assertThat(second.previous())
                .contains(new ExportManifest.Previous(6, ExportFolder.sha256(directory.resolve("manifest-6.json"))));
        assertThat(second.files()).startsWith(first.files().toArray(new ExportFile[0]));
        assertThat(second.files())
                .extracting(ExportFile::path)
                .endsWith(
                        "ledger/month=2026-02/part-6-6.parquet", "derived/field_change/month=2026-02/part-6-6.parquet");
        before.remove("latest");
        assertThat(contents(directory)).containsAllEntriesOf(before).containsKey("manifest-7.json");
    }

    @Test
    void export_smallParts_coverTheJournalWithoutGaps() {
        twoMonths();

        ExportManifest manifest = LedgerExporter.builder()
                .journal(recorder.journal())
                .partEntriesMax(2)
                .build()
                .export(directory);

        assertThat(manifest.files(ExportFile.Content.LEDGER))
                .extracting(ExportFile::firstSequence)
                .containsExactly(0L, 2L, 4L);
        assertThat(manifest.root()).isEqualTo(recorder.journal().head().root());
    }

    @Test
    void export_signedCheckpointBehindTheHead_endsAtTheCheckpoint() {
        twoMonths();
        String note = note(recorder.journal().head());
        change("CHG-3", "0.5");

        ExportManifest manifest =
                exporter(recorder.journal(), Optional.of(note)).export(directory);

        assertThat(manifest.size()).isEqualTo(6);
        assertThat(manifest.checkpoint()).contains(note);
    }

    @Test
    void export_signedAfterUnsigned_addsTheCheckpoint() {
        twoMonths();
        ExportManifest unsigned = export(directory);
        String note = note(recorder.journal().head());

        ExportManifest signed = exporter(recorder.journal(), Optional.of(note)).export(directory);

        assertThat(signed.checkpoint()).contains(note);
        assertThat(signed.files()).isEqualTo(unsigned.files());
        assertThat(ExportVerifier.builder().build().validate(directory).hasErrors())
                .isFalse();
    }

    @Test
    void export_checkpointOfAnotherRoot_publishesNothing() {
        twoMonths();
        String note = note(new JournalHead(6, Digest.of(new byte[] {7})));

        assertThatThrownBy(() -> exporter(recorder.journal(), Optional.of(note)).export(directory))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("The root over the first 6 entries is");
        assertThat(directory.resolve("latest")).doesNotExist();
        assertThat(directory.resolve("ledger")).doesNotExist();
    }

    @Test
    void export_anotherJournalIntoTheSameDirectory_isRefused() throws IOException {
        twoMonths();
        export(directory);
        Map<String, Digest> before = contents(directory);
        Recorder other = new Recorder();
        other.baseline(Markets.start(), Recorder.START);
        assertThatThrownBy(() -> exporter(other.journal(), Optional.empty()).export(directory))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("cut back");
        other.advance(Duration.ofDays(9));
        for (int i = 0; i < 5; i++) {
            other.refused("mallory", "CHG-9", "approve", "SELF_APPROVAL");
        }

        assertThatThrownBy(() -> exporter(other.journal(), Optional.empty()).export(directory))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("rewritten");
        assertThat(contents(directory)).isEqualTo(before);
    }

    @Test
    void export_strangerOrDamageInTheDirectory_isATypedError() throws IOException {
        twoMonths();
        export(directory);
        Path stranger = directory.resolve("ledger/month=2026-01/part-0-9.parquet");
        Files.writeString(stranger, "not ours");
        assertThatThrownBy(() -> export(directory))
                .isInstanceOfSatisfying(
                        ExportIntegrityException.class,
                        e -> assertThat(e.report().findings()).singleElement().satisfies(finding -> {
                            assertThat(finding.ruleId()).isEqualTo("EXPORT-FILE-UNKNOWN");
                            assertThat(finding.document()).isEqualTo("ledger/month=2026-01/part-0-9.parquet");
                        }));
        Files.delete(stranger);

        Files.writeString(directory.resolve("ledger/month=2026-01/part-0-3.parquet"), "cut");

        assertThatThrownBy(() -> export(directory))
                .isInstanceOf(ExportIntegrityException.class)
                .hasMessageContaining("EXPORT-FILE-SIZE");
    }

    @Test
    void export_intoADirectoryOfSomebodyElse_isRefused() throws IOException {
        Files.writeString(directory.resolve("holiday.jpg"), "sunset");

        assertThatThrownBy(() -> export(directory))
                .isInstanceOf(ExportIntegrityException.class)
                .hasMessageContaining("holiday.jpg");
    }

    @Test
    void export_afterOneCutShortBeforeThePointer_recovers(@TempDir Path undisturbed) throws IOException {
        twoMonths();
        export(directory);
        export(undisturbed);
        change("CHG-3", "0.5");
        export(directory);
        export(undisturbed);
        // As a crash just before the last move leaves it: everything in place, the pointer still the old one.
        Files.createDirectory(directory.resolve(".staging"));
        Files.copy(directory.resolve("manifest-7.json"), directory.resolve(".staging/intent.json"));
        Files.writeString(directory.resolve("latest"), "manifest-6.json\n");
        change("CHG-4", "0.2");
        assertThat(AuditWarehouse.open(directory).manifest().size()).isEqualTo(6);

        ExportManifest manifest = export(directory);

        assertThat(manifest.size()).isEqualTo(8);
        assertThat(manifest.previous().map(ExportManifest.Previous::size)).contains(6L);
        assertThat(directory.resolve("manifest-7.json")).doesNotExist();
        assertThat(ExportVerifier.builder().build().validate(directory).hasErrors())
                .isFalse();
    }

    @Test
    void export_whileAnotherIsUnderWay_isRefused() {
        twoMonths();
        AtomicReference<Throwable> inner = new AtomicReference<>();
        Journal journal = new Delegate(recorder.journal()) {
            @Override
            public JournalHead head() {
                try {
                    export(directory);
                } catch (ExportFailedException e) {
                    inner.set(e);
                }
                return super.head();
            }
        };

        exporter(journal, Optional.empty()).export(directory);

        assertThat(inner.get()).hasMessageContaining("Another export into");
    }

    @Test
    void export_entryWithAPayloadThatItsTypeDoesNotAllow_isATypedError() {
        recorder.append("x", "config/kraken/production", ChangeEvents.CONFIG_CHANGED, Map.of("later", "version"));

        assertThatThrownBy(() -> export(directory))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("Entry 0 (config.changed, schema version 1)");
    }

    @Test
    void export_directoryNameFullOfPatterns_isTakenLiterally() {
        twoMonths();
        Path odd = directory.resolve("it's [a] *?");

        export(odd);

        try (AuditWarehouse warehouse = AuditWarehouse.open(odd)) {
            assertThat(warehouse.query("SELECT count(*) AS n FROM audit_entry").cell(0, "n"))
                    .contains(6L);
        }
        assertThat(ExportVerifier.builder().build().validate(odd).hasErrors()).isFalse();
    }

    /** Baseline of three documents in January, two changes in February: sequences 0 to 5. */
    private void twoMonths() {
        recorder.baseline(Markets.start(), Recorder.START);
        recorder.moveTo(Instant.parse("2026-02-01T00:00:00Z"));
        change("CHG-1", "0.5");
        change("CHG-2", "1");
    }

    private void change(String id, String tick) {
        ConfigSnapshot to = Markets.start().with(Markets.spot("XBTUSD", tick, "0.0001"));
        recorder.advance(Duration.ofHours(1));
        recorder.changed(
                "alice", id, Recorder.POLICY, false, SemanticDiff.between(Markets.start(), to), recorder.now());
    }

    private ExportManifest export(Path to) {
        return exporter(recorder.journal(), Optional.empty()).export(to);
    }

    static LedgerExporter exporter(Journal journal, Optional<String> checkpoint) {
        return LedgerExporter.builder()
                .journal(journal)
                .checkpoint(() -> checkpoint)
                .build();
    }

    static final Ed25519Signer SIGNER = Ed25519Signer.generate("example.org/ledger");

    static String note(JournalHead head) {
        return note(head, SIGNER);
    }

    static String note(JournalHead head, Ed25519Signer signer) {
        NoteVerifier key = NoteVerifier.parse(signer.vkey());
        String text =
                Checkpoint.of(key.name(), head.size(), head.root().bytes()).text();
        byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(text, List.of(NoteSignature.of(key, signature))).toString();
    }

    static Map<String, Digest> contents(Path directory) throws IOException {
        Map<String, Digest> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(directory.relativize(file).toString(), ExportFolder.sha256(file));
            }
        }
        return contents;
    }

    private static class Delegate implements Journal {
        private final InMemoryJournal journal;

        Delegate(InMemoryJournal journal) {
            this.journal = journal;
        }

        @Override
        public AppendResult append(AppendBatch batch) {
            return journal.append(batch);
        }

        @Override
        public EntryCursor read(EntryQuery query) {
            return journal.read(query);
        }

        @Override
        public JournalHead head() {
            return journal.head();
        }

        @Override
        public long revision(String stream) {
            return journal.revision(stream);
        }
    }
}
