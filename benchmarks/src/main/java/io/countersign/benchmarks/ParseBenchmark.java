package io.countersign.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.util.List;

/**
 * Reading all of Kraken's spot pairs, to documents with findings, against Jackson's bare tree of the same bytes: in turns, so
 * that a busy machine slows both. The response is the file that {@code bench.parse} names, else the recorded one below the
 * directory {@code countersign.shared}, else one of the same shape and size that is made up.
 */
final class ParseBenchmark implements Benchmarks.Benchmark {
    private static final int ROUNDS = 150;
    private static final int WARM_UP = 100;

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        byte[] response = SpotResponse.recorded(progress);
        ObjectMapper mapper = new ObjectMapper();
        VenueReader reader = new KrakenSpot();
        Rounds rounds = new Rounds(WARM_UP, ROUNDS);
        int pairs = mapper.readTree(response).path("result").size();
        double[] medians = rounds.medians(() -> mapper.readTree(response), () -> {
            VenueReading reading = reader.read("benchmark", new ByteArrayInputStream(response));
            if (reading.documents().size() != pairs) {
                throw new IllegalStateException(
                        reading.documents().size() + " of " + pairs + " pairs were read: " + reading.report());
            }
            return reading;
        });
        Measurement limit = Measurement.of("bare tree, spot pairs", medians[0], "ms");
        return List.of(
                limit, Measurement.of("documents, spot pairs", medians[1], "ms").against(limit));
    }
}
