package io.countersign.benchmarks;

import io.countersign.analytics.LedgerExporter;
import io.countersign.analytics.ResultTable;
import io.countersign.model.diff.DocumentFields;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * One market as of an instant, and the history of its changes, asked of JaVers on PostgreSQL and of a native layer that has the same
 * history. The history is as long as JaVers takes it in a few minutes. Where the two times of a market's changes differ, JaVers could
 * not give our answer; the markets asked for have none of that.
 */
final class JaversQuestionsBenchmark implements Benchmarks.Benchmark {
    /** A fifth of them are changes, of which each is a commit. */
    private static final long ENTRIES_MAX = 90_000;

    private static final int MARKETS = 100;
    private static final int ROUNDS = 5;

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        Path folder = Files.createTempDirectory("countersign-javers");
        try {
            History history = History.of(Math.min(History.ENTRIES, ENTRIES_MAX));
            Path directory = folder.resolve("export");
            LedgerExporter.builder().journal(history).build().export(directory);
            progress.println("javers-questions, recording with JaVers");
            try (JaversHistory javers = JaversHistory.open(history);
                    SessionEngine layer = SessionEngine.open(directory)) {
                progress.println("javers-questions, asking");
                return ask(javers, layer);
            }
        } finally {
            AppendWorkload.delete(folder);
        }
    }

    private static List<Measurement> ask(JaversHistory javers, SessionEngine layer) throws Exception {
        Instant instant = Question.EFFECTIVE;
        List<DocumentId> markets = markets(layer);
        for (DocumentId market : markets) {
            requireSame(market, javers.asOf(market, instant), fields(asOf(layer, market, instant)));
            requireSame(market, javers.changes(market), history(layer, market).rowCount());
        }
        Callable<?> javersAsOf = () ->
                markets.stream().map(market -> javers.asOf(market, instant)).toList();
        Callable<?> ourAsOf = () ->
                markets.stream().map(market -> asOf(layer, market, instant)).toList();
        Callable<?> javersHistory = () -> markets.stream().map(javers::changes).toList();
        Callable<?> ourHistory =
                () -> markets.stream().map(market -> history(layer, market)).toList();
        double[] millis = new Rounds(2, ROUNDS).medians(javersAsOf, ourAsOf, javersHistory, ourHistory);
        String of = " of " + javers.commits() + " commits";
        Measurement theirMarket = Measurement.of("JaVers, one market as of" + of, millis[0] / markets.size(), "ms");
        Measurement theirHistory =
                Measurement.of("JaVers, changes of one market" + of, millis[2] / markets.size(), "ms");
        List<Measurement> results = new ArrayList<>();
        results.add(theirMarket);
        results.add(Measurement.of("native layer, one market as of", millis[1] / markets.size(), "ms")
                .against(theirMarket));
        results.add(theirHistory);
        results.add(Measurement.of("native layer, changes of one market", millis[3] / markets.size(), "ms")
                .against(theirHistory));
        return results;
    }

    /** Markets whose every change took effect when it was recorded. */
    private static List<DocumentId> markets(SessionEngine layer) {
        ResultTable found = layer.query(
                "SELECT document FROM field_change GROUP BY document HAVING count(*) > " + HistoryMarket.FIELDS
                        + " AND bool_and(effective_at = recorded_at OR change_id IS NULL) ORDER BY document LIMIT "
                        + MARKETS);
        return IntStream.range(0, found.rowCount())
                .mapToObj(row -> DocumentId.parse(found.text(row, 0)))
                .toList();
    }

    private static MarketDocument asOf(SessionEngine layer, DocumentId market, Instant instant) {
        return layer.warehouse().asOf(market, instant, instant).orElseThrow();
    }

    private static SortedMap<String, String> fields(MarketDocument document) {
        SortedMap<String, String> fields = new TreeMap<>();
        DocumentFields.of(document).forEach((path, value) -> fields.put(path, value.toString()));
        return fields;
    }

    private static ResultTable history(SessionEngine layer, DocumentId market) {
        return layer.query(
                "SELECT path, before, after, actor, recorded_at, sequence FROM field_change WHERE document = '" + market
                        + "' AND change_id IS NOT NULL ORDER BY sequence, ordinal");
    }

    private static void requireSame(DocumentId market, Object theirs, Object ours) {
        if (!String.valueOf(theirs).equals(String.valueOf(ours))) {
            throw new IllegalStateException("JaVers says of " + market + ": " + theirs + ", the layer: " + ours);
        }
    }
}
