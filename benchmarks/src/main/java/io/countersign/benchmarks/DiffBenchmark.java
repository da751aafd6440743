package io.countersign.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.flipkart.zjsonpatch.JsonDiff;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The difference of two snapshots of 1,500 spot markets with 22 fee steps each, where nothing, every hundredth market, the tick
 * size of every market, or a fee step of every market has changed. The limit is asking all documents whether they are equal; the
 * peer makes a JSON patch of trees that it is given ready.
 */
final class DiffBenchmark implements Benchmarks.Benchmark {
    private static final int MARKETS = 1_500;
    private static final Scope SCOPE = new Scope("kraken", "benchmark");

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        ConfigSnapshot before = read();
        List<Measurement> results = new ArrayList<>();
        measure("nothing changed", before, read(), 0, results);
        measure("1 % changed", before, changed(read(), 100, DiffBenchmark::coarser), 15, results);
        measure("tick changed everywhere", before, changed(read(), 1, DiffBenchmark::coarser), MARKETS, results);
        measure("fee changed everywhere", before, changed(read(), 1, DiffBenchmark::dearer), MARKETS, results);
        return results;
    }

    private static void measure(
            String name, ConfigSnapshot before, ConfigSnapshot after, int changes, List<Measurement> results)
            throws Exception {
        int found = SemanticDiff.between(before, after).changes().size();
        if (found != changes) {
            throw new IllegalStateException(name + ": " + found + " changes found, not " + changes);
        }
        List<JsonNode> from = trees(before);
        List<JsonNode> to = trees(after);
        Callable<?> limit = () -> allEqual(before, after);
        Callable<?> diff = () -> SemanticDiff.between(before, after);
        Callable<?> peer = () -> patches(from, to);
        double[] medians = new Rounds(30, 60).medians(limit, diff, peer);
        Measurement equal = Measurement.of("equality, " + name, medians[0], "ms");
        Measurement patch = Measurement.of("JSON patch of trees, " + name, medians[2], "ms");
        results.add(equal);
        results.add(
                Measurement.of("diff, " + name, medians[1], "ms").against(equal).against(patch));
        results.add(patch);
    }

    private static boolean allEqual(ConfigSnapshot before, ConfigSnapshot after) {
        boolean all = true;
        for (MarketDocument document : before.documents().values()) {
            all &= after.find(document.documentId()).filter(document::equals).isPresent();
        }
        return all;
    }

    private static int patches(List<JsonNode> from, List<JsonNode> to) {
        int operations = 0;
        for (int i = 0; i < from.size(); i++) {
            operations += JsonDiff.asJson(from.get(i), to.get(i)).size();
        }
        return operations;
    }

    private static List<JsonNode> trees(ConfigSnapshot snapshot) {
        return snapshot.documents().values().stream()
                .map(document -> JsonText.of(document).as(JsonNode.class))
                .toList();
    }

    /** Read anew each time, so that the two sides share no values. */
    private static ConfigSnapshot read() {
        return ConfigSnapshot.of(
                SCOPE,
                new KrakenSpot()
                        .read("made up", new ByteArrayInputStream(SpotResponse.made(MARKETS)))
                        .documents());
    }

    private static ConfigSnapshot changed(ConfigSnapshot snapshot, int each, Change change) {
        List<MarketDocument> documents = new ArrayList<>();
        for (MarketDocument document : snapshot.documents().values()) {
            documents.add(documents.size() % each == 0 ? change.of((SpotMarket) document) : document);
        }
        return ConfigSnapshot.of(SCOPE, documents);
    }

    private static SpotMarket coarser(SpotMarket market) {
        return market.withTickSize(TickSize.of("0.5"));
    }

    private static SpotMarket dearer(SpotMarket market) {
        FeeLadder fees = market.fees().orElseThrow();
        List<FeeStep> steps = new ArrayList<>(fees.taker());
        steps.set(3, FeeStep.builder().from(steps.get(3)).fee(Percent.of("0.9")).build());
        return market.withFees(FeeLadder.builder().from(fees).taker(steps).build());
    }

    /** What happens to one market. */
    private interface Change {
        SpotMarket of(SpotMarket market);
    }
}
