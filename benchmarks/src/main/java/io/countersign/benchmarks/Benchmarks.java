package io.countersign.benchmarks;

import io.countersign.model.json.Json;
import io.countersign.model.view.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs benchmarks, prints a table and writes {@code results.json}. System properties: {@code bench.name} picks one (all when
 * empty), {@code bench.output} is the file.
 */
public final class Benchmarks {
    private static final SortedMap<String, Benchmark> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("append", new AppendBenchmark()),
            Map.entry("callers", new CallersBenchmark()),
            Map.entry("desk-open", new DeskOpenBenchmark()),
            Map.entry("diff", new DiffBenchmark()),
            Map.entry("digest", new DigestBenchmark()),
            Map.entry("export", new ExportBenchmark()),
            Map.entry("govern", new GovernBenchmark()),
            Map.entry("javers-questions", new JaversQuestionsBenchmark()),
            Map.entry("layer", new LayerBenchmark()),
            Map.entry("ledger", new LedgerBenchmark()),
            Map.entry("parse", new ParseBenchmark()),
            Map.entry("peers", new PeersBenchmark()),
            Map.entry("questions", new QuestionsBenchmark()),
            Map.entry("result-read", new ResultReadBenchmark()),
            Map.entry("scenario", new ScenarioBenchmark()),
            Map.entry("validate", new ValidateBenchmark())));

    private Benchmarks() {}

    /** Something that is measured against its limit in one run. */
    interface Benchmark {
        List<Measurement> run(PrintWriter progress) throws Exception;
    }

    /** Runs what the system properties say. */
    public static void main(String[] arguments) throws Exception {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        String name = System.getProperty("bench.name", "");
        Path output = Path.of(System.getProperty("bench.output", "results.json"));
        if (!name.isEmpty() && !ALL.containsKey(name)) {
            out.println("No benchmark is called \"" + name + "\"; there are " + ALL.keySet());
            System.exit(2);
        }
        List<Measurement> results = new ArrayList<>();
        for (Map.Entry<String, Benchmark> benchmark : ALL.entrySet()) {
            if (name.isEmpty() || name.equals(benchmark.getKey())) {
                results.addAll(benchmark.getValue().run(out));
            }
        }
        print(out, results);
        write(output, results);
        out.println("Written: " + output);
    }

    private static void print(PrintWriter out, List<Measurement> results) {
        TextTable table = TextTable.of("measured", "value", "unit", "against");
        for (Measurement result : results) {
            table = table.row(result.name(), result.rounded(), result.unit(), String.valueOf(result.ratios()));
        }
        out.println(table);
    }

    private static void write(Path output, List<Measurement> results) throws IOException {
        Path folder = output.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(output, Json.write(results));
    }
}
