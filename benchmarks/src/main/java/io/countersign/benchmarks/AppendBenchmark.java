package io.countersign.benchmarks;

import io.countersign.audit.AuditLedger;
import io.countersign.audit.LedgerInspector;
import io.countersign.audit.LedgerLocation;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalEntry;
import java.io.PrintWriter;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Durable appends to a ledger with everything on, against inserting the same entry rows into a bare table: the same database and
 * connection settings, a prepared statement, the same batches. Where there are several ways to insert, the limit is the quickest. Drafts
 * and rows are ready before the clock starts. One after the other in each round, so that a slow disk slows all.
 */
final class AppendBenchmark implements Benchmarks.Benchmark {
    private static final int ROUNDS = 5;
    private static final int ENTRIES_AT_ONE = 10_000;
    private static final int ENTRIES_IN_BATCHES = 100_000;
    private static final long SEED = 20_260_112L;

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        List<Measurement> results = new ArrayList<>();
        try (Postgres server = Postgres.start()) {
            for (Database database : List.of(new SqliteDatabase(), new PostgresDatabase(server))) {
                for (int batch : List.of(1, 100, 1_000)) {
                    measure(database, batch, progress, results);
                }
            }
        }
        return results;
    }

    private static void measure(Database database, int batch, PrintWriter progress, List<Measurement> results)
            throws Exception {
        String what = " on " + database.name() + ", batch " + batch;
        int entries = batch == 1 ? ENTRIES_AT_ONE : ENTRIES_IN_BATCHES;
        List<BareInsert> inserts = database.inserts();
        double[] recorded = new double[ROUNDS];
        double[][] raw = new double[inserts.size()][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) { // the first round warms up and does not count
            progress.println("append" + what + ", round " + (round + 1) + " of " + ROUNDS);
            int slot = Math.max(round, 0);
            database.begin();
            try {
                recorded[slot] = append(database.ledger(), batches(batch, entries), entries);
                List<JournalEntry> rows = readAll(database.ledger());
                for (int i = 0; i < inserts.size(); i++) {
                    raw[i][slot] = insert(database, inserts.get(i), batch, rows);
                }
            } finally {
                database.end();
            }
        }
        List<Measurement> limits = new ArrayList<>();
        for (int i = 0; i < inserts.size(); i++) {
            String way = inserts.get(i).name().toLowerCase(Locale.ROOT);
            limits.add(Measurement.of("raw insert by " + way + what, Rounds.median(raw[i]), "entries/s"));
        }
        results.addAll(limits);
        results.add(Measurement.of("ledger append" + what, Rounds.median(recorded), "entries/s")
                .against(Collections.max(limits, Comparator.comparing(Measurement::value))));
    }

    private static double append(LedgerLocation location, List<AppendBatch> batches, int entries) {
        try (AuditLedger ledger =
                AuditLedger.builder().at(location).clock(InstantSource.system()).build()) {
            long start = System.nanoTime();
            batches.forEach(ledger::append);
            return rate(entries, start);
        }
    }

    private static double insert(Database database, BareInsert way, int batch, List<JournalEntry> rows)
            throws Exception {
        try (Connection connection = database.openBare()) {
            long start = System.nanoTime();
            way.insertAll(connection, rows, batch);
            return rate(rows.size(), start);
        }
    }

    private static double rate(int entries, long start) {
        return entries / ((System.nanoTime() - start) / 1e9);
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

    private static List<JournalEntry> readAll(LedgerLocation location) {
        try (LedgerInspector ledger = LedgerInspector.open(location);
                EntryCursor entries = ledger.read(EntryQuery.all())) {
            return entries.toList();
        }
    }
}
