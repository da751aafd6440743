package io.countersign.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** Kraken's response of spot pairs: the recorded one where there is one, else one of the same shape and size that is made up. */
final class SpotResponse {
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

    private SpotResponse() {}

    /**
     * The file that {@code bench.parse} names, else the recorded one below the directory {@code countersign.shared}, else one that
     * is made up.
     */
    static byte[] recorded(PrintWriter progress) throws IOException {
        String file = System.getProperty("bench.parse", "");
        Path recorded = Path.of(System.getProperty("countersign.shared", "")).resolve(RECORDED);
        if (file.isEmpty() && !Files.exists(recorded)) {
            byte[] made = made(PAIRS);
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
    static byte[] made(int pairs) {
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder(3_000_000).append("{\"error\": [], \"result\": {");
        for (int i = 0; i < pairs; i++) {
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
}
