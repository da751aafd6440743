package io.countersign.benchmarks;

import io.countersign.audit.AuditLedger;
import io.countersign.audit.LedgerInspector;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.JournalEntry;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Blocking callers, each with one entry after the other, on one ledger with everything on; against one such caller, who has a commit for
 * each entry, and against the same callers and rows on a bare table where every entry has its own commit. The time of a bare commit is
 * the fsync of that run.
 */
final class CallersBenchmark implements Benchmarks.Benchmark {
    private static final int ROUNDS = 5;
    private static final int ENTRIES_A_CALLER = 300;
    private static final int ENTRIES_MIN = 2_000;
    private static final long SEED = 20_260_112L;

    /** Appends entry {@code index} of caller {@code caller}. */
    private interface Append {
        void append(int caller, int index) throws Exception;
    }

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        List<Measurement> results = new ArrayList<>();
        Optional<Measurement> alone = Optional.empty();
        for (int callers : List.of(1, 8, 16, 64)) {
            double[] rates = new double[ROUNDS];
            double[] slowest = new double[ROUNDS];
            double[] single = new double[ROUNDS];
            double[] slowestSingle = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) { // the first round warms up and does not count
                progress.println("callers, " + callers + " of them, round " + (round + 1) + " of " + ROUNDS);
                Path folder = Files.createTempDirectory("countersign-callers");
                try {
                    Times ledger = appendToLedger(folder.resolve("ledger.db"), callers);
                    Times bare =
                            insertOneByOne(folder.resolve("raw.db"), callers, readAll(folder.resolve("ledger.db")));
                    if (round >= 0) {
                        rates[round] = ledger.rate();
                        slowest[round] = ledger.percentile99();
                        single[round] = bare.rate();
                        slowestSingle[round] = bare.percentile99();
                    }
                } finally {
                    AppendWorkload.delete(folder);
                }
            }
            Measurement limit =
                    Measurement.of("one commit an entry, " + callers + " callers", median(single), "entries/s");
            Measurement limitSlowest =
                    Measurement.of("one commit an entry, " + callers + " callers, p99", median(slowestSingle), "ms");
            results.add(limit);
            Measurement together = Measurement.of("ledger append, " + callers + " callers", median(rates), "entries/s")
                    .against(limit);
            results.add(alone.map(together::against).orElse(together));
            alone = alone.or(() -> Optional.of(together));
            results.add(limitSlowest);
            results.add(Measurement.of("ledger append, " + callers + " callers, p99", median(slowest), "ms")
                    .against(limitSlowest));
        }
        return results;
    }

    private static int each(int callers) {
        return Math.max(ENTRIES_A_CALLER, ENTRIES_MIN / callers);
    }

    private static Times appendToLedger(Path file, int callers) throws Exception {
        InstantSource clock = InstantSource.system();
        Random[] random = new Random[callers];
        for (int caller = 0; caller < callers; caller++) {
            random[caller] = new Random(SEED + caller);
        }
        try (AuditLedger ledger = AuditLedger.open(file, clock)) {
            return timed(callers, (caller, index) -> {
                String key = String.format(Locale.ROOT, "%06d-%03d", index, caller);
                ledger.append(AppendBatch.of(key, List.of(AppendWorkload.draft(random[caller], clock.instant()))));
            });
        }
    }

    private static Times insertOneByOne(Path file, int callers, List<JournalEntry> rows) throws Exception {
        try (Connection connection = AppendWorkload.openBare(file);
                PreparedStatement insert = connection.prepareStatement(AppendWorkload.INSERT)) {
            int each = each(callers);
            return timed(callers, (caller, index) -> {
                synchronized (insert) {
                    AppendWorkload.bind(insert, rows.get(caller * each + index));
                    insert.executeUpdate();
                    connection.commit();
                }
            });
        }
    }

    private static Times timed(int callers, Append append) throws Exception {
        int each = each(callers);
        long[] nanos = new long[callers * each];
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int number = caller;
                work.add(() -> {
                    for (int i = 0; i < each; i++) {
                        long start = System.nanoTime();
                        append.append(number, i);
                        nanos[number * each + i] = System.nanoTime() - start;
                    }
                    return null;
                });
            }
            long start = System.nanoTime();
            for (Future<Void> caller : pool.invokeAll(work)) {
                caller.get();
            }
            return new Times(System.nanoTime() - start, nanos);
        } finally {
            pool.shutdown();
        }
    }

    private static List<JournalEntry> readAll(Path file) {
        try (LedgerInspector ledger = LedgerInspector.open(file);
                EntryCursor entries = ledger.read(EntryQuery.all())) {
            return entries.toList();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** How long all took together, and each by itself, in nanoseconds. */
    private static final class Times {
        private final long total;
        private final long[] sorted;

        Times(long total, long[] each) {
            this.total = total;
            this.sorted = each.clone();
            Arrays.sort(sorted);
        }

        double rate() {
            return sorted.length / (total / 1e9);
        }

        double percentile99() {
            return sorted[sorted.length * 99 / 100] / 1e6;
        }
    }
}
