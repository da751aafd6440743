package io.countersign.benchmarks;

import io.countersign.analytics.LedgerExporter;
import io.countersign.analytics.NativeLayer;
import io.countersign.model.journal.Journal;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The native layer of an export: what it costs to make from the files, beside reading the files into plain tables of DuckDB, and what
 * 10,000 more entries cost. The first two updates are not counted: they make the second database.
 */
final class LayerBenchmark implements Benchmarks.Benchmark {
    private static final int ADDED = 10_000;
    private static final int UNCOUNTED = 2;
    private static final int COUNTED = 5;

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        Path folder = Files.createTempDirectory("countersign-layer");
        try {
            progress.println("layer, exporting " + History.ENTRIES + " entries");
            return measure(folder, progress);
        } finally {
            AppendWorkload.delete(folder);
        }
    }

    private static List<Measurement> measure(Path folder, PrintWriter progress) throws Exception {
        History history = History.of(History.ENTRIES);
        ExportRows rows = export(history, folder.resolve("export"));
        progress.println("layer, making it");
        List<Measurement> results = new ArrayList<>();
        long start = System.nanoTime();
        RawParquet.onFile(rows, folder.resolve("plain.duckdb"), folder).close();
        double plainMillis = (System.nanoTime() - start) / 1e6;
        start = System.nanoTime();
        Path layer = NativeLayer.builder().build().update(rows.directory());
        double madeMillis = (System.nanoTime() - start) / 1e6;
        String of = " of " + History.ENTRIES + " entries";
        Measurement plain = Measurement.of("plain tables" + of + ", once", plainMillis, "ms");
        Measurement made = Measurement.of("native layer" + of + ", once", madeMillis, "ms");
        results.add(plain);
        results.add(made.against(plain));
        results.add(Measurement.of("native layer", Files.size(layer) / 1e6, "MB")
                .against(Measurement.of("Parquet", rows.bytes() / 1e6, "MB")));
        results.add(added(history, rows.directory()).against(made));
        return results;
    }

    private static Measurement added(History history, Path directory) {
        double[] millis = new double[COUNTED];
        for (int round = -UNCOUNTED; round < COUNTED; round++) {
            export(history.grownBy((round + UNCOUNTED + 1) * (long) ADDED), directory);
            long start = System.nanoTime();
            NativeLayer.builder().build().update(directory);
            if (round >= 0) {
                millis[round] = (System.nanoTime() - start) / 1e6;
            }
        }
        return Measurement.of("native layer, " + ADDED + " entries more", Rounds.median(millis), "ms");
    }

    private static ExportRows export(Journal journal, Path directory) {
        return new ExportRows(
                directory, LedgerExporter.builder().journal(journal).build().export(directory));
    }
}
