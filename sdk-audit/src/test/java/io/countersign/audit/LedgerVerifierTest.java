package io.countersign.audit;

import static io.countersign.model.fixtures.JournalContract.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.LedgerFinding.Code;
import io.countersign.model.CountersignException;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.NotFoundException;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerVerifierTest {
    private static final int SIZE = 300;

    @RegisterExtension
    final Ledgers ledgers = new Ledgers();

    private static byte[] filled = new byte[0];
    private static String checkpoint = "";

    private Path intact;
    private Path damaged;

    /** 300 entries in batches of 10 over 7 streams, two large payloads, two checkpoints: one full tile, and 44 leaves more. */
    @BeforeAll
    static void fill(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ledger.db");
        try (AuditLedger ledger = AuditLedger.builder()
                .file(file)
                .clock(SettableClock.atSomeInstant())
                .signer(Ledgers.SIGNER)
                .signingWithin(Duration.ofDays(1))
                .build()) {
            for (int i = 0; i < SIZE; i += 10) {
                List<EventDraft> drafts = new ArrayList<>();
                for (int j = i; j < i + 10; j++) {
                    drafts.add(draft(
                            "stream-" + j % 7, "type-" + j % 3, j % 150 == 9 ? "x".repeat(40_000) : "payload " + j));
                }
                ledger.append(AppendBatch.of("key-" + i, drafts));
                if (i == 100) {
                    ledger.checkpoint();
                }
            }
            checkpoint = ledger.checkpoint();
        }
        filled = Files.readAllBytes(file);
    }

    @BeforeEach
    void copy() throws IOException {
        intact = Files.write(ledgers.file("ledger.db"), filled);
        damaged = Files.write(ledgers.damaged("damaged.db"), filled);
    }

    @Test
    void validate_intactLedger_saysWhatWasSeen() {
        VerificationReport report = verifier(damaged).build().validate();

        assertThat(report.isIntact()).isTrue();
        assertThat(report.entries()).isEqualTo(SIZE);
        assertThat(report.deep()).isTrue();
        assertThat(report.signatures()).isEqualTo(2);
        assertThat(report.findings()).isEmpty();
        assertThat(report.toString()).startsWith("300 entries, root ").endsWith(", deep, 2 signatures: intact");
        assertThat(verifier(damaged).shallow().build().verify().deep()).isFalse();
    }

    /** What an insider changes, what must be found, and where. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // one entry edited, in the full tile and after it
                "UPDATE cs_entry SET envelope = replace(envelope, 'alice', 'malle') WHERE seq = 5 | LEAF | entry 5",
                "UPDATE cs_entry SET envelope = replace(envelope, 'alice', 'malle') WHERE seq = 5 | STREAM | entry 12",
                "UPDATE cs_entry SET envelope = replace(envelope, 'alice', 'malle') WHERE seq = 299 | ROOT | head",
                "UPDATE cs_entry SET envelope = replace(envelope, 'alice', 'malle') WHERE seq = 299 | CHECKPOINT | checkpoint 2",
                "UPDATE cs_entry SET envelope = replace(envelope, 'payload 270', 'payload 271') WHERE seq = 270 | PAYLOAD | entry 270",
                "UPDATE cs_entry SET envelope = x'00' WHERE seq = 290 | ENVELOPE | entry 290",
                // columns
                "UPDATE cs_entry SET stream = 'stream-0' WHERE seq = 5 | PROJECTION | entry 5",
                "UPDATE cs_entry SET event_type = 'other' WHERE seq = 290 | PROJECTION | entry 290",
                "UPDATE cs_entry SET actor = 'mallory' WHERE seq = 5 | PROJECTION | entry 5",
                "UPDATE cs_entry SET occurred_at = 0 WHERE seq = 5 | PROJECTION | entry 5",
                "UPDATE cs_entry SET recorded_at = 0 WHERE seq = 5 | PROJECTION | entry 5",
                "UPDATE cs_entry SET revision = 9 WHERE seq = 5 | PROJECTION | entry 5",
                "UPDATE cs_entry SET prev_seq = NULL WHERE seq = 25 | PROJECTION | entry 25",
                "UPDATE cs_entry SET prev_seq = 0 WHERE seq = 5 | PROJECTION | entry 5",
                "UPDATE cs_entry SET batch_key = 'key-999' WHERE seq = 5 | PROJECTION | entry 5",
                "UPDATE cs_entry SET actor = CAST(actor AS BLOB) WHERE seq = 5 | SCHEMA | schema",
                // rows
                "DELETE FROM cs_entry WHERE seq = 299 | GAP | head",
                "DELETE FROM cs_entry WHERE seq = 17 | GAP | entry 17",
                "DELETE FROM cs_entry WHERE seq = 0 | GAP | entry 0",
                "DELETE FROM cs_entry WHERE seq BETWEEN 17 AND 30 | GAP | entry 17",
                "DELETE FROM cs_entry | GAP | head",
                "INSERT INTO cs_entry SELECT 300, envelope, stream, revision, prev_seq, event_type, actor, occurred_at, recorded_at, batch_key FROM cs_entry WHERE seq = 299 | ENVELOPE | entry 300",
                "INSERT INTO cs_entry SELECT -1, envelope, stream, revision, prev_seq, event_type, actor, occurred_at, recorded_at, batch_key FROM cs_entry WHERE seq = 0 | GAP | entry -1",
                "UPDATE cs_entry SET seq = CASE seq WHEN 20 THEN -1 ELSE seq END | GAP | entry -1",
                "UPDATE cs_entry SET envelope = (SELECT o.envelope FROM cs_entry o WHERE o.seq = 41 - cs_entry.seq) WHERE seq IN (20, 21) | ENVELOPE | entry 20",
                // streams
                "UPDATE cs_stream SET revision = revision + 1 WHERE id = 'stream-3' | STREAM | stream stream-3",
                "UPDATE cs_stream SET last_seq = last_seq - 7, revision = revision - 1 WHERE id = 'stream-3' | STREAM | streams",
                "UPDATE cs_stream SET last_leaf = zeroblob(32) WHERE id = 'stream-3' | STREAM | stream stream-3",
                "UPDATE cs_stream SET id = 'stream-x' WHERE id = 'stream-3' | STREAM | stream stream-x",
                "DELETE FROM cs_stream WHERE id = 'stream-3' | STREAM | streams",
                "INSERT INTO cs_stream VALUES ('ghost', 0, 0, zeroblob(32)) | STREAM | stream ghost",
                // batches
                "DELETE FROM cs_batch WHERE batch_key = 'key-50' | BATCH | batch key-50",
                "UPDATE cs_batch SET entry_count = 9 WHERE batch_key = 'key-50' | BATCH | batch key-50",
                "UPDATE cs_batch SET first_seq = 51 WHERE batch_key = 'key-50' | BATCH | batch key-50",
                "UPDATE cs_batch SET drafts_digest = zeroblob(32) WHERE batch_key = 'key-50' | BATCH | batch key-50",
                "INSERT INTO cs_batch SELECT 'key-999', drafts_digest, first_seq, entry_count FROM cs_batch WHERE batch_key = 'key-50' | BATCH | batches",
                // tiles
                "UPDATE cs_tile SET hashes = zeroblob(8192) | LEAF | entry 0",
                "UPDATE cs_tile SET hashes = zeroblob(64) | TILE | tile 0/0",
                "UPDATE cs_tile SET root = zeroblob(32) | TILE | tile 0/0",
                "DELETE FROM cs_tile | TILE | tile 0/0",
                "INSERT INTO cs_tile SELECT 0, 1, root, hashes FROM cs_tile | TILE | tiles",
                // head
                "UPDATE cs_head SET root = zeroblob(32) | ROOT | head",
                "UPDATE cs_head SET root = zeroblob(3) | ROOT | head",
                "UPDATE cs_head SET tree_size = 299 | GAP | head",
                "DELETE FROM cs_head | ROOT | head",
                "INSERT INTO cs_head SELECT 2, tree_size, root FROM cs_head | ROOT | head",
                // payloads beside
                "UPDATE cs_payload SET payload = replace(payload, 'xx', 'yy') | PAYLOAD | entry 9",
                "DELETE FROM cs_payload | PAYLOAD | entry 159",
                // checkpoints
                "UPDATE cs_checkpoint SET note = replace(note, '110', '111') WHERE id = 1 | SIGNATURE | checkpoint 1",
                "UPDATE cs_checkpoint SET tree_size = 3 WHERE id = 1 | CHECKPOINT | checkpoint 1",
                "UPDATE cs_checkpoint SET note = 'nothing' WHERE id = 1 | SIGNATURE | checkpoint 1",
                // tables and triggers
                "ALTER TABLE cs_entry ADD COLUMN extra TEXT | SCHEMA | schema",
                "CREATE TRIGGER eat BEFORE INSERT ON cs_entry BEGIN SELECT RAISE(IGNORE); END | SCHEMA | schema",
                "DROP TABLE cs_tile | SCHEMA | schema"
            })
    void validate_editedBySql_namesWhatAndWhere(String sql, Code code, String place) throws SQLException {
        if (sql.startsWith("DROP TABLE")) {
            RawFile.run(damaged, sql);
        } else {
            RawFile.tamper(damaged, "PRAGMA foreign_keys=OFF", sql);
        }

        VerificationReport report = verifier(damaged).build().validate();

        assertThat(report.of(code)).extracting(LedgerFinding::place).contains(place);
        assertThatThrownBy(report::orThrow)
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining(code.id() + " " + place);
    }

    @Test
    void validate_triggerDroppedOrChanged_isFound() throws SQLException {
        RawFile.run(damaged, "DROP TRIGGER cs_entry_delete");

        assertThat(verifier(damaged).build().validate().of(Code.SCHEMA))
                .extracting(LedgerFinding::message)
                .containsExactly("cs_entry_delete is missing");

        RawFile.run(damaged, "CREATE TRIGGER cs_entry_delete BEFORE DELETE ON cs_entry BEGIN SELECT 1; END");

        assertThat(verifier(damaged).build().validate().of(Code.SCHEMA))
                .extracting(LedgerFinding::message)
                .containsExactly("The trigger cs_entry_delete is not as this format has it");
    }

    /** An insider who rebuilds everything that is stored still cannot rebuild what was signed and kept elsewhere. */
    @Test
    void validate_rewrittenWhole_failsAgainstHeldCheckpoint() throws IOException {
        Path rewritten = ledgers.damaged("rewritten.db");
        try (AuditLedger other = AuditLedger.open(rewritten, ledgers.clock())) {
            for (int i = 0; i <= SIZE; i++) {
                other.append(AppendBatch.of("key-" + i, List.of(draft("s", "t", "other " + i))));
            }
        }
        assertThat(verifier(rewritten).build().validate().isIntact()).isTrue();

        VerificationReport report =
                verifier(rewritten).holding(checkpoint).build().validate();

        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().get(0).toString())
                .startsWith("LEDGER-CHECKPOINT held checkpoint 1: At size 300 the entries lead to ");
    }

    @Test
    void validate_olderCopyPutBack_failsAgainstHeldCheckpoint() {
        String later;
        try (AuditLedger ledger = ledgers.open()) {
            ledger.append(AppendBatch.of("later", List.of(draft("s", "t", "later"))));
            later = ledger.checkpoint();
        }
        assertThat(verifier(damaged).holding(checkpoint).build().validate().isIntact())
                .isTrue();

        VerificationReport report = verifier(damaged).holding(later).build().validate();

        assertThat(report.findings())
                .containsExactly(new LedgerFinding(
                        Code.TRUNCATED,
                        "held checkpoint 1",
                        "It was signed for size 301, but the ledger has 300 entries: the newest are gone"));
    }

    @Test
    void validate_checkpointOfOtherKey_isNoEvidence() {
        String foreign;
        try (AuditLedger other = AuditLedger.builder()
                .file(ledgers.damaged("other.db"))
                .clock(ledgers.clock())
                .signer(Ed25519Signer.generate("example.com/ledger"))
                .signingWithin(Duration.ofDays(1))
                .build()) {
            foreign = other.checkpoint();
        }

        assertThat(verifier(damaged).holding(foreign).build().validate().of(Code.SIGNATURE))
                .extracting(LedgerFinding::place)
                .containsExactly("held checkpoint 1");
        assertThatIllegalStateException()
                .isThrownBy(() -> LedgerVerifier.builder()
                        .file(damaged)
                        .holding(checkpoint)
                        .build());
    }

    @Test
    void open_editedTailOrHead_isRefused() throws SQLException {
        RawFile.tamper(damaged, "UPDATE cs_entry SET envelope = replace(envelope, 'alice', 'malle') WHERE seq = 299");

        assertThatThrownBy(() -> AuditLedger.open(damaged, ledgers.clock()))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("lead to the root");
        assertThatThrownBy(() -> AuditLedger.open(damaged, ledgers.clock()))
                .as("the lock was given back")
                .isInstanceOf(LedgerIntegrityException.class);

        RawFile.tamper(
                intact,
                "INSERT INTO cs_entry SELECT 300, envelope, stream, revision, prev_seq, event_type, actor,"
                        + " occurred_at, recorded_at, batch_key FROM cs_entry WHERE seq = 299");
        assertThatThrownBy(() -> AuditLedger.open(intact, ledgers.clock()))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("its last entry is 300");
        RawFile.tamper(intact, "DELETE FROM cs_entry WHERE seq = 300");
    }

    @Test
    void validate_fileCutShort_isFound() throws IOException {
        byte[] bytes = Files.readAllBytes(intact);
        for (int length : new int[] {0, 1, 100, 8_192, bytes.length / 2, bytes.length - 8_192, bytes.length - 1}) {
            Path cut = Files.write(ledgers.damaged("cut-" + length + ".db"), Arrays.copyOf(bytes, length));

            assertThat(isFound(cut)).as("%d bytes of %d", length, bytes.length).isTrue();
        }
    }

    @Test
    void validate_noLedger_saysSo() throws IOException {
        assertThatThrownBy(() -> verifier(ledgers.damaged("nothing.db")).build().validate())
                .isInstanceOf(NotFoundException.class);
        Path text = Files.writeString(
                ledgers.damaged("text.db"), "no database at all, but long enough to be one".repeat(9));
        assertThat(isFound(text)).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> LedgerVerifier.builder().build());
    }

    @Test
    void validate_progressAndCancellation_areHeard() {
        List<Long> heard = new ArrayList<>();

        verifier(damaged).progress(heard::add).build().verify();

        assertThat(heard).containsExactly(0L, (long) SIZE);
        assertThatThrownBy(
                        () -> verifier(damaged).cancelledBy(() -> true).build().verify())
                .isInstanceOf(CancellationException.class);
    }

    private static boolean isFound(Path file) {
        try {
            return !verifier(file).build().validate().isIntact();
        } catch (CountersignException e) {
            return true; // SQLite does not even open it
        }
    }

    private static LedgerVerifier.Builder verifier(Path file) {
        return LedgerVerifier.builder().file(file).trusting(Ledgers.SIGNER.vkey());
    }
}
