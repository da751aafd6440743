package io.countersign.audit;

import static io.countersign.model.fixtures.JournalContract.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.countersign.audit.proof.EntryProofVerifier;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A ledger of format version 1, which every later version verifies, opens and goes on with. It is written anew, before a release alone,
 * with
 *
 * <pre>mvn -pl sdk-model,sdk-audit test -Dtest=GoldenLedgerTest -Dcountersign.golden=write</pre>
 */
class GoldenLedgerTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "v1");
    private static final int BATCHES = 48;
    private static final int ENTRIES = 319;

    @RegisterExtension
    final Ledgers ledgers = new Ledgers();

    @Test
    void ledger_ofVersion1_verifiesAndGoesOn() throws IOException {
        if (System.getProperty("countersign.golden", "").equals("write")) {
            write();
        }
        Path file = ledgers.damaged("golden.db");
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(GOLDEN.resolve("ledger.db.gz")))) {
            Files.copy(packed, file);
        }
        String vkey = Files.readString(GOLDEN.resolve("ledger.vkey")).strip();
        String checkpoint = Files.readString(GOLDEN.resolve("ledger.checkpoint"));
        VerificationReport report = LedgerVerifier.builder()
                .file(file)
                .trusting(vkey)
                .holding(checkpoint)
                .build()
                .verify();
        assertThat(report.entries()).isEqualTo(ENTRIES);
        assertThat(report.signatures()).isEqualTo(3);

        // What was recorded then is what would be recorded today, to the byte.
        InMemoryJournal today = new InMemoryJournal(SettableClock.atSomeInstant());
        fill(today, () -> {});
        try (LedgerInspector inspector = LedgerInspector.open(file)) {
            assertThat(inspector.read(EntryQuery.all()).toList())
                    .extracting(JournalEntry::leafHex)
                    .isEqualTo(today.read(EntryQuery.all()).toList().stream()
                            .map(JournalEntry::leafHex)
                            .toList());
            assertThat(EntryProofVerifier.verify(inspector.prove(7), vkey).index())
                    .isEqualTo(7);
        }
        try (AuditLedger ledger = AuditLedger.open(file, ledgers.clock())) {
            assertThat(ledger.append(AppendBatch.of("key-3", drafts(3))).repeated())
                    .isTrue();
            ledger.append(AppendBatch.of("later", drafts(3)));
        }
        assertThat(LedgerVerifier.builder()
                        .file(file)
                        .trusting(vkey)
                        .continuingFrom(checkpoint)
                        .build()
                        .verify()
                        .entries())
                .isEqualTo(drafts(3).size());
    }

    private void write() throws IOException {
        Path file = ledgers.damaged("new.db");
        Ed25519Signer signer = Ed25519Signer.generate("example.com/ledger");
        String checkpoint;
        try (AuditLedger ledger = AuditLedger.builder()
                .file(file)
                .clock(SettableClock.atSomeInstant())
                .signer(signer)
                .signingWithin(Duration.ofDays(1))
                .build()) {
            fill(ledger, ledger::checkpoint);
            checkpoint = ledger.checkpoint();
        }
        Files.createDirectories(GOLDEN);
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(GOLDEN.resolve("ledger.db.gz")))) {
            Files.copy(file, packed);
        }
        Files.writeString(GOLDEN.resolve("ledger.vkey"), signer.vkey() + "\n", StandardCharsets.UTF_8);
        Files.writeString(GOLDEN.resolve("ledger.checkpoint"), checkpoint, StandardCharsets.UTF_8);
        fail("Wrote the golden ledger anew: run without -Dcountersign.golden");
    }

    /** Signs in between, so that there are several checkpoints. */
    private static void fill(Journal journal, Runnable sign) {
        for (int i = 0; i < BATCHES; i++) {
            journal.append(AppendBatch.of("key-" + i, drafts(i)));
            if (i == 4) {
                sign.run();
            }
        }
    }

    private static List<EventDraft> drafts(int number) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i <= number % 13; i++) {
            drafts.add(draft("stream-" + i % 7, "type-" + i % 2, List.of(number, "\u00e9\ud83d\ude00 \"x\"")));
        }
        if (number == 9) {
            drafts.add(draft("large", "t", "l".repeat(40_000)));
        }
        return drafts;
    }
}
