package io.countersign.benchmarks;

import io.countersign.analytics.ExportManifest;
import io.countersign.analytics.LedgerExporter;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Exporting a journal. First the entries of a month, held in memory, against DuckDB writing the same rows from a table of its own, and
 * against putting the entries into one by hand; then a whole {@link History} of {@code countersign.entries} entries, and 10,000 more on
 * top of it. What is exported twice has to be the same bytes.
 */
final class ExportBenchmark implements Benchmarks.Benchmark {
    private static final int HELD_MAX = 200_000;
    private static final long HELD_DENSITY = 10_000_000;
    private static final int ADDED = 10_000;
    private static final int ROUNDS = 5;

    /** Whole histories beyond this are exported once. */
    private static final long REPEATED_MAX = 1_000_000;

    private int exports;

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        List<Measurement> results = new ArrayList<>();
        Path folder = Files.createTempDirectory("countersign-export");
        try {
            progress.println("export, a month of entries from memory");
            held(folder, results);
            progress.println("export, " + History.ENTRIES + " entries");
            whole(folder, results);
        } finally {
            AppendWorkload.delete(folder);
        }
        return results;
    }

    private void held(Path folder, List<Measurement> results) throws Exception {
        int size = (int) Math.min(History.ENTRIES, HELD_MAX);
        HeldHistory held = HeldHistory.of(History.of(size, HELD_DENSITY));
        ExportRows rows = exported(held, folder);
        requireSame(rows, exported(held, folder));
        try (RawParquet raw = RawParquet.inMemory(rows, folder)) {
            Callable<?> copy = raw::copyTables;
            Callable<?> append = () -> raw.appendAndCopy(held.entries());
            Callable<?> digests = () -> digests(held.entries()); // remembered by the entries, and paid for here
            Callable<?> export = () -> exported(held, folder);
            double[] millis = new Rounds(2, ROUNDS).medians(copy, append, digests, export);
            Measurement fromTable = Measurement.of("COPY from a table", size / millis[0] * 1e3, "entries/s");
            Measurement byHand = Measurement.of("appender and COPY by hand", size / millis[1] * 1e3, "entries/s");
            results.add(fromTable);
            results.add(byHand);
            double exportMillis = millis[2] + millis[3];
            results.add(Measurement.of("export from memory", size / exportMillis * 1e3, "entries/s")
                    .against(fromTable)
                    .against(byHand));
            long bytes = held.entries().stream()
                    .mapToLong(entry -> entry.envelopeBytes().length)
                    .sum();
            results.add(Measurement.of("export from memory, envelopes", bytes / exportMillis / 1e3, "MB/s"));
            results.add(Measurement.of("export, digests of payloads", millis[2] * 1e3 / size, "us an entry"));
        }
    }

    private void whole(Path folder, List<Measurement> results) throws Exception {
        History history = History.of(History.ENTRIES);
        int rounds = history.head().size() > REPEATED_MAX ? 1 : ROUNDS;
        Callable<?> read = () -> drain(history);
        Callable<?> export = () -> exported(history, folder);
        double[] millis = new Rounds(rounds == 1 ? 0 : 1, rounds).medians(read, export);
        ExportRows rows = exported(history, folder);
        String name = History.ENTRIES + " entries";
        Measurement full = Measurement.of("export of " + name, millis[1], "ms");
        results.add(Measurement.of("making " + name + " up", millis[0], "ms"));
        results.add(full);
        results.add(Measurement.of(
                "export of " + name + ", net of making them up",
                History.ENTRIES / (millis[1] - millis[0]) * 1e3,
                "entries/s"));
        results.add(Measurement.of("export", rows.bytes() / (double) History.ENTRIES, "bytes an entry"));
        results.add(added(history, rows.directory()).against(full));
    }

    private static Measurement added(History history, Path directory) {
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            History grown = history.grownBy((round + 1) * (long) ADDED);
            long start = System.nanoTime();
            LedgerExporter.builder().journal(grown).build().export(directory);
            millis[round] = (System.nanoTime() - start) / 1e6;
        }
        return Measurement.of("export of " + ADDED + " more", Rounds.median(millis), "ms");
    }

    private ExportRows exported(Journal journal, Path folder) {
        exports++;
        Path directory = folder.resolve("export-" + exports);
        ExportManifest manifest =
                LedgerExporter.builder().journal(journal).build().export(directory);
        return new ExportRows(directory, manifest);
    }

    private static void requireSame(ExportRows first, ExportRows second) {
        if (!first.manifest().equals(second.manifest())) {
            throw new IllegalStateException("The same journal was exported to different bytes");
        }
    }

    private static long drain(Journal journal) {
        try (EntryCursor entries = journal.read(EntryQuery.all())) {
            return entries.stream().mapToLong(JournalEntry::sequence).max().orElse(-1);
        }
    }

    private static int digests(List<JournalEntry> entries) {
        int kept = 0;
        for (JournalEntry entry : entries) {
            kept += Digest.of(entry.payload().bytes()).hashCode() & 1;
        }
        return kept;
    }
}
