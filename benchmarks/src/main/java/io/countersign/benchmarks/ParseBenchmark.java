package io.countersign.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * Reading all of Kraken's spot pairs, to documents with findings, against Jackson's bare tree of the same bytes: in turns, so
 * that a busy machine slows both. The response is the file that {@code bench.parse} names, else the recorded one below the
 * directory {@code countersign.shared}, else one of the same shape and size that is made up.
 */
final class ParseBenchmark implements Benchmarks.Benchmark {
    private static final int ROUNDS = 150;
    private static final int WARM_UP = 100;
    private static final int PAIRS = 1_434;
    private static final long SEED = 20_260_112L;
    private static final String RECORDED = "market-data/kraken/spot-assetpairs-2026-01-12.json.gz";

    private static final String PAIR = """
                "X#ZUSD": {
                  "altname": "X#USD",
                  "wsname": "X#/USD",
                  "aclass_base": "currency",
                  "base": "X#",
                  "aclass_quote": "currency",
                  "quote": "ZUSD",
                  "lot": "unit",
                  "cost_decimals": COST,
                  "pair_decimals": PRICE,
                  "lot_decimals": 8,
                  "lot_multiplier": 1,
                  "leverage_buy": [
                    2,
                    3
                  ],
                  "leverage_sell": [
                    2,
                    3
                  ],
                  "fees": [TAKER
                  ],
                  "fees_maker": [MAKER
                  ],
                  "fee_volume_currency": "ZUSD",
                  "margin_call": 80,
                  "margin_stop": 40,
                  "ordermin": "0.LEAST",
                  "costmin": "0.5",
                  "tick_size": "0.TICK",
                  "status": "online"
                }
            """;

    @Override
    public List<Measurement> run(PrintWriter progress) throws IOException {
        byte[] response = response(progress);
        ObjectMapper mapper = new ObjectMapper();
        VenueReader reader = new KrakenSpot();
        double[] trees = new double[ROUNDS];
        double[] readings = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long start = System.nanoTime();
            int pairs = mapper.readTree(response).path("result").size();
            long between = System.nanoTime();
            VenueReading reading = reader.read("benchmark", new ByteArrayInputStream(response));
            long end = System.nanoTime();
            if (reading.documents().size() != pairs) {
                throw new IllegalStateException(
                        reading.documents().size() + " of " + pairs + " pairs were read: " + reading.report());
            }
            if (round >= 0) {
                trees[round] = (between - start) / 1e6;
                readings[round] = (end - between) / 1e6;
            }
        }
        Measurement limit = Measurement.of("bare tree, spot pairs", median(trees), "ms");
        return List.of(
                limit,
                Measurement.of("documents, spot pairs", median(readings), "ms").against(limit));
    }

    private static byte[] response(PrintWriter progress) throws IOException {
        String file = System.getProperty("bench.parse", "");
        Path recorded = Path.of(System.getProperty("countersign.shared", "")).resolve(RECORDED);
        if (file.isEmpty() && !Files.exists(recorded)) {
            byte[] made = made();
            progress.println("parse, a response made up of " + PAIRS + " pairs, " + made.length + " bytes");
            return made;
        }
        Path path = file.isEmpty() ? recorded : Path.of(file);
        byte[] bytes = Files.readAllBytes(path);
        if (path.toString().endsWith(".gz")) {
            try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = unzipped.readAllBytes();
            }
        }
        progress.println("parse, " + path.getFileName() + ", " + bytes.length + " bytes");
        return bytes;
    }

    /** Indented as Kraken's file is, with one of four fee ladders for each pair. */
    private static byte[] made() {
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder(3_000_000).append("{\"error\": [], \"result\": {");
        for (int i = 0; i < PAIRS; i++) {
            int decimals = 1 + random.nextInt(8);
            int tier = random.nextInt(4);
            text.append(i == 0 ? "\n" : ",\n")
                    .append(PAIR.replace("#", String.format(Locale.ROOT, "%05d", i))
                            .replace("COST", Integer.toString(decimals + 2))
                            .replace("PRICE", Integer.toString(decimals))
                            .replace("TAKER", steps(40 + tier))
                            .replace("MAKER", steps(25 + tier))
                            .replace("LEAST", Integer.toString(1 + random.nextInt(9_999)))
                            .replace("TICK", "0".repeat(decimals - 1) + "1"));
        }
        return text.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String steps(int percent) {
        StringBuilder steps = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            steps.append(i == 0 ? "" : ",")
                    .append("\n        [\n          ")
                    .append(i * 100_000)
                    .append(",\n          0.")
                    .append(percent - i)
                    .append("\n        ]");
        }
        return steps.toString();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
