package io.countersign.benchmarks;

import io.countersign.audit.AuditLedger;
import io.countersign.audit.Ed25519Signer;
import io.countersign.audit.LedgerInspector;
import io.countersign.audit.LedgerVerifier;
import io.countersign.audit.VerificationReport;
import io.countersign.audit.proof.EntryProofVerifier;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.merkle.MerkleFrontier;
import io.countersign.model.merkle.MerkleTree;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in a file as it grows: what an append costs at each size, beside a bare table of the same rows that grows with it; what
 * verifying costs against hashing the same bytes in memory and nothing else; and how long a proof and opening take. {@code bench.entries}
 * is the size that it grows to.
 */
final class LedgerBenchmark implements Benchmarks.Benchmark {
    private static final int ENTRIES = Integer.getInteger("bench.entries", 200_000);
    private static final int FIRST_SIZE = 10_000;
    private static final int BATCH = 1_000;
    private static final int WARM_UP = 50_000;
    private static final int TIMED_MIN = 5 * BATCH;
    private static final int TIMED_MAX = 100_000;
    private static final int HASHED_MAX = 200_000;
    private static final int PROOFS = 500;
    private static final int PROOFS_WARM_UP = 30_000;
    private static final long SEED = 20_260_112L;

    private final Random random = new Random(SEED);

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        List<Measurement> results = new ArrayList<>();
        Path folder = Files.createTempDirectory("countersign-ledger");
        try {
            Path file = folder.resolve("ledger.db");
            Ed25519Signer signer = Ed25519Signer.generate("example.com/ledger");
            progress.println("ledger, warming up");
            try (Growth growth = new Growth(folder.resolve("warm-up.db"))) {
                growth.to(WARM_UP);
            }
            grow(file, progress, results);
            try (AuditLedger ledger = builder(file).signer(signer).build()) {
                ledger.checkpoint();
                prove(ledger, file, signer.vkey(), progress, results);
            }
            verify(file, signer.vkey(), progress, results);
        } finally {
            AppendWorkload.delete(folder);
        }
        return results;
    }

    private static AuditLedger.Builder builder(Path file) {
        return AuditLedger.builder().file(file).clock(InstantSource.system());
    }

    /** The last part of the way to each size is timed; then the ledger is opened again. */
    private void grow(Path file, PrintWriter progress, List<Measurement> results) throws SQLException {
        try (Growth growth = new Growth(file)) {
            List<Measurement> first = new ArrayList<>();
            for (int next = FIRST_SIZE; growth.size < ENTRIES; next = Math.min(ENTRIES, next * 10)) {
                progress.println("ledger, growing to " + next + " entries");
                growth.to(next - Math.max(TIMED_MIN, Math.min(next / 10, TIMED_MAX)));
                growth.startClocks();
                growth.to(next);
                Measurement bare =
                        Measurement.of("raw insert at " + next + " entries", growth.bareMicros(), "us an entry");
                Measurement cost =
                        Measurement.of("ledger append at " + next + " entries", growth.ledgerMicros(), "us an entry");
                results.add(bare);
                results.add((first.isEmpty() ? cost : cost.against(first.get(0))).against(bare));
                first.add(cost);
                growth.closeLedger();
                results.add(Measurement.of("open with " + next + " entries", opening(file), "ms"));
            }
        }
    }

    private static double opening(Path file) {
        double[] opened = new double[9];
        for (int i = 0; i < opened.length; i++) {
            long start = System.nanoTime();
            AuditLedger ledger = builder(file).build();
            opened[i] = (System.nanoTime() - start) / 1e6;
            ledger.close();
        }
        return Rounds.median(opened);
    }

    /** A ledger and a bare table that take the same entries in turns. */
    private final class Growth implements AutoCloseable {
        private final Path file;
        private final Connection bare;
        private @Nullable AuditLedger ledger;
        private int size;
        private int timedFrom;
        private long ledgerNanos;
        private long bareNanos;

        Growth(Path file) throws SQLException {
            this.file = file;
            this.bare = AppendWorkload.openBare(file.resolveSibling(file.getFileName() + ".bare"));
        }

        void to(int end) throws SQLException {
            AuditLedger open = ledger == null ? builder(file).build() : ledger;
            ledger = open;
            while (size < end) {
                AppendBatch batch = batch(size);
                long start = System.nanoTime();
                List<JournalEntry> entries = open.append(batch).entries();
                long appended = System.nanoTime();
                BareInsert.STATEMENTS.insertAll(bare, entries, BATCH);
                ledgerNanos += appended - start;
                bareNanos += System.nanoTime() - appended;
                size += BATCH;
            }
        }

        void startClocks() {
            timedFrom = size;
            ledgerNanos = 0;
            bareNanos = 0;
        }

        double ledgerMicros() {
            return ledgerNanos / 1e3 / (size - timedFrom);
        }

        double bareMicros() {
            return bareNanos / 1e3 / (size - timedFrom);
        }

        void closeLedger() {
            if (ledger != null) {
                ledger.close();
                ledger = null;
            }
        }

        @Override
        public void close() throws SQLException {
            closeLedger();
            bare.close();
        }
    }

    private AppendBatch batch(int first) {
        Instant now = InstantSource.system().instant();
        List<EventDraft> drafts = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            drafts.add(AppendWorkload.draft(random, now));
        }
        return AppendBatch.of(String.format(Locale.ROOT, "%012d", first), drafts);
    }

    private void prove(AuditLedger ledger, Path file, String vkey, PrintWriter progress, List<Measurement> results) {
        progress.println("ledger, proofs");
        int size = Math.toIntExact(ledger.head().size());
        double[] warm = new double[PROOFS];
        double[] cold = new double[PROOFS];
        double[] checked = new double[PROOFS];
        List<String> proofs = new ArrayList<>();
        for (int i = 0; i < PROOFS_WARM_UP; i++) {
            ledger.prove(near(size));
        }
        for (int i = 0; i < PROOFS; i++) {
            long near = near(size);
            long start = System.nanoTime();
            String proof = ledger.prove(near);
            warm[i] = (System.nanoTime() - start) / 1e3;
            proofs.add(proof);
        }
        for (int i = -PROOFS; i < PROOFS; i++) { // the first half warms up and does not count
            int slot = Math.max(i, 0);
            long start = System.nanoTime();
            EntryProofVerifier.verify(proofs.get(slot), vkey);
            checked[slot] = (System.nanoTime() - start) / 1e3;
            try (LedgerInspector inspector = LedgerInspector.open(file)) {
                inspector.head();
                long sequence = random.nextInt(size);
                start = System.nanoTime();
                inspector.prove(sequence);
                cold[slot] = (System.nanoTime() - start) / 1e3;
            }
        }
        results.add(Measurement.of("proof, tiles remembered", Rounds.median(warm), "us"));
        results.add(Measurement.of("proof, nothing remembered", Rounds.median(cold), "us"));
        results.add(Measurement.of("verifying a proof and its signature", Rounds.median(checked), "us"));
    }

    private long near(int size) {
        return size - 1L - random.nextInt(Math.min(size, 20_000));
    }

    private static void verify(Path file, String vkey, PrintWriter progress, List<Measurement> results)
            throws Exception {
        progress.println("ledger, verification");
        List<byte[]> envelopes = new ArrayList<>();
        long entries;
        try (LedgerInspector inspector = LedgerInspector.open(file);
                EntryCursor all = inspector.read(
                        EntryQuery.builder().beforeSequence(HASHED_MAX).build())) {
            entries = inspector.head().size();
            all.forEachRemaining(entry -> envelopes.add(entry.envelopeBytes()));
        }
        Callable<Digest> hash = () -> {
            MerkleFrontier frontier = new MerkleFrontier();
            envelopes.forEach(envelope -> frontier.append(MerkleTree.leafHash(envelope)));
            return Digest.ofHash(frontier.root());
        };
        int cores = Runtime.getRuntime().availableProcessors();
        Callable<VerificationReport> shallowAlone =
                () -> verifier(file, vkey).shallow().threads(1).build().verify();
        Callable<VerificationReport> shallow =
                () -> verifier(file, vkey).shallow().build().verify();
        Callable<VerificationReport> deep = () -> verifier(file, vkey).build().verify();
        double[] millis = new Rounds(1, 3).medians(hash, shallowAlone, shallow, deep);
        Measurement bound =
                Measurement.of("hashing envelopes in memory", envelopes.size() / millis[0] * 1e3, "entries/s");
        results.add(bound);
        results.add(Measurement.of("verify shallow, 1 thread", entries / millis[1] * 1e3, "entries/s")
                .against(bound));
        results.add(Measurement.of("verify shallow, " + cores + " threads", entries / millis[2] * 1e3, "entries/s")
                .against(bound));
        results.add(Measurement.of("verify deep, " + cores + " threads", entries / millis[3] * 1e3, "entries/s")
                .against(bound));
    }

    private static LedgerVerifier.Builder verifier(Path file, String vkey) {
        return LedgerVerifier.builder().file(file).trusting(vkey);
    }
}
