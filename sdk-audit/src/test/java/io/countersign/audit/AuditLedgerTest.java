package io.countersign.audit;

import static io.countersign.model.fixtures.JournalContract.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.proof.EntryProofVerifier;
import io.countersign.audit.proof.VerifiedEntry;
import io.countersign.model.AppendConflictException;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.json.Digest;
import io.countersign.model.merkle.MerkleTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLedgerTest {
    @RegisterExtension
    final Ledgers ledgers = new Ledgers();

    // ---- opening again

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 511, 513})
    void open_aroundFullTiles_continuesTheTree(int size) {
        JournalHead before = fill(size);

        try (AuditLedger again = ledgers.open()) {
            assertThat(again.head()).isEqualTo(before);
            again.append(AppendBatch.of("one-more", List.of(draft("s0", "t", "more"))));
            assertThat(again.head().root()).isEqualTo(naiveRoot(again));
        }
    }

    /** Around 65,536 a tile of level 1 fills: three levels. */
    @Test
    void open_aroundTheFirstTileOfTilesOfTiles_continuesTheTree() {
        JournalHead before = fill(65_535);
        for (int i = 0; i < 3; i++) {
            try (AuditLedger again = ledgers.open()) {
                assertThat(again.head()).isEqualTo(before);
                again.append(AppendBatch.of("more-" + i, List.of(draft("s0", "t", i))));
                before = again.head();
            }
        }
        try (AuditLedger again = ledgers.open()) {
            assertThat(again.head().size()).isEqualTo(65_538);
            assertThat(again.head().root()).isEqualTo(naiveRoot(again));
            for (long sequence : new long[] {0, 255, 256, 32_767, 65_535, 65_536, 65_537}) {
                VerifiedEntry verified = EntryProofVerifier.verify(again.prove(sequence), Ledgers.SIGNER.vkey());
                assertThat(verified.index()).isEqualTo(sequence);
            }
        }
    }

    @Test
    void open_again_knowsStreamsKeysPayloadsAndTime() {
        AppendBatch batch =
                AppendBatch.of("key-1", List.of(draft("a", "t", "x".repeat(100_000)), draft("b", "t", "\ud83d\ude00")));
        AppendResult first;
        try (AuditLedger ledger = ledgers.open()) {
            first = ledger.append(batch);
        }
        ledgers.clock().advance(Duration.ofDays(-1));
        try (AuditLedger ledger = ledgers.open()) {
            AppendResult again = ledger.append(batch);
            JournalEntry next = ledger.append(AppendBatch.of("key-2", List.of(draft("a", "t", 1))))
                    .entries()
                    .get(0);

            assertThat(again.repeated()).isTrue();
            assertThat(again.entries()).isEqualTo(first.entries());
            assertThat(again.entries().get(0).payload())
                    .isEqualTo(first.entries().get(0).payload());
            assertThat(next.revision()).isEqualTo(2);
            assertThat(next.envelope().previousLeaf())
                    .contains(first.entries().get(0).leafHex());
            assertThat(next.recordedAt()).isEqualTo(first.entries().get(0).recordedAt());
            assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1)))))
                    .isInstanceOf(AppendConflictException.class);
        }
    }

    @Test
    void open_oddFileName_works() {
        String name = "a b%20?mode=memory#é'\u00df.db";
        try (AuditLedger ledger = ledgers.open(name)) {
            ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))));
        }

        assertThat(ledgers.file(name)).isRegularFile();
        assertThat(ledgers.open(name).head().size()).isEqualTo(1);
    }

    @Test
    void open_fileWithTablesOfTheHost_leavesThemAlone() throws SQLException {
        RawFile.run(ledgers.file("ledger.db"), "CREATE TABLE market (id TEXT)", "INSERT INTO market VALUES ('XBT')");

        AuditLedger ledger = ledgers.open();

        ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))));
        assertThat(ledger.validate().isIntact()).isTrue();
    }

    @Test
    void build_withoutFileOrClock_isRefused() {
        assertThatIllegalStateException().isThrownBy(() -> AuditLedger.builder().build());
        assertThatIllegalStateException()
                .isThrownBy(() -> AuditLedger.builder().file(Path.of("x.db")).build());
    }

    @Test
    void append_describedClock_isRecorded() {
        AuditLedger ledger = ledgers.open(AuditLedger.builder()
                .file(ledgers.file("ledger.db"))
                .clock(ledgers.clock(), "ptp", Duration.ofNanos(1_500)));

        JournalEntry entry = ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))))
                .entries()
                .get(0);

        assertThat(entry.envelope().clockSource()).isEqualTo("ptp");
        assertThat(entry.envelope().clockErrorMicros()).isEqualTo(1);
    }

    // ---- one writer

    @Test
    void open_twiceInOneProcess_isRefusedAndTheLockStays() throws Exception {
        AuditLedger ledger = ledgers.open();

        assertThatThrownBy(() -> AuditLedger.open(ledger.file(), ledgers.clock()))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("The ledger " + ledger.file()
                        + " is open in this process already: use that one, or close it" + " first");

        // Had the refused attempt touched the lock file, the operating system would have dropped the lock.
        assertThat(childSays(ledger.file()))
                .startsWith("LedgerUnavailableException: The ledger " + ledger.file() + " is open in another process");
        ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))));
    }

    @Test
    void open_throughSymbolicLink_isTheSameLedger() throws IOException {
        AuditLedger ledger = ledgers.open();
        Path link = Files.createSymbolicLink(ledgers.damaged("link.db"), ledger.file());

        assertThatThrownBy(() -> AuditLedger.open(link, ledgers.clock()))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("is open in this process already");
    }

    @Test
    void open_heldByOtherProcess_isRefused() throws Exception {
        Path file = ledgers.file("ledger.db");
        Process child = ChildJvm.start(AppendingChild.class, file.toString());
        try (BufferedReader acknowledged = ChildJvm.output(child)) {
            assertThat(acknowledged.readLine()).isEqualTo("0");

            assertThatThrownBy(() -> AuditLedger.open(file, ledgers.clock()))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("is open in another process, which holds " + file.toRealPath() + ".lock");

            // A reader is welcome meanwhile, and sees a moment at which everything fits.
            assertThat(LedgerVerifier.builder().file(file).build().verify().entries())
                    .isPositive();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void open_afterKill_hasEverythingAcknowledged() throws Exception {
        Path file = ledgers.file("ledger.db");
        int batches = 0;
        for (int round = 0; round < 3; round++) {
            Process child = ChildJvm.start(AppendingChild.class, file.toString());
            int last = -1;
            try (BufferedReader acknowledged = ChildJvm.output(child)) {
                while (last < 120 * (round + 1)) {
                    last = Integer.parseInt(acknowledged.readLine());
                }
                child.toHandle().destroyForcibly(); // the other way closes the stream, and what it still holds counts
                for (String line = acknowledged.readLine(); line != null; line = acknowledged.readLine()) {
                    last = line.matches("\\d+") ? Math.max(last, Integer.parseInt(line)) : last;
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
            assertThat(child.exitValue()).isNotZero();
            batches = Math.max(batches, last + 1);

            try (AuditLedger ledger = AuditLedger.open(file, ledgers.clock())) {
                long size = ledger.head().size();
                for (int i = 0; i < batches; i++) {
                    assertThat(ledger.append(AppendingChild.batch(i)).repeated())
                            .isTrue();
                }
                assertThat(ledger.head().size()).isEqualTo(size);
                assertThat(ledger.verify().entries()).isEqualTo(size);
            }
        }
    }

    @Test
    void append_rowOfAKnownStreamIsGone_isRefusedAndWritesNothing() throws SQLException {
        try (AuditLedger ledger = AuditLedger.open(ledgers.damaged("gone.db"), ledgers.clock())) {
            ledger.append(AppendBatch.of("one", List.of(draft("s", "t", 1))));
            RawFile.tamper(ledger.file(), "DELETE FROM cs_stream WHERE id = 's'");

            assertThatThrownBy(() ->
                            ledger.append(AppendBatch.of("two", List.of(draft("other", "t", 1), draft("s", "t", 2)))))
                    .isInstanceOf(LedgerIntegrityException.class)
                    .hasMessageContaining("Stream s has no row");
            assertThat(ledger.head().size()).isEqualTo(1);
            assertThat(ledger.revision("other")).isZero();
        }
    }

    @Test
    void append_writtenToByOtherProgram_stops() throws SQLException {
        AuditLedger ledger = ledgers.open("copy.db");
        ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))));
        RawFile.tamper(ledger.file(), "UPDATE cs_head SET tree_size = 7");

        assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-2", List.of(draft("a", "t", 2)))))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("is not the one that this writer left");
        assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-3", List.of(draft("a", "t", 3)))))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("another program wrote to it");

        RawFile.tamper(ledger.file(), "UPDATE cs_head SET tree_size = 1");
    }

    // ---- all or nothing

    @Test
    void append_failsHalfWay_leavesNothingAndGoesOn() throws SQLException {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))));
        JournalHead before = ledger.head();
        for (String table : List.of("cs_entry", "cs_stream", "cs_tile", "cs_batch", "cs_payload")) {
            RawFile.run(
                    ledger.file(),
                    "CREATE TRIGGER full BEFORE INSERT ON " + table
                            + " BEGIN SELECT RAISE(ABORT, 'no more room here'); END");
            List<EventDraft> drafts = new ArrayList<>(drafts(300));
            drafts.add(draft("new-stream", "t", "x".repeat(50_000)));

            assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-2", drafts)))
                    .as(table)
                    .isInstanceOf(LedgerIntegrityException.class)
                    .hasMessageContaining("nothing was written")
                    .hasMessageContaining("no more room here");

            RawFile.run(ledger.file(), "DROP TRIGGER full");
            assertThat(ledger.head()).isEqualTo(before);
            assertThat(ledger.revision("s0")).isZero();
            assertThat(ledger.read(EntryQuery.all()).toList()).hasSize(1);
            assertThat(ledger.verify().entries()).isEqualTo(1);
        }
        ledger.append(AppendBatch.of("key-2", drafts(300)));
        assertThat(ledger.head().root()).isEqualTo(naiveRoot(ledger));
    }

    @Test
    void append_fileLockedByOtherWriter_isUnavailableAndGoesOn() throws SQLException {
        AuditLedger ledger = ledgers.open();
        try (var other = RawFile.connect(ledger.file());
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-1", drafts(1))))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("cannot be written; nothing was");

            statement.execute("ROLLBACK");
        }
        assertThat(ledger.append(AppendBatch.of("key-1", drafts(1))).repeated()).isFalse();
    }

    @Test
    void append_clockThrows_leavesNothingAndGoesOn() {
        boolean[] broken = {false};
        AuditLedger ledger = ledgers.open(
                AuditLedger.builder().file(ledgers.file("ledger.db")).clock(() -> {
                    if (broken[0]) {
                        throw new IllegalStateException("The clock stopped");
                    }
                    return ledgers.clock().instant();
                }));
        ledger.append(AppendBatch.of("key-1", drafts(3)));
        broken[0] = true;

        assertThatIllegalStateException().isThrownBy(() -> ledger.append(AppendBatch.of("key-2", drafts(3))));

        broken[0] = false;
        assertThat(ledger.append(AppendBatch.of("key-2", drafts(3)))
                        .entries()
                        .get(0)
                        .sequence())
                .isEqualTo(3);
    }

    // ---- nobody edits

    @Test
    void edit_throughSql_isRefusedByTriggers() throws SQLException {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("key-1", drafts(300)));
        ledger.checkpoint();
        for (String table : List.of("cs_entry", "cs_stream", "cs_batch", "cs_tile", "cs_head", "cs_checkpoint")) {
            assertThatThrownBy(() -> RawFile.run(ledger.file(), "DELETE FROM " + table))
                    .as(table)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("ledger");
        }
        for (String update : List.of(
                "cs_entry SET actor = 'mallory'",
                "cs_stream SET revision = revision - 1",
                "cs_batch SET first_seq = 9",
                "cs_tile SET root = hashes",
                "cs_head SET tree_size = 1",
                "cs_checkpoint SET tree_size = 1")) {
            assertThatThrownBy(() -> RawFile.run(ledger.file(), "UPDATE " + update))
                    .as(update)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("ledger");
        }
        assertThatThrownBy(() -> RawFile.run(
                        ledger.file(),
                        "PRAGMA recursive_triggers=ON",
                        "REPLACE INTO cs_entry SELECT seq, envelope, 'other', revision, prev_seq, event_type, actor,"
                                + " occurred_at, recorded_at, batch_key FROM cs_entry WHERE seq = 3"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("never deleted");
    }

    // ---- proofs

    @Test
    void prove_everyEntryOfManySizes_verifies() {
        AuditLedger ledger = ledgers.open();
        for (int size : new int[] {1, 2, 3, 7, 100, 256, 300, 515}) {
            int missing = size - Math.toIntExact(ledger.head().size());
            ledger.append(AppendBatch.of("key-" + size, drafts(missing)));
            for (int sequence = 0; sequence < size; sequence += 1 + size / 40) {
                VerifiedEntry verified = EntryProofVerifier.verify(ledger.prove(sequence), Ledgers.SIGNER.vkey());

                assertThat(verified.index()).isEqualTo(sequence);
                assertThat(verified.checkpoint().size()).isEqualTo(size);
                assertThat(verified.checkpoint().root())
                        .isEqualTo(ledger.head().root().bytes());
                assertThat(Digest.of(verified.entry()))
                        .isEqualTo(Digest.of(ledger.read(EntryQuery.builder()
                                        .fromSequence(sequence)
                                        .beforeSequence(sequence + 1L)
                                        .build())
                                .next()
                                .envelopeBytes()));
            }
        }
    }

    @Test
    void prove_unknownEntryOrNoSigner_isRefused() {
        AuditLedger unsigned = ledgers.open(
                AuditLedger.builder().file(ledgers.file("ledger.db")).clock(ledgers.clock()));
        unsigned.append(AppendBatch.of("key-1", drafts(1)));

        assertThatThrownBy(() -> unsigned.prove(1)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> unsigned.prove(-1)).isInstanceOf(NotFoundException.class);
        assertThatIllegalStateException().isThrownBy(() -> unsigned.prove(0)).withMessageContaining("has no signer");
        assertThatIllegalStateException().isThrownBy(unsigned::checkpoint);
    }

    @Test
    void checkpoint_sameHead_isSignedOnceAndKept() {
        String first;
        try (AuditLedger ledger = ledgers.open()) {
            ledger.append(AppendBatch.of("key-1", drafts(2)));
            first = ledger.checkpoint();
            assertThat(ledger.checkpoint()).isEqualTo(first);
            assertThat(ledger.verify().signatures()).isEqualTo(1);
        }
        try (AuditLedger ledger = ledgers.open()) {
            assertThat(ledger.checkpoint()).isEqualTo(first);
            ledger.append(AppendBatch.of("key-2", drafts(2)));
        } // signs the new head
        assertThat(LedgerVerifier.builder()
                        .file(ledgers.file("ledger.db"))
                        .trusting(Ledgers.SIGNER.vkey())
                        .holding(first)
                        .build()
                        .verify()
                        .signatures())
                .isEqualTo(3);
    }

    // ---- closing

    @Test
    void close_twice_isHarmlessAndEverythingAfterIsRefused() {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("key-1", drafts(400)));
        EntryCursor cursor = ledger.read(EntryQuery.all());
        cursor.next();
        ledger.close();
        ledger.close();

        assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-2", drafts(1))))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("is closed");
        assertThatThrownBy(() -> ledger.read(EntryQuery.all()).hasNext())
                .isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(cursor::toList).isInstanceOf(LedgerUnavailableException.class);
        assertThat(ledgers.open().head().size()).isEqualTo(400);
    }

    // ---- helpers

    private JournalHead fill(int size) {
        try (AuditLedger ledger = ledgers.open()) {
            for (int from = 0; from < size; from += 8_192) {
                int count = Math.min(8_192, size - from);
                ledger.append(AppendBatch.of("fill-" + from, drafts(count)));
            }
            assertThat(ledger.head().root()).isEqualTo(naiveRoot(ledger));
            return ledger.head();
        }
    }

    private static List<EventDraft> drafts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> draft("s" + i % 17, "t", i))
                .toList();
    }

    private static Digest naiveRoot(AuditLedger ledger) {
        List<byte[]> leaves = new ArrayList<>();
        try (EntryCursor all = ledger.read(EntryQuery.all())) {
            all.forEachRemaining(entry -> leaves.add(MerkleTree.leafHash(entry.envelopeBytes())));
        }
        return Digest.ofHash(MerkleTree.root(leaves));
    }

    private static String childSays(Path file) throws Exception {
        Process child = ChildJvm.start(AppendingChild.class, file.toString());
        try (BufferedReader output = ChildJvm.output(child)) {
            String said = output.readLine();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            child.destroyForcibly();
        }
    }
}
