package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.proof.EntryProofVerifier;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryFollower;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerInspectorTest {
    private static final Instant NOW = Instant.parse("2026-01-12T09:00:00Z");

    @TempDir
    private Path folder;

    private final Ed25519Signer signer = Ed25519Signer.generate("ops.example/ledger");

    @Test
    void read_whileTheLedgerIsOpen_seesWhatIsCommitted() {
        try (AuditLedger ledger = open(signer);
                LedgerInspector inspector = LedgerInspector.open(file())) {
            append(ledger, "k1", 3);
            assertThat(inspector.read(EntryQuery.all()).toList()).hasSize(3);
            append(ledger, "k2", 2);

            assertThat(inspector.head()).isEqualTo(ledger.head());
            assertThat(inspector.read(EntryQuery.all()).toList())
                    .isEqualTo(ledger.read(EntryQuery.all()).toList());
        }
    }

    @Test
    void prove_closedLedger_holdsUnderTheKeyAlone() {
        try (AuditLedger ledger = open(signer)) {
            append(ledger, "k1", 300);
        }

        try (LedgerInspector inspector = LedgerInspector.open(file())) {
            for (long sequence : new long[] {0, 1, 255, 256, 299}) {
                assertThat(EntryProofVerifier.verify(inspector.prove(sequence), signer.vkey())
                                .index())
                        .isEqualTo(sequence);
            }
            assertThat(inspector.findCheckpoint())
                    .hasValueSatisfying(note -> assertThat(note).startsWith("ops.example/ledger\n300\n"));
        }
    }

    @Test
    void follow_whileTheLedgerIsOpen_seesWhatIsAppended() throws InterruptedException {
        try (AuditLedger ledger = open(signer);
                LedgerInspector inspector = LedgerInspector.open(file());
                EntryFollower follower =
                        inspector.follow(EntryQuery.builder().fromSequence(1).build())) {
            append(ledger, "key-1", 2);
            assertThat(follower.next(Duration.ZERO)).map(JournalEntry::sequence).contains(1L);
            assertThat(follower.next(Duration.ZERO)).isEmpty();

            append(ledger, "key-2", 1);

            assertThat(follower.next(Duration.ofSeconds(20)))
                    .map(JournalEntry::sequence)
                    .contains(2L);
        }
    }

    @Test
    void prove_beyondTheLastCheckpoint_saysWhoCanSignOne() {
        try (AuditLedger ledger = open(signer);
                LedgerInspector inspector = LedgerInspector.open(file())) {
            append(ledger, "k1", 2);
            ledger.checkpoint();
            append(ledger, "k2", 1);

            assertThat(EntryProofVerifier.verify(inspector.prove(1), signer.vkey())
                            .checkpoint()
                            .size())
                    .isEqualTo(2);
            assertThatThrownBy(() -> inspector.prove(2))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("covers entry 2 yet");
            assertThatThrownBy(() -> inspector.prove(3))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("no entry 3");
        }
    }

    @Test
    void open_noFile_saysSo() {
        assertThatThrownBy(() -> LedgerInspector.open(folder.resolve("absent.db")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("absent.db");
        assertThat(folder.resolve("absent.db")).doesNotExist();
    }

    @Test
    void open_anotherFile_saysSo() throws IOException {
        Path other =
                Files.writeString(folder.resolve("notes.txt"), "not a ledger, but long enough to look at".repeat(30));

        assertThatThrownBy(() -> LedgerInspector.open(other))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("notes.txt");
    }

    private AuditLedger open(CheckpointSigner by) {
        return AuditLedger.builder()
                .file(file())
                .clock(() -> NOW)
                .signer(by)
                .signingWithin(Duration.ofDays(1))
                .build();
    }

    private Path file() {
        return folder.resolve("audit.db");
    }

    private static void append(AuditLedger ledger, String key, int entries) {
        List<EventDraft> drafts = IntStream.range(0, entries)
                .mapToObj(i -> new EventDraft("s/" + i % 7, "t", 1, Actor.of("bob"), NOW, JsonText.of(Map.of("i", i))))
                .toList();
        ledger.append(AppendBatch.of(key, drafts));
    }
}
