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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

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
                    Callers.Times ledger = appendToLedger(folder.resolve("ledger.db"), callers);
                    Callers.Times bare =
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
                    Measurement.of("one commit an entry, " + callers + " callers", Rounds.median(single), "entries/s");
            Measurement limitSlowest = Measurement.of(
                    "one commit an entry, " + callers + " callers, p99", Rounds.median(slowestSingle), "ms");
            results.add(limit);
            Measurement together = Measurement.of(
                            "ledger append, " + callers + " callers", Rounds.median(rates), "entries/s")
                    .against(limit);
            results.add(alone.map(together::against).orElse(together));
            alone = alone.or(() -> Optional.of(together));
            results.add(limitSlowest);
            results.add(Measurement.of("ledger append, " + callers + " callers, p99", Rounds.median(slowest), "ms")
                    .against(limitSlowest));
        }
        return results;
    }

    private static int each(int callers) {
        return Math.max(ENTRIES_A_CALLER, ENTRIES_MIN / callers);
    }

    private static Callers.Times appendToLedger(Path file, int callers) throws Exception {
        InstantSource clock = InstantSource.system();
        Random[] random = new Random[callers];
        for (int caller = 0; caller < callers; caller++) {
            random[caller] = new Random(SEED + caller);
        }
        try (AuditLedger ledger = AuditLedger.open(file, clock)) {
            return Callers.run(callers, each(callers), (caller, index) -> {
                String key = String.format(Locale.ROOT, "%06d-%03d", index, caller);
                ledger.append(AppendBatch.of(key, List.of(AppendWorkload.draft(random[caller], clock.instant()))));
            });
        }
    }

    private static Callers.Times insertOneByOne(Path file, int callers, List<JournalEntry> rows) throws Exception {
        try (Connection connection = AppendWorkload.openBare(file);
                PreparedStatement insert = connection.prepareStatement(BareInsert.STATEMENTS.sql())) {
            int each = each(callers);
            return Callers.run(callers, each, (caller, index) -> {
                synchronized (insert) {
                    AppendWorkload.bind(insert, rows.get(caller * each + index));
                    insert.executeUpdate();
                    connection.commit();
                }
            });
        }
    }

    private static List<JournalEntry> readAll(Path file) {
        try (LedgerInspector ledger = LedgerInspector.open(file);
                EntryCursor entries = ledger.read(EntryQuery.all())) {
            return entries.toList();
        }
    }
}
