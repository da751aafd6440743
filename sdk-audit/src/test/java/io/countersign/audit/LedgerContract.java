package io.countersign.audit;

import static io.countersign.model.fixtures.JournalContract.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.proof.EntryProofVerifier;
import io.countersign.audit.proof.VerifiedEntry;
import io.countersign.model.AppendConflictException;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.NotFoundException;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.merkle.MerkleTree;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for a ledger wherever it is kept. */
abstract class LedgerContract {
    @RegisterExtension
    final Ledgers ledgers;

    LedgerContract(LedgerBackend backend) {
        this.ledgers = new Ledgers(SettableClock.atSomeInstant(), backend);
    }

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
    void append_describedClock_isRecorded() {
        AuditLedger ledger = ledgers.open(AuditLedger.builder()
                .at(ledgers.location("ledger.db"))
                .clock(ledgers.clock(), "ptp", Duration.ofNanos(1_500)));

        JournalEntry entry = ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))))
                .entries()
                .get(0);

        assertThat(entry.envelope().clockSource()).isEqualTo("ptp");
        assertThat(entry.envelope().clockErrorMicros()).isEqualTo(1);
    }

    @Test
    void append_rowOfAKnownStreamIsGone_isRefusedAndWritesNothing() throws SQLException {
        try (AuditLedger ledger = AuditLedger.builder()
                .at(ledgers.backend().location("gone.db"))
                .clock(ledgers.clock())
                .build()) {
            ledger.append(AppendBatch.of("one", List.of(draft("s", "t", 1))));
            ledgers.backend().tamper("gone.db", "DELETE FROM cs_stream WHERE id = 's'");

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
        ledgers.backend().tamper("copy.db", "UPDATE cs_head SET tree_size = 7");

        assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-2", List.of(draft("a", "t", 2)))))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("has the size 7, but there is no entry 1");
        assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-3", List.of(draft("a", "t", 3)))))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("what another program wrote to it does not continue what was there");

        ledgers.backend().tamper("copy.db", "UPDATE cs_head SET tree_size = 1");
    }

    @Test
    void append_failsHalfWay_leavesNothingAndGoesOn() throws SQLException {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))));
        JournalHead before = ledger.head();
        for (String table : List.of("cs_entry", "cs_stream", "cs_tile", "cs_batch", "cs_payload")) {
            ledgers.backend().run("ledger.db", ledgers.backend().refuseWrites(table));
            List<EventDraft> drafts = new ArrayList<>(drafts(300));
            drafts.add(draft("new-stream", "t", "x".repeat(50_000)));

            assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-2", drafts)))
                    .as(table)
                    .isInstanceOf(LedgerIntegrityException.class)
                    .hasMessageContaining("nothing was written")
                    .hasMessageContaining("no more room here");

            ledgers.backend().run("ledger.db", ledgers.backend().acceptWrites(table));
            assertThat(ledger.head()).isEqualTo(before);
            assertThat(ledger.revision("s0")).isZero();
            assertThat(ledger.read(EntryQuery.all()).toList()).hasSize(1);
            assertThat(ledger.verify().entries()).isEqualTo(1);
        }
        ledger.append(AppendBatch.of("key-2", drafts(300)));
        assertThat(ledger.head().root()).isEqualTo(naiveRoot(ledger));
    }

    @Test
    void append_clockThrows_leavesNothingAndGoesOn() {
        boolean[] broken = {false};
        AuditLedger ledger = ledgers.open(
                AuditLedger.builder().at(ledgers.location("ledger.db")).clock(() -> {
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

    @Test
    void edit_throughSql_isRefusedByTriggers() throws SQLException {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("key-1", drafts(300)));
        ledger.checkpoint();
        for (String table : List.of("cs_entry", "cs_stream", "cs_batch", "cs_tile", "cs_head", "cs_checkpoint")) {
            assertThatThrownBy(() -> ledgers.backend().run("ledger.db", "DELETE FROM " + table))
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
            assertThatThrownBy(() -> ledgers.backend().run("ledger.db", "UPDATE " + update))
                    .as(update)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("ledger");
        }
    }

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
    void prove_unknownEntry_isNotFound() {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("key-1", drafts(1)));

        assertThatThrownBy(() -> ledger.prove(1)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> ledger.prove(-1)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void prove_noSigner_isRefused() {
        AuditLedger unsigned = ledgers.open(
                AuditLedger.builder().at(ledgers.location("ledger.db")).clock(ledgers.clock()));
        unsigned.append(AppendBatch.of("key-1", drafts(1)));

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
                        .at(ledgers.location("ledger.db"))
                        .trusting(Ledgers.SIGNER.vkey())
                        .holding(first)
                        .build()
                        .verify()
                        .signatures())
                .isEqualTo(3);
    }

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

    // ---- verification

    @Test
    void verify_continuingFromACheckpoint_readsOnlyWhatCameLater() throws SQLException {
        AuditLedger ledger = ledgers.signed(ledgers.backend().location("later")).build();
        ledger.append(AppendBatch.of("key-0", drafts(300)));
        String early = ledger.checkpoint();
        ledger.append(AppendBatch.of("key-1", drafts(700)));
        String checkpoint = ledger.checkpoint();
        ledger.append(AppendBatch.of("key-2", drafts(300)));
        ledger.append(AppendBatch.of("key-3", List.of(draft("new", "t", "x".repeat(50_000)))));
        LedgerVerifier.Builder later = LedgerVerifier.builder()
                .at(ledger.location())
                .trusting(Ledgers.SIGNER.vkey())
                .continuingFrom(checkpoint);

        VerificationReport report = later.build().verify();

        assertThat(report.from()).isEqualTo(1_000);
        assertThat(report.entries()).isEqualTo(301);
        assertThat(report.root()).isEqualTo(ledger.head().root());
        assertThat(report.toString()).startsWith("301 entries from 1000, root ");
        assertThat(later.holding(ledger.checkpoint()).build().verify().signatures())
                .isEqualTo(5);
        assertThat(later.holding(early).build().verify().isIntact()).isTrue();

        ledgers.backend().tamper("later", "UPDATE cs_entry SET actor = 'mallory' WHERE seq IN (7, 1007)");
        assertThat(later.build().validate().findings())
                .extracting(LedgerFinding::place)
                .containsExactly("entry 1007");

        ledgers.backend().tamper("later", "UPDATE cs_entry SET envelope = payload FROM cs_payload WHERE seq = 299");
        assertThat(later.build().validate().of(LedgerFinding.Code.CHECKPOINT))
                .extracting(LedgerFinding::place)
                .containsExactly("held checkpoint 2");
        ledgers.backend().tamper("later", "UPDATE cs_tile SET root = hashes WHERE tile_level = 0 AND tile_index = 1");
        assertThat(later.build().validate().findings())
                .extracting(LedgerFinding::code)
                .containsExactly(LedgerFinding.Code.CHECKPOINT);
        assertThat(LedgerVerifier.builder()
                        .at(ledgers.location("ledger.db"))
                        .trusting(Ledgers.SIGNER.vkey())
                        .continuingFrom(other(300, checkpoint))
                        .build()
                        .validate()
                        .findings())
                .extracting(LedgerFinding::code)
                .containsExactly(LedgerFinding.Code.TRUNCATED);
        ledger.close();
    }

    /** A ledger that does not reach as far as the checkpoint. */
    private String other(int size, String checkpoint) {
        ledgers.open().append(AppendBatch.of("key-1", drafts(size)));
        return checkpoint;
    }

    @Test
    void validate_anyNumberOfThreads_findsTheSameInTheSameOrder() throws SQLException {
        AuditLedger ledger = ledgers.signed(ledgers.backend().location("many")).build();
        for (int i = 0; i < 3; i++) {
            ledger.append(AppendBatch.of("key-" + i, drafts(4_500)));
        }
        ledgers.backend()
                .tamper(
                        "many",
                        "UPDATE cs_entry SET actor = 'mallory' WHERE seq % 4096 IN (0, 4095)",
                        "DELETE FROM cs_entry WHERE seq IN (4097, 8190, 8191)",
                        "UPDATE cs_entry SET seq = -5 WHERE seq = 12000",
                        "UPDATE cs_entry SET seq = 20000 WHERE seq = 13000");

        List<VerificationReport> reports = IntStream.of(1, 2, 7)
                .mapToObj(threads -> LedgerVerifier.builder()
                        .at(ledger.location())
                        .threads(threads)
                        .build()
                        .validate())
                .toList();

        assertThat(reports.get(0).findingsTotal()).isGreaterThan(10);
        assertThat(reports.get(0).findings().get(0).place()).isEqualTo("entry -5");
        assertThat(reports).allMatch(reports.get(0)::equals);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerVerifier.builder().threads(0));
    }

    // ---- folds

    @Test
    void findFold_ofAnotherHistory_isNotFound() throws SQLException {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("key-1", drafts(300)));
        FoldSnapshot fold = new FoldSnapshot("sum", 1, 280, JsonText.of(280));
        ledger.keepFold(fold);
        assertThat(ledger.findFold("sum", 1)).contains(fold);

        ledgers.backend().run("ledger.db", "UPDATE cs_fold SET next_seq = 281");
        assertThat(ledger.findFold("sum", 1)).isEmpty();
        ledgers.backend().run("ledger.db", "UPDATE cs_fold SET next_seq = 900");
        assertThat(ledger.findFold("sum", 1)).isEmpty();
    }

    // ---- in the caller's transaction

    @Test
    void within_committed_isOneWithTheCallersRows() throws SQLException {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("before", drafts(3)));
        ledgers.backend().run("ledger.db", "CREATE TABLE market (id VARCHAR(20))");
        try (Connection connection = transaction()) {
            Journal within = ledger.within(connection);
            insertMarket(connection, "XBTUSD");

            AppendResult result =
                    within.append(AppendBatch.of("key-1", List.of(draft("s0", "t", 1), draft("new", "t", 2))));
            AppendResult next = within.append(
                    AppendBatch.of("key-2", List.of(draft("new", "t", 3)), "new", ExpectedRevision.of(1)));
            AppendResult again =
                    within.append(AppendBatch.of("key-1", List.of(draft("s0", "t", 1), draft("new", "t", 2))));

            assertThat(result.entries()).extracting(JournalEntry::sequence).containsExactly(3L, 4L);
            assertThat(next.entries().get(0).revision()).isEqualTo(2);
            assertThat(again.repeated()).isTrue();
            assertThat(again.entries()).isEqualTo(result.entries());
            assertThat(within.head().size()).isEqualTo(6);
            assertThat(within.revision("new")).isEqualTo(2);
            assertThat(within.read(EntryQuery.builder().stream("new").build()).toList())
                    .extracting(JournalEntry::sequence)
                    .containsExactly(4L, 5L);
            assertThat(ledger.head().size()).isEqualTo(3);
            connection.commit();
        }

        assertThat(ledger.head().size()).isEqualTo(6);
        assertThat(markets()).containsExactly("XBTUSD");
        ledger.append(AppendBatch.of("after", List.of(draft("new", "t", 4))));
        assertThat(ledger.revision("new")).isEqualTo(3);
        assertThat(ledger.head().root()).isEqualTo(naiveRoot(ledger));
        assertThat(EntryProofVerifier.verify(ledger.prove(4), Ledgers.SIGNER.vkey())
                        .index())
                .isEqualTo(4);
    }

    @Test
    void within_rolledBack_isGoneAndTheJournalStartsAnew() throws SQLException {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("before", drafts(300)));
        try (Connection connection = transaction()) {
            Journal within = ledger.within(connection);
            within.append(AppendBatch.of("key-1", drafts(20)));
            connection.rollback();
            ledger.append(AppendBatch.of("between", drafts(1)));

            JournalEntry entry =
                    within.append(AppendBatch.of("key-1", drafts(20))).entries().get(0);

            assertThat(entry.sequence()).isEqualTo(301);
            connection.commit();
        }
        assertThat(ledger.head().size()).isEqualTo(321);
        assertThat(ledger.head().root()).isEqualTo(naiveRoot(ledger));
    }

    @Test
    void within_refused_leavesTheCallersTransactionAsItWas() throws SQLException {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("before", drafts(3)));
        ledgers.backend().run("ledger.db", "CREATE TABLE market (id VARCHAR(20))");
        ledgers.backend().run("ledger.db", ledgers.backend().refuseWrites("cs_batch"));
        try (Connection connection = transaction()) {
            Journal within = ledger.within(connection);
            insertMarket(connection, "XBTUSD");

            assertThatThrownBy(() -> within.append(
                            AppendBatch.of("key-1", List.of(draft("s0", "t", 1)), "s0", ExpectedRevision.of(7))))
                    .isInstanceOf(AppendConflictException.class);
            assertThatThrownBy(() -> within.append(AppendBatch.of("key-1", drafts(1))))
                    .isInstanceOf(LedgerIntegrityException.class)
                    .hasMessageContaining("nothing was written");
            assertThat(within.head().size()).isEqualTo(3);
            connection.commit();
        }
        ledgers.backend().run("ledger.db", ledgers.backend().acceptWrites("cs_batch"));
        assertThat(markets()).containsExactly("XBTUSD");
        assertThat(ledger.append(AppendBatch.of("key-1", drafts(1))).repeated()).isFalse();
    }

    @Test
    void within_notCommittedYet_othersWait() throws Exception {
        AuditLedger ledger = ledgers.open();
        CompletableFuture<AppendResult> other;
        try (Connection connection = transaction()) {
            ledger.within(connection).append(AppendBatch.of("key-1", drafts(2)));
            other = ledger.appendAsync(AppendBatch.of("key-2", drafts(1)));

            assertThatThrownBy(() -> other.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            connection.commit();
        }
        assertThat(other.get(10, TimeUnit.SECONDS).entries().get(0).sequence()).isEqualTo(2);
    }

    @Test
    void within_connectionThatCannotTakePart_isRefused() throws SQLException {
        AuditLedger ledger = ledgers.open();
        try (Connection connection = ledgers.backend().connect("ledger.db")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ledger.within(connection))
                    .withMessageContaining("it is in auto-commit mode");
        }
        try (Connection connection = ledgers.backend().foreign()) {
            connection.setAutoCommit(false);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ledger.within(connection))
                    .withMessageContaining("The connection cannot take entries of the ledger " + ledger.location());
        }
    }

    private Connection transaction() throws SQLException {
        Connection connection = ledgers.backend().connect("ledger.db");
        connection.setAutoCommit(false);
        return connection;
    }

    private static void insertMarket(Connection connection, String id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO market VALUES ('" + id + "')");
        }
    }

    private List<String> markets() throws SQLException {
        List<String> markets = new ArrayList<>();
        try (Connection connection = ledgers.backend().connect("ledger.db");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM market")) {
            while (rows.next()) {
                markets.add(rows.getString(1));
            }
        }
        return markets;
    }

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

    static List<EventDraft> drafts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> draft("s" + i % 17, "t", i))
                .toList();
    }

    static Digest naiveRoot(AuditLedger ledger) {
        List<byte[]> leaves = new ArrayList<>();
        try (EntryCursor all = ledger.read(EntryQuery.all())) {
            all.forEachRemaining(entry -> leaves.add(MerkleTree.leafHash(entry.envelopeBytes())));
        }
        return Digest.ofHash(MerkleTree.root(leaves));
    }
}
