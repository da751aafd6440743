package io.countersign.audit;

import static io.countersign.model.fixtures.JournalContract.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.countersign.audit.proof.EntryProofVerifier;
import io.countersign.model.AppendConflictException;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.merkle.MerkleTree;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random operations and faults on a ledger, each beside the same on a journal in memory, which must say the same to the byte. A run is
 * decided by its seed alone: {@code -Dcountersign.simulation.seed=N} plays one again, {@code -Dcountersign.simulation=N} makes it longer or
 * shorter, {@code -Dcountersign.simulation.runs=N} plays as many.
 */
abstract class LedgerSimulation {
    private static final int STREAMS = 40;
    private static final int VERIFIED_EVERY = 500;
    private static final int RUNS = Integer.getInteger("countersign.simulation.runs", FaultNotes.isFull() ? 12 : 1);
    private static final List<String> TABLES =
            List.of("cs_entry", "cs_stream", "cs_tile", "cs_batch", "cs_payload", "cs_head");

    @RegisterExtension
    final Ledgers ledgers;

    private final SettableClock clock = SettableClock.atSomeInstant();
    private final InMemoryJournal reference = new InMemoryJournal(clock);
    private final List<AppendBatch> recorded = new ArrayList<>();
    private final Random random = new Random();
    private final int steps;
    private AuditLedger ledger;
    private int keys;

    /** What to do next, and how often among the others. */
    private enum Step {
        APPEND(40),
        APPEND_UNEXPECTED(6),
        APPEND_AGAIN(8),
        APPEND_OTHERS_UNDER_THE_KEY(4),
        APPEND_TOGETHER(6),
        APPEND_WITHIN(6),
        ROLL_BACK_WITHIN(4),
        APPEND_REFUSED(4),
        MOVE_CLOCK(8),
        READ(8),
        PROVE(3),
        FOLD(2),
        REOPEN(1);

        private static final int ALL =
                List.of(values()).stream().mapToInt(step -> step.weight).sum();
        private final int weight;

        Step(int weight) {
            this.weight = weight;
        }

        static Step at(int number) {
            int rest = number;
            for (Step step : values()) {
                rest -= step.weight;
                if (rest < 0) {
                    return step;
                }
            }
            throw new IllegalArgumentException("There is no step " + number);
        }
    }

    LedgerSimulation(LedgerBackend backend, int steps) {
        this.ledgers = new Ledgers(clock, backend);
        this.steps = Integer.getInteger("countersign.simulation", steps);
    }

    static LongStream seeds() {
        Long one = Long.getLong("countersign.simulation.seed");
        return one == null ? new Random().longs(RUNS) : LongStream.of(one);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyOperations_withFaults_sayWhatTheReferenceSays(long seed) throws Exception {
        random.setSeed(seed);
        ledger = ledgers.open();
        int step = 0;
        try {
            for (step = 1; step <= steps; step++) {
                take(Step.at(random.nextInt(Step.ALL)));
                if (step % VERIFIED_EVERY == 0) {
                    assertThat(ledger.head()).isEqualTo(reference.head());
                    ledger.verify();
                }
            }
            List<byte[]> leaves = new ArrayList<>();
            reference.read(EntryQuery.all()).forEachRemaining(entry -> leaves.add(entry.leafHash()));
            assertThat(ledger.head()).isEqualTo(new JournalHead(leaves.size(), Digest.ofHash(MerkleTree.root(leaves))));
            assertThat(ledger.read(EntryQuery.all()).toList())
                    .isEqualTo(reference.read(EntryQuery.all()).toList());
            FaultNotes.add(getClass().getSimpleName(), RUNS + " runs of " + steps + " random operations");
        } catch (AssertionError | RuntimeException e) {
            fail(
                    "Step " + step + " of the run -Dcountersign.simulation.seed=" + seed + " -Dcountersign.simulation="
                            + step,
                    e);
        }
    }

    private void take(Step step) throws Exception {
        switch (step) {
            case APPEND -> append(batch());
            case APPEND_UNEXPECTED -> appendUnexpected();
            case APPEND_AGAIN -> appendAgain();
            case APPEND_OTHERS_UNDER_THE_KEY -> appendOthersUnderTheKey();
            case APPEND_TOGETHER -> appendTogether();
            case APPEND_WITHIN -> appendWithin(true);
            case ROLL_BACK_WITHIN -> appendWithin(false);
            case APPEND_REFUSED -> appendRefused();
            case MOVE_CLOCK -> clock.advance(Duration.ofMillis(random.nextInt(4_000) - 1_500));
            case READ -> read();
            case PROVE -> prove();
            case FOLD -> fold();
            case REOPEN -> {
                ledger.close();
                ledger = ledgers.open();
                assertThat(ledger.head()).isEqualTo(reference.head());
            }
        }
    }

    private void append(AppendBatch batch) {
        AppendResult expected = reference.append(batch);
        recorded.add(batch);
        requireSame(ledger.append(batch), expected);
    }

    private void appendUnexpected() {
        String stream = stream();
        AppendBatch batch = AppendBatch.of(
                key(), List.of(draft(stream, "t", 1)), stream, ExpectedRevision.of(reference.revision(stream) + 1));
        assertThatThrownBy(() -> ledger.append(batch)).isInstanceOf(AppendConflictException.class);
    }

    private void appendAgain() {
        if (!recorded.isEmpty()) {
            AppendBatch batch = recorded.get(random.nextInt(recorded.size()));
            requireSame(ledger.append(batch), reference.append(batch));
        }
    }

    private void appendOthersUnderTheKey() {
        if (!recorded.isEmpty()) {
            String key = recorded.get(random.nextInt(recorded.size())).idempotencyKey();
            AppendBatch other = AppendBatch.of(key, List.of(draft(stream(), "t", "other than before")));
            assertThatThrownBy(() -> ledger.append(other)).isInstanceOf(AppendConflictException.class);
        }
    }

    /** One caller's batches keep their order, whether they share a transaction or not. */
    private void appendTogether() {
        List<AppendBatch> batches = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            batches.add(batch());
        }
        List<CompletableFuture<AppendResult>> answers =
                batches.stream().map(ledger::appendAsync).toList();
        for (int i = 0; i < batches.size(); i++) {
            recorded.add(batches.get(i));
            requireSame(answers.get(i).join(), reference.append(batches.get(i)));
        }
    }

