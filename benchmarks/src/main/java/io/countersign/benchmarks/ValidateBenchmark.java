package io.countersign.benchmarks;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.ValidatedSnapshot;
import io.countersign.client.rule.Validator;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Every rule over a snapshot of 1,500 spot markets with 22 fee steps each: all of it, again after one document changed, and one
 * change judged; the tick size of one, and the fees of one, which are compared with those of all others. The limit is a walk that asks every document for its canonical JSON, which is the least that looking at every field
 * costs.
 */
final class ValidateBenchmark implements Benchmarks.Benchmark {
    private static final int MARKETS = 1_500;
    private static final Scope SCOPE = new Scope("kraken", "benchmark");

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        ConfigSnapshot snapshot = ConfigSnapshot.of(
                SCOPE,
                new KrakenSpot()
                        .read("made up", new ByteArrayInputStream(SpotResponse.made(MARKETS)))
                        .documents());
        Validator validator = Validator.of(Catalogue.standard());
        SpotMarket first = snapshot.all(SpotMarket.class).get(MARKETS / 2);
        SpotMarket changed = first.withTickSize(TickSize.of("0.5"));
        SpotMarket cheaper = SpotMarket.builder()
                .from(first)
                .fees(FeeLadder.builder()
                        .from(first.fees().orElseThrow())
                        .taker(List.of(FeeStep.of("0", "0.2"), FeeStep.of("10000", "0.1")))
                        .build())
                .build();
        ConfigSnapshot after = snapshot.with(changed);
        ConfigSnapshot afterFees = snapshot.with(cheaper);
        ValidatedSnapshot validated = validator.validated(snapshot, ChangeContext.none());
        if (!validated.with(changed).report().equals(validator.validate(after))) {
            throw new IllegalStateException("Validating again does not say what validating says");
        }
        progress.println("validate, " + Catalogue.standard() + ", "
                + validated.report().findings().size() + " findings");
        Callable<?> walk = () -> snapshot.documents().values().stream()
                .mapToInt(document -> document.canonical().length())
                .sum();
        Callable<?> full = () -> validator.validate(snapshot);
        Callable<?> again = () -> validated.with(changed).report();
        Callable<?> change = () -> validated.assess(after);
        Callable<?> againFees = () -> validated.with(cheaper).report();
        Callable<?> changeFees = () -> validated.assess(afterFees);
        double[] medians = new Rounds(30, 60).medians(walk, full, again, change, againFees, changeFees);
        Measurement limit = Measurement.of("canonical JSON of 1,500 markets", medians[0], "ms");
        Measurement all =
                Measurement.of("validate 1,500 markets", medians[1], "ms").against(limit);
        return List.of(
                limit,
                all,
                Measurement.of("validate again after one tick size changed", medians[2], "ms")
                        .against(all),
                Measurement.of("judge a change of one tick size", medians[3], "ms")
                        .against(all),
                Measurement.of("validate again after one market's fees changed", medians[4], "ms")
                        .against(all),
                Measurement.of("judge a change of one market's fees", medians[5], "ms")
                        .against(all));
    }
}
