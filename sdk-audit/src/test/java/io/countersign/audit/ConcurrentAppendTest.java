package io.countersign.audit;

import static io.countersign.model.fixtures.JournalContract.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.AppendConflictException;
import io.countersign.model.AppendStateUnknownException;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.journal.JournalEntry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many callers at once: who shares a commit with whom, and that nobody suffers from anybody else. */
@Timeout(60)
class ConcurrentAppendTest {
    @RegisterExtension
    final Ledgers ledgers = new Ledgers();

    private final Gate gate = new Gate();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void stopCallers() throws InterruptedException {
        gate.open();
        callers.shutdown();
        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    // ---- sharing a commit

    @Test
    void appendAsync_whileSomebodyWrites_isWrittenInOneTransaction() throws Exception {
        Path file = ledgers.damaged("counted.db");
        AuditLedger.open(file, gate).close();
        RawFile.run(file, "CREATE TABLE host_commit (size INTEGER)");
        RawFile.run(
                file,
                "CREATE TRIGGER host_count AFTER UPDATE ON cs_head BEGIN"
                        + " INSERT INTO host_commit VALUES (NEW.tree_size); END");
        try (AuditLedger ledger = AuditLedger.open(file, gate)) {
            Future<AppendResult> first = appendBehindTheGate(ledger, batch("first"));
            List<CompletableFuture<AppendResult>> rest = new ArrayList<>();
            for (int i = 0; i < 63; i++) {
                rest.add(ledger.appendAsync(batch("rest-" + i)));
            }
            gate.open();

            assertThat(first.get().entries().get(0).sequence()).isZero();
            for (int i = 0; i < rest.size(); i++) {
                assertThat(rest.get(i).get().entries().get(0).sequence()).isEqualTo(i + 1);
            }
        }
        assertThat(longs(file, "SELECT size FROM host_commit ORDER BY size")).containsExactly(1L, 64L);
    }

    @Test
    void append_alone_isWrittenByTheCallersOwnThread() {
        List<String> threads = new ArrayList<>();
        InstantSource clock = () -> {
            threads.add(Thread.currentThread().getName());
            return Instant.EPOCH;
        };
        try (AuditLedger ledger =
                ledgers.open(AuditLedger.builder().file(ledgers.file("own.db")).clock(clock))) {
            ledger.append(batch("one"));
            ledger.appendAsync(batch("two")).join();
        }
        assertThat(threads).containsExactly(Thread.currentThread().getName(), "countersign-ledger-writer");
    }

    // ---- each by itself

    @Test
    void appendAsync_someAreRefused_theOthersAreWritten() throws Exception {
        AuditLedger ledger = open();
        Future<AppendResult> first = appendBehindTheGate(ledger, batch("first"));
        CompletableFuture<AppendResult> opens = ledger.appendAsync(
                AppendBatch.of("opens", List.of(draft("plan", "t", 1)), "plan", ExpectedRevision.NONE));
        CompletableFuture<AppendResult> opensToo = ledger.appendAsync(
                AppendBatch.of("too", List.of(draft("plan", "t", 2)), "plan", ExpectedRevision.NONE));
        assertThatThrownBy(() -> ledger.appendAsync(AppendBatch.of("bad", List.of(draft("b\ud800", "t", 1)))))
                .isInstanceOf(MalformedInputException.class);
        CompletableFuture<AppendResult> follows = ledger.appendAsync(
                AppendBatch.of("follows", List.of(draft("plan", "t", 3)), "plan", ExpectedRevision.of(1)));
        gate.open();

        assertThat(first.get().repeated()).isFalse();
        assertThat(sequences(opens.get())).containsExactly(1L);
        assertThatThrownBy(opensToo::join)
                .hasCauseInstanceOf(AppendConflictException.class)
                .hasMessageContaining("plan");
        assertThat(sequences(follows.get())).containsExactly(2L);
        assertThat(ledger.head().size()).isEqualTo(3);
    }

    @Test
    void appendAsync_oneKeySeveralTimes_isRecordedOnce() throws Exception {
        AuditLedger ledger = open();
        Future<AppendResult> first = appendBehindTheGate(ledger, batch("first"));
        AppendBatch batch = AppendBatch.of("key", List.of(draft("s", "t", 1), draft("s", "t", 2)));
        CompletableFuture<AppendResult> once = ledger.appendAsync(batch);
        CompletableFuture<AppendResult> again = ledger.appendAsync(batch);
        CompletableFuture<AppendResult> other = ledger.appendAsync(AppendBatch.of("key", List.of(draft("s", "t", 3))));
        CompletableFuture<AppendResult> firstAgain = ledger.appendAsync(batch("first"));
        gate.open();

        assertThat(once.get().repeated()).isFalse();
        assertThat(again.get()).isEqualTo(new AppendResult(once.get().entries(), true));
        assertThatThrownBy(other::join)
                .hasCauseInstanceOf(AppendConflictException.class)
                .hasMessageContaining("key");
        assertThat(firstAgain.get()).isEqualTo(new AppendResult(first.get().entries(), true));
        assertThat(ledger.head().size()).isEqualTo(3);
    }

    /** The database refuses one batch of a group: its transaction is undone, and the others are written without it. */
    @Test
    void appendAsync_databaseRefusesOne_theOthersAreWritten() throws Exception {
        Path file = ledgers.damaged("poisoned.db");
        AuditLedger.open(file, gate).close();
        RawFile.run(
                file,
                "CREATE TRIGGER host_poison BEFORE INSERT ON cs_entry WHEN NEW.event_type = 'poison' BEGIN"
                        + " SELECT RAISE(ABORT, 'poisoned'); END");
        try (AuditLedger ledger = AuditLedger.open(file, gate)) {
            Future<AppendResult> first = appendBehindTheGate(ledger, batch("first"));
            CompletableFuture<AppendResult> before = ledger.appendAsync(batch("before"));
            CompletableFuture<AppendResult> poisoned =
                    ledger.appendAsync(AppendBatch.of("poisoned", List.of(draft("s", "poison", 1))));
            CompletableFuture<AppendResult> after = ledger.appendAsync(batch("after"));
            gate.open();

            assertThat(sequences(first.get())).containsExactly(0L);
            assertThat(sequences(before.get())).containsExactly(1L);
            assertThatThrownBy(poisoned::join)
                    .hasCauseInstanceOf(LedgerIntegrityException.class)
                    .hasMessageContaining("poisoned");
            assertThat(sequences(after.get())).containsExactly(2L);
            assertThat(ledger.revision("s")).isEqualTo(3);
        }
    }

    /** Not even what no code expects leaves a caller without an answer. */
    @Test
    void appendAsync_writerHitsAnError_everybodyIsAnswered() {
        InstantSource clock = () -> {
            throw new StackOverflowError("too deep");
        };
        AuditLedger ledger = ledgers.open(
                AuditLedger.builder().file(ledgers.file("error.db")).clock(clock));

        assertThatThrownBy(() -> ledger.appendAsync(batch("one"))
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join())
                .hasCauseInstanceOf(AppendStateUnknownException.class)
                .hasMessageContaining("too deep");
        assertThatThrownBy(() -> ledger.appendAsync(batch("two"))
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join())
                .hasCauseInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("too deep");
        assertThatThrownBy(() -> ledger.append(batch("three"))).isInstanceOf(LedgerUnavailableException.class);
    }

    @Test
    void append_manyCallersOnSharedStreams_losesAndReordersNothing() throws Exception {
        int threads = 8;
        int each = 150;
        AuditLedger ledger = open();
        gate.open();
        List<Future<?>> running = new ArrayList<>();
        for (int caller = 0; caller < threads; caller++) {
            int number = caller;
            running.add(callers.submit(() -> callAtRandom(ledger, number, each)));
        }
        for (Future<?> caller : running) {
            caller.get();
        }

        Map<String, Integer> lastOf = new HashMap<>();
        long sequence = 0;
        try (EntryCursor entries = ledger.read(EntryQuery.all())) {
            while (entries.hasNext()) {
                JournalEntry entry = entries.next();
                assertThat(entry.sequence()).isEqualTo(sequence++);
                String key = entry.envelope().idempotencyKey();
                String caller = key.substring(0, key.indexOf('/'));
                int step = Integer.parseInt(key.substring(key.indexOf('/') + 1));
                assertThat(lastOf.getOrDefault(caller, -1)).as(entry.toString()).isLessThanOrEqualTo(step);
                lastOf.put(caller, step);
            }
        }
        assertThat(lastOf)
                .hasSize(threads)
                .allSatisfy((caller, last) -> assertThat(last).isEqualTo(each - 1));
        assertThat(ledger.head().size()).isEqualTo(sequence);
    }

    private static Void callAtRandom(AuditLedger ledger, int caller, int steps) {
        Random random = new Random(caller);
        List<CompletableFuture<AppendResult>> open = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            String key = "caller" + caller + "/" + step;
            String stream = "s" + random.nextInt(4);
            if (random.nextBoolean()) {
                open.add(ledger.appendAsync(
                        AppendBatch.of(key, List.of(draft(stream, "t", step), draft("x", "t", step)))));
            } else {
                appendAtRevision(ledger, key, stream, step);
            }
        }
        open.forEach(CompletableFuture::join);
        return null;
    }