    private void appendWithin(boolean committed) throws SQLException {
        List<AppendBatch> batches = new ArrayList<>();
        try (Connection connection = ledgers.backend().connect("ledger.db")) {
            connection.setAutoCommit(false);
            Journal within = ledger.within(connection);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                AppendBatch batch = batch();
                batches.add(batch);
                AppendResult result = within.append(batch);
                if (committed) {
                    requireSame(result, reference.append(batch));
                }
            }
            if (committed) {
                recorded.addAll(batches);
                connection.commit();
            } else {
                connection.rollback();
            }
        }
        assertThat(ledger.head()).isEqualTo(reference.head());
    }

    /** The database says no somewhere in the middle: nothing was written, and the same batch goes in afterwards. */
    private void appendRefused() throws SQLException {
        String table = TABLES.get(random.nextInt(TABLES.size()));
        List<EventDraft> drafts = new ArrayList<>(drafts(256)); // completes a tile
        drafts.add(draft("new-" + keys, "t", random.nextInt() + "x".repeat(40_000)));
        AppendBatch batch = AppendBatch.of(key(), drafts);
        ledgers.backend().run("ledger.db", ledgers.backend().refuseWrites(table));
        boolean together = random.nextBoolean();
        try {
            assertThatThrownBy(() -> {
                        if (together) {
                            joined(ledger.appendAsync(batch));
                        } else {
                            ledger.append(batch);
                        }
                    })
                    .isInstanceOf(LedgerIntegrityException.class)
                    .hasMessageContaining("nothing was written");
        } finally {
            ledgers.backend().run("ledger.db", ledgers.backend().acceptWrites(table));
        }
        assertThat(ledger.head()).isEqualTo(reference.head());
        append(batch);
    }

    private void read() {
        long size = reference.head().size();
        EntryQuery.Builder query = EntryQuery.builder();
        if (random.nextBoolean()) {
            query.stream(stream());
        }
        if (random.nextInt(3) == 0) {
            query.type("type-" + random.nextInt(3));
        }
        long from = random.nextInt((int) size + 1);
        query.fromSequence(from).beforeSequence(from + random.nextInt(600));
        if (size > 0 && random.nextInt(3) == 0) {
            JournalEntry any = reference
                    .read(EntryQuery.builder()
                            .fromSequence(random.nextInt((int) size))
                            .build())
                    .next();
            query.recordedFrom(any.recordedAt());
        }
        assertThat(ledger.read(query.build()).toList())
                .isEqualTo(reference.read(query.build()).toList());
        String stream = stream();
        assertThat(ledger.revision(stream)).isEqualTo(reference.revision(stream));
    }

    private void prove() {
        long size = reference.head().size();
        if (size > 0) {
            long sequence = random.nextInt((int) size);
            assertThat(EntryProofVerifier.verify(ledger.prove(sequence), Ledgers.SIGNER.vkey())
                            .index())
                    .isEqualTo(sequence);
        }
    }

    private void fold() {
        FoldSnapshot fold = new FoldSnapshot(
                "fold-" + random.nextInt(3),
                1,
                random.nextInt((int) reference.head().size() + 1),
                JsonText.of(random.nextInt()));
        ledger.keepFold(fold);
        reference.keepFold(fold);
        String name = "fold-" + random.nextInt(3);
        Optional<FoldSnapshot> kept = reference.findFold(name, 1);
        assertThat(ledger.findFold(name, 1)).isEqualTo(kept);
    }

    private static void requireSame(AppendResult actual, AppendResult expected) {
        assertThat(actual.repeated()).isEqualTo(expected.repeated());
        assertThat(actual.entries()).isEqualTo(expected.entries());
        assertThat(actual.entries())
                .extracting(JournalEntry::leafHex)
                .isEqualTo(
                        expected.entries().stream().map(JournalEntry::leafHex).toList());
    }

    private static void joined(CompletableFuture<AppendResult> answer) {
        try {
            answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw e;
        }
    }

    private AppendBatch batch() {
        int size = random.nextInt(40) == 0 ? 200 + random.nextInt(400) : 1 + random.nextInt(5);
        AppendBatch batch = AppendBatch.of(key(), drafts(size));
        return random.nextBoolean() ? batch : batch.expecting("never", ExpectedRevision.NONE);
    }

    private List<EventDraft> drafts(int count) {
        List<EventDraft> drafts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String payload = random.nextInt(60) == 0 ? "large ".repeat(8_000) : "p\u00e9 " + random.nextInt();
            drafts.add(draft(stream(), "type-" + random.nextInt(3), payload));
        }
        return drafts;
    }

    private String stream() {
        return "stream-" + random.nextInt(STREAMS);
    }

    private String key() {
        keys++;
        return "key-" + keys;
    }
}
