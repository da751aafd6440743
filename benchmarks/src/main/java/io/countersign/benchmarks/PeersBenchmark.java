package io.countersign.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The same changes of markets, recorded in one PostgreSQL by our ledger, with the diff that it records, by JaVers, by Hibernate Envers,
 * and as bare rows of the same bytes as the ledger's. One after the other in each round, so that a slow disk slows all; after each round
 * every one of them has to hold all changes.
 */
final class PeersBenchmark implements Benchmarks.Benchmark {
    private static final int ROUNDS = 5;
    private static final int WARM_UP = 2;
    private static final int CONNECTIONS = 16;

    /** Who records how much in a round: so many callers, each of them so many transactions, each of so many changes. */
    private record Load(String name, int callers, int transactions, int changes) {}

    private static final List<Load> LOADS = List.of(
            new Load("1 a transaction", 1, 2_000, 1),
            new Load("100 a transaction", 1, 40, 100),
            new Load("16 callers", 16, 250, 1));

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        List<Measurement> results = new ArrayList<>();
        try (Postgres server = Postgres.start();
                HikariDataSource pool = server.pool(CONNECTIONS);
                Recorder bare = BareRecorder.open(server, pool);
                Recorder javers = JaversRecorder.open(server, pool);
                Recorder envers = EnversRecorder.open(server, pool);
                Recorder ledger = LedgerRecorder.open(server)) {
            MarketChanges changes = new MarketChanges();
            for (Load load : LOADS) {
                measure(load, server, List.of(bare, javers, envers, ledger), changes, progress, results);
            }
        }
        return results;
    }

    /** The last of the recorders is set against the others. */
    private static void measure(
            Load load,
            Postgres server,
            List<Recorder> recorders,
            MarketChanges changes,
            PrintWriter progress,
            List<Measurement> results)
            throws Exception {
        double[][] rates = new double[recorders.size()][ROUNDS];
        double[][] slowest = new double[recorders.size()][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            if (round == 0) {
                server.analyze();
            }
            progress.println("peers, " + load.name() + ", round " + (round + 1) + " of " + ROUNDS);
            List<List<MarketChange>> transactions = changes.next(load.callers() * load.transactions(), load.changes());
            for (int i = 0; i < recorders.size(); i++) {
                Recorder recorder = recorders.get(i);
                Callers.Times times = Callers.run(
                        load.callers(),
                        load.transactions(),
                        (caller, index) -> recorder.record(transactions.get(index * load.callers() + caller)));
                requireAll(recorder, changes.made());
                if (round >= 0) {
                    rates[i][round] = times.rate() * load.changes();
                    slowest[i][round] = times.percentile99();
                }
            }
        }
        List<Measurement> medians = new ArrayList<>();
        List<Measurement> medianSlowest = new ArrayList<>();
        for (int i = 0; i < recorders.size(); i++) {
            String name = recorders.get(i).name() + ", " + load.name();
            medians.add(Measurement.of(name, Rounds.median(rates[i]), "changes/s"));
            medianSlowest.add(Measurement.of(name + ", p99", Rounds.median(slowest[i]), "ms"));
        }
        results.addAll(lastAgainstOthers(medians));
        if (load.callers() > 1) {
            results.addAll(lastAgainstOthers(medianSlowest));
        }
    }

    private static void requireAll(Recorder recorder, int made) throws Exception {
        long recorded = recorder.recorded();
        if (recorded != made) {
            throw new IllegalStateException(recorder.name() + " holds " + recorded + " changes, not " + made);
        }
    }

    private static List<Measurement> lastAgainstOthers(List<Measurement> measurements) {
        List<Measurement> results = new ArrayList<>(measurements);
        int last = results.size() - 1;
        for (Measurement other : measurements.subList(0, last)) {
            results.set(last, results.get(last).against(other));
        }
        return results;
    }
}