    /** As a state machine does: reads the revision, and once more when somebody else was first. */
    private static void appendAtRevision(AuditLedger ledger, String key, String stream, int payload) {
        while (true) {
            long revision = ledger.revision(stream);
            ExpectedRevision expected = revision == 0 ? ExpectedRevision.NONE : ExpectedRevision.of(revision);
            try {
                AppendResult result =
                        ledger.append(AppendBatch.of(key, List.of(draft(stream, "t", payload)), stream, expected));
                assertThat(result.entries().get(0).revision()).isEqualTo(revision + 1);
                return;
            } catch (AppendConflictException e) {
                assertThat(e).hasMessageContaining(stream);
            }
        }
    }

    /** The one that did not wait may just be on its way from the queue to the writer. */
    @Test
    void append_afterAppendAsync_neverOvertakesIt() {
        AuditLedger ledger = open();
        gate.open();
        for (int i = 0; i < 500; i++) {
            CompletableFuture<AppendResult> first = ledger.appendAsync(batch("first-" + i));
            AppendResult second = ledger.append(batch("second-" + i));

            assertThat(sequences(first.join())).containsExactly(2L * i);
            assertThat(sequences(second)).containsExactly(2L * i + 1);
        }
    }

    // ---- waiting

    @Test
    void append_interruptedInTheQueue_isNotWritten() throws Exception {
        AuditLedger ledger = open();
        Future<AppendResult> first = appendBehindTheGate(ledger, batch("first"));
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                ledger.append(batch("waiting"));
                stillInterrupted.completeExceptionally(new AssertionError("it was written"));
            } catch (LedgerUnavailableException e) {
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        awaitWaiting(waiting);

        waiting.interrupt();

        assertThat(stillInterrupted.get()).isTrue();
        gate.open();
        assertThat(sequences(first.get())).containsExactly(0L);
        assertThat(sequences(ledger.append(batch("waiting")))).containsExactly(1L);
    }

