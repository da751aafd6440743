package io.countersign.benchmarks;

import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.LedgerExporter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The same questions about a {@link History} over an export's Parquet files, over its native layer, in PostgreSQL and in
 * SQLite. All of them hold the same rows and give the same answers, row by row, before any is timed; then each works out the answer and
 * gives a count and sums of it. The peers are spared what the warehouse's views do for histories in which verdicts are superseded.
 */
final class QuestionsBenchmark implements Benchmarks.Benchmark {
    private static final int WARM_UP = 1;
    private static final int ROUNDS = 5;

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        Path folder = Files.createTempDirectory("countersign-questions");
        try {
            Path directory = folder.resolve("export");
            progress.println("questions, exporting " + History.ENTRIES + " entries");
            ExportRows rows = new ExportRows(
                    directory,
                    LedgerExporter.builder()
                            .journal(History.of(History.ENTRIES))
                            .build()
                            .export(directory));
            progress.println("questions, loading the engines");
            try (PostgresEngine postgres = PostgresEngine.open(rows, folder);
                    SqliteEngine sqlite = SqliteEngine.open(rows, folder);
                    WarehouseEngine parquet = WarehouseEngine.overFiles(rows);
                    SessionEngine session = SessionEngine.open(directory);
                    WarehouseEngine layer = WarehouseEngine.overLayer(
                            session.warehouse().layer().orElseThrow())) {
                List<Measurement> results = new ArrayList<>(sizes(rows, postgres, sqlite));
                for (Question question : Question.ALL) {
                    progress.println("questions, " + question.name());
                    results.addAll(ask(question, List.of(postgres, sqlite, parquet, layer)));
                }
                results.addAll(naively(parquet, layer));
                results.add(document(session.warehouse()));
                results.addAll(walls(session, layer));
                return results;
            }
        } finally {
            AppendWorkload.delete(folder);
        }
    }

    private static List<Measurement> sizes(ExportRows rows, PostgresEngine postgres, SqliteEngine sqlite) {
        if (!rows.peersHoldAll()) {
            return List.of(Measurement.of("Parquet", rows.bytes() / 1e6, "MB"));
        }
        Measurement inPostgres = Measurement.of("PostgreSQL, tables without indexes", postgres.bytes() / 1e6, "MB");
        Measurement inSqlite = Measurement.of("SQLite, tables without indexes", sqlite.bytes() / 1e6, "MB");
        return List.of(
                inPostgres,
                inSqlite,
                Measurement.of("Parquet", rows.bytes() / 1e6, "MB")
                        .against(inPostgres)
                        .against(inSqlite));
    }

    /** The first two are the peers. */
    private static List<Measurement> ask(Question question, List<QueryEngine> engines) throws Exception {
        requireSameAnswers(question, engines);
        double[] millis = time(question, engines);
        List<Measurement> results = new ArrayList<>();
        for (int i = 0; i < millis.length; i++) {
            Measurement time =
                    Measurement.of(question.name() + ", " + engines.get(i).name(), millis[i], "ms");
            results.add(i < 2 ? time : time.against(results.get(0)).against(results.get(1)));
        }
        return results;
    }

    /** What it costs to ask for what happened before incidents by the times alone. */
    private static List<Measurement> naively(QueryEngine... engines) throws Exception {
        List<Measurement> results = new ArrayList<>();
        for (QueryEngine engine : engines) {
            if (!sorted(engine, Question.NAIVE_INCIDENTS).equals(sorted(engine, Question.INCIDENTS))) {
                throw new IllegalStateException("Two ways of asking give two answers over " + engine.name());
            }
            Callable<?> naive = () -> engine.rows(Question.NAIVE_INCIDENTS.digest(engine.dialect()));
            Callable<?> bucketed = () -> engine.rows(Question.INCIDENTS.digest(engine.dialect()));
            double[] millis = new Rounds(WARM_UP, ROUNDS).medians(naive, bucketed);
            Measurement slow = Measurement.of(Question.NAIVE_INCIDENTS.name() + ", " + engine.name(), millis[0], "ms");
            results.add(slow);
            results.add(Measurement.of(Question.INCIDENTS.name() + " by slots, " + engine.name(), millis[1], "ms")
                    .against(slow));
        }
        return results;
    }

    /** One market by way of the typed question, a document in the end. */
    private static Measurement document(AuditWarehouse warehouse) throws Exception {
        Callable<?> ask = () -> warehouse
                .asOf(Question.DOCUMENT, Question.EFFECTIVE, Question.KNOWN)
                .orElseThrow();
        double[] millis = new Rounds(WARM_UP, ROUNDS).medians(ask);
        return Measurement.of("one market, bitemporal, as a document", millis[0], "ms");
    }

    /** What it costs to ask from inside the walls of a session. */
    private static List<Measurement> walls(SessionEngine session, WarehouseEngine layer) throws Exception {
        Question question = Question.ONE_MARKET;
        double[] millis = time(question, List.of(layer, session));
        Measurement outside = Measurement.of(question.name() + ", again", millis[0], "ms");
        return List.of(
                outside,
                Measurement.of(question.name() + ", in a session", millis[1], "ms")
                        .against(outside));
    }

    private static double[] time(Question question, List<QueryEngine> engines) throws Exception {
        List<Callable<?>> ways = new ArrayList<>();
        for (QueryEngine engine : engines) {
            String sql = question.digest(engine.dialect());
            ways.add(() -> engine.rows(sql));
        }
        return new Rounds(WARM_UP, ROUNDS).medians(ways.toArray(new Callable<?>[0]));
    }

    private static void requireSameAnswers(Question question, List<QueryEngine> engines) throws Exception {
        List<List<String>> expected = sorted(engines.get(0), question);
        for (QueryEngine engine : engines.subList(1, engines.size())) {
            List<List<String>> answer = sorted(engine, question);
            if (expected.isEmpty() || !answer.equals(expected)) {
                throw new IllegalStateException("\"" + question.name() + "\" has " + expected.size() + " rows in "
                        + engines.get(0).name() + " and others, " + answer.size() + ", over " + engine.name());
            }
        }
    }

    private static List<List<String>> sorted(QueryEngine engine, Question question) throws Exception {
        return engine.rows(question.sql(engine.dialect())).stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }
}
