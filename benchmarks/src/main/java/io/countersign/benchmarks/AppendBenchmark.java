package io.countersign.benchmarks;

import io.countersign.audit.AuditLedger;
import io.countersign.audit.LedgerInspector;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Instants;
import io.countersign.model.json.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Durable appends to a ledger with everything on, against inserting the same entry rows into a bare table: the same connection
 * settings, a prepared statement, the same batches. One after the other in each round, so that a slow disk slows both.
 */
final class AppendBenchmark implements Benchmarks.Benchmark {
    private static final int ROUNDS = 5;
    private static final int STREAMS = 2_000;
    private static final int PAYLOAD_NOTE_LENGTH = 480;
    private static final int ENTRIES_AT_ONE = 2_000;
    private static final int ENTRIES_IN_BATCHES = 20_000;
    private static final long SEED = 20_260_112L;

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        List<Measurement> results = new ArrayList<>();
        for (int batch : List.of(1, 100, 1_000)) {
            int entries = batch == 1 ? ENTRIES_AT_ONE : ENTRIES_IN_BATCHES;
            double[] ledger = new double[ROUNDS];
            double[] raw = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) { // the first round warms up and does not count
                progress.println("append, batches of " + batch + ", round " + (round + 1) + " of " + ROUNDS);
                Path folder = Files.createTempDirectory("countersign-append");
                try {
                    double appended = rate(entries, () -> appendAll(folder.resolve("ledger.db"), batch, entries));
                    List<JournalEntry> rows = readAll(folder.resolve("ledger.db"));
                    double inserted;
                    try (Connection connection = open(folder.resolve("raw.db"))) {
                        inserted = rate(entries, () -> insertAll(connection, batch, rows));
                    }
                    if (round >= 0) {
                        ledger[round] = appended;
                        raw[round] = inserted;
                    }
                } finally {
                    delete(folder);
                }
            }
            Measurement limit = Measurement.of("raw insert, batch " + batch, median(raw), "entries/s");
            results.add(limit);
            results.add(Measurement.of("ledger append, batch " + batch, median(ledger), "entries/s")
                    .against(limit));
        }
        return results;
    }

    private static void appendAll(Path file, int batch, int entries) {
        InstantSource clock = InstantSource.system();
        try (AuditLedger ledger = AuditLedger.open(file, clock)) {
            Random random = new Random(SEED);
            for (int first = 0; first < entries; first += batch) {
                List<EventDraft> drafts = new ArrayList<>(batch);
                for (int i = 0; i < batch; i++) {
                    drafts.add(draft(random, clock.instant()));
                }
                ledger.append(AppendBatch.of(String.format(Locale.ROOT, "%012d", first), drafts));
            }
        }
    }

    private static EventDraft draft(Random random, Instant now) {
        int market = random.nextInt(STREAMS);
        JsonText payload = JsonText.of(Map.of(
                "market", "M" + market,
                "before", Integer.toString(random.nextInt(1_000_000)),
                "after", Integer.toString(random.nextInt(1_000_000)),
                "note", "n".repeat(PAYLOAD_NOTE_LENGTH)));
        return new EventDraft("market/M" + market, "market.changed", 1, Actor.of("ops-" + market % 20), now, payload);
    }

    private static List<JournalEntry> readAll(Path file) {
        try (LedgerInspector ledger = LedgerInspector.open(file);
                EntryCursor entries = ledger.read(EntryQuery.all())) {
            return entries.toList();
        }
    }

    /** As the ledger opens its own connection. */
    private static Connection open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size=8192");
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA wal_autocheckpoint=4000");
            statement.execute(
                    "CREATE TABLE entry (seq INTEGER NOT NULL PRIMARY KEY, envelope BLOB NOT NULL, stream TEXT, revision "
                            + "INTEGER, prev_seq INTEGER, event_type TEXT, actor TEXT, occurred_at INTEGER, recorded_at INTEGER, batch_key TEXT)");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private static void insertAll(Connection connection, int batch, List<JournalEntry> rows) {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int first = 0; first < rows.size(); first += batch) {
                for (JournalEntry row : rows.subList(first, Math.min(rows.size(), first + batch))) {
                    insert.setLong(1, row.sequence());
                    insert.setBytes(2, row.envelopeBytes());
                    insert.setString(3, row.stream());
                    insert.setLong(4, row.revision());
                    insert.setObject(5, row.envelope().previousSequence().orElse(null));
                    insert.setString(6, row.type());
                    insert.setString(7, row.actor().id());
                    insert.setLong(8, Instants.toMicros(row.occurredAt()));
                    insert.setLong(9, Instants.toMicros(row.recordedAt()));
                    insert.setString(10, row.envelope().idempotencyKey());
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

    private static void delete(Path folder) {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + folder, e);
        }
    }
}