    @Test
    void appendAsync_queueIsFull_waitsForRoom() throws Exception {
        AuditLedger ledger = open();
        Future<AppendResult> first = appendBehindTheGate(ledger, batch("first"));
        CompletableFuture<Integer> handedIn = new CompletableFuture<>();
        List<CompletableFuture<AppendResult>> waiting = new ArrayList<>();
        Thread eager = new Thread(() -> {
            for (int i = 0; i < 8_300; i++) {
                waiting.add(ledger.appendAsync(batch("eager-" + i)));
            }
            handedIn.complete(waiting.size());
        });
        eager.start();
        awaitWaiting(eager);

        assertThat(handedIn).isNotDone();
        gate.open();

        assertThat(handedIn.get()).isEqualTo(8_300);
        waiting.forEach(CompletableFuture::join);
        assertThat(first.get().repeated()).isFalse();
        assertThat(ledger.head().size()).isEqualTo(8_301);
    }

    @Test
    void appendAsync_whatHangsOnItAppends_isNotInTheWay() throws Exception {
        AuditLedger ledger = open();
        Future<AppendResult> first = appendBehindTheGate(ledger, batch("first"));
        CompletableFuture<AppendResult> chained =
                ledger.appendAsync(batch("a")).thenApply(a -> ledger.append(batch("b")));
        CompletableFuture<AppendResult> beside = ledger.appendAsync(batch("c"));
        gate.open();

        assertThat(sequences(chained.get())).containsExactly(3L);
        assertThat(sequences(beside.get())).containsExactly(2L);
        assertThat(sequences(first.get())).containsExactly(0L);
    }

