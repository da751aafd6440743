package io.countersign.benchmarks;

import io.countersign.audit.AuditLedger;
import io.countersign.audit.LedgerInspector;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalEntry;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Durable appends to a ledger with everything on, against inserting the same entry rows into a bare table: the same connection
 * settings, a prepared statement, the same batches. Drafts and rows are ready before the clock starts. One after the other in each
 * round, so that a slow disk slows both.
 */
final class AppendBenchmark implements Benchmarks.Benchmark {
    private static final int ROUNDS = 5;
    private static final int ENTRIES_AT_ONE = 2_000;
    private static final int ENTRIES_IN_BATCHES = 20_000;
    private static final long SEED = 20_260_112L;

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        List<Measurement> results = new ArrayList<>();
        for (int batch : List.of(1, 100, 1_000)) {
            int entries = batch == 1 ? ENTRIES_AT_ONE : ENTRIES_IN_BATCHES;
            double[] recorded = new double[ROUNDS];
            double[] raw = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) { // the first round warms up and does not count
                progress.println("append, batches of " + batch + ", round " + (round + 1) + " of " + ROUNDS);
                Path folder = Files.createTempDirectory("countersign-append");
                try {
                    List<AppendBatch> batches = batches(batch, entries);
                    double appended;
                    try (AuditLedger ledger = AuditLedger.open(folder.resolve("ledger.db"), InstantSource.system())) {
                        appended = rate(entries, () -> batches.forEach(ledger::append));
                    }
                    List<JournalEntry> rows = readAll(folder.resolve("ledger.db"));
                    double inserted;
                    try (Connection connection = AppendWorkload.openBare(folder.resolve("raw.db"))) {
                        inserted = rate(entries, () -> insertAll(connection, batch, rows));
                    }
                    if (round >= 0) {
                        recorded[round] = appended;
                        raw[round] = inserted;
                    }
                } finally {
                    AppendWorkload.delete(folder);
                }
            }
            Measurement limit = Measurement.of("raw insert, batch " + batch, median(raw), "entries/s");
            results.add(limit);
            results.add(Measurement.of("ledger append, batch " + batch, median(recorded), "entries/s")
                    .against(limit));
        }
        return results;
    }

    /** What is appended: as a caller has it in hand. */
    private static List<AppendBatch> batches(int size, int entries) {
        Random random = new Random(SEED);
        Instant now = InstantSource.system().instant();
        List<AppendBatch> batches = new ArrayList<>();
        for (int first = 0; first < entries; first += size) {
            List<EventDraft> drafts = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                drafts.add(AppendWorkload.draft(random, now));
            }
            batches.add(AppendBatch.of(String.format(Locale.ROOT, "%012d", first), drafts));
        }
        return batches;
    }

    private static List<JournalEntry> readAll(Path file) {
        try (LedgerInspector ledger = LedgerInspector.open(file);
                EntryCursor entries = ledger.read(EntryQuery.all())) {
            return entries.toList();
        }
    }

    private static void insertAll(Connection connection, int batch, List<JournalEntry> rows) {
        try (PreparedStatement insert = connection.prepareStatement(AppendWorkload.INSERT)) {
            for (int first = 0; first < rows.size(); first += batch) {
                for (JournalEntry row : rows.subList(first, Math.min(rows.size(), first + batch))) {
                    AppendWorkload.bind(insert, row);
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The raw insert failed", e);
        }
    }

    private static double rate(int entries, Runnable work) {
        long start = System.nanoTime();
        work.run();
        return entries / ((System.nanoTime() - start) / 1e9);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