    // ---- closing

    @Test
    void close_whileSomeWait_writesThemFirst() throws Exception {
        AuditLedger ledger = open();
        Future<AppendResult> first = appendBehindTheGate(ledger, batch("first"));
        CompletableFuture<AppendResult> waiting = ledger.appendAsync(batch("waiting"));
        Future<?> closing = callers.submit(ledger::close);
        while (!isClosed(ledger)) {
            Thread.onSpinWait();
        }
        gate.open();
        closing.get();

        assertThat(sequences(first.get())).containsExactly(0L);
        assertThat(sequences(waiting.get())).containsExactly(1L);
        assertThatThrownBy(() -> ledger.append(batch("late")))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> ledger.appendAsync(batch("late"))).isInstanceOf(LedgerUnavailableException.class);
        try (LedgerInspector inspector = LedgerInspector.open(ledgers.file("ledger.db"))) {
            assertThat(inspector.head().size()).isEqualTo(2);
            assertThat(inspector.findCheckpoint())
                    .hasValueSatisfying(note -> assertThat(note).contains("\n2\n"));
        }
    }

    private static boolean isClosed(AuditLedger ledger) {
        try {
            return ledger.appendAsync(batch("first")).isCompletedExceptionally();
        } catch (LedgerUnavailableException e) {
            return true;
        }
    }

    // ---- signing

    @Test
    void append_withSigner_isSignedSoonWithoutBeingAsked() throws InterruptedException {
        gate.open();
        AuditLedger ledger = open();
        for (long size : new long[] {1, 2}) {
            ledger.append(batch("key-" + size));
            try (LedgerInspector inspector = LedgerInspector.open(Ledgers.fileOf(ledger))) {
                while (inspector
                        .findCheckpoint()
                        .filter(note -> note.contains("\n" + size + "\n"))
                        .isEmpty()) {
                    Thread.sleep(5);
                }
            }
        }
    }

    // ---- help

    private AuditLedger open() {
        return ledgers.open(AuditLedger.builder()
                .file(ledgers.file("ledger.db"))
                .clock(gate)
                .signer(Ledgers.SIGNER));
    }

    private static AppendBatch batch(String key) {
        return AppendBatch.of(key, List.of(draft("s", "t", key)));
    }

    private static List<Long> sequences(AppendResult result) {
        return result.entries().stream().map(JournalEntry::sequence).toList();
    }

    /** Appends on another thread, which writes until the gate is opened. */
    private Future<AppendResult> appendBehindTheGate(AuditLedger ledger, AppendBatch batch)
            throws InterruptedException {
        Future<AppendResult> appending = callers.submit(() -> ledger.append(batch));
        gate.awaitCaller();
        return appending;
    }

    private static void awaitWaiting(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
    }

    private static List<Long> longs(Path file, String sql) throws SQLException {
        List<Long> values = new ArrayList<>();
        try (Connection connection = RawFile.connect(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getLong(1));
            }
        }
        return values;
    }

    /** A clock whose reader waits, in the middle of writing, until the gate is open. */
    private static final class Gate implements InstantSource {
        private final CountDownLatch called = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        void open() {
            opened.countDown();
        }

        void awaitCaller() throws InterruptedException {
            called.await();
        }

        @Override
        public Instant instant() {
            called.countDown();
            boolean interrupted = false;
            while (opened.getCount() > 0) {
                try {
                    opened.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return Instant.parse("2026-01-12T09:00:00Z");
        }
    }
}
