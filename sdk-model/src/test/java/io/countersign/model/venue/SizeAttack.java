package io.countersign.model.venue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A response of any size, made while it is read: a start, a piece again and again, an end.
 *
 * @param piece the piece of a number
 */
record SizeAttack(String name, String start, LongFunction<String> piece, String end) {
    /** The size attacks on a reader. */
    static List<SizeAttack> on(FuzzedReader fuzzed) {
        String open = fuzzed.opening();
        String close = fuzzed.closing();
        String market = fuzzed.market(1);
        int brace = market.indexOf('{') + 1;
        String inMarket = open + fuzzed.market(0) + "," + market.substring(0, brace);
        String after = market.substring(brace) + close;
        int first = (open + market).indexOf('{') + 1;
        String besides = (open + market).substring(0, first);
        String rest = (open + market).substring(first) + close;
        String x100 = "x".repeat(100);
        String fields = fields(200);
        return List.of(
                new SizeAttack("endless text", inMarket + "\"x\":\"", i -> x100, "\"," + after),
                new SizeAttack("endless number", inMarket + "\"x\":", i -> "9999999999", "," + after),
                new SizeAttack("endless exponent", inMarket + "\"x\":1e", i -> "9999999999", "," + after),
                new SizeAttack("endless name", inMarket + "\"", i -> x100, "\":1," + after),
                new SizeAttack("endless list", inMarket + "\"x\":[1", i -> ",1", "]," + after),
                new SizeAttack("endless list of objects", inMarket + "\"x\":[1", i -> ",{\"a\":{}}", "]," + after),
                new SizeAttack("endless names", inMarket, i -> "\"n" + i + "\":1,", after),
                new SizeAttack("endless long names", inMarket, i -> "\"" + x100.repeat(4) + i + "\":1,", after),
                new SizeAttack("endless same name", inMarket, i -> "\"x\":1,", after),
                new SizeAttack("endless nesting", inMarket + "\"x\":", i -> "[", after),
                new SizeAttack("endless fields beside", besides, i -> "\"n" + i + "\":[" + i + "],", rest),
                new SizeAttack("endless spaces", open, i -> "          ", market + close),
                new SizeAttack("endless nothing", "", i -> "\u0000\u0000\u0000", ""),
                new SizeAttack("markets without end", open + market, i -> "," + fuzzed.market(i + 2), close),
                new SizeAttack("the same market without end", open + market, i -> "," + market, close),
                new SizeAttack(
                        "markets with many fields",
                        open + market,
                        i -> "," + fuzzed.market(i + 2).replaceFirst("\\{", "{" + fields),
                        close),
                new SizeAttack(
                        "large markets",
                        open + market,
                        i -> "," + fuzzed.market(i + 2).replaceFirst("\\{", "{\"x\":\"" + x100.repeat(8_000) + "\","),
                        close),
                new SizeAttack(
                        "markets just too large",
                        open + market,
                        i -> "," + fuzzed.market(i + 2).replaceFirst("\\{", "{\"x\":[1" + ",1".repeat(100_000) + "],"),
                        close),
                new SizeAttack(
                        "wrong markets without end",
                        open + market,
                        i -> "," + fuzzed.market(i + 2).replace(":\"", ":-1,\"y\":\""),
                        close));
    }

    /** Runs every attack of so many bytes, and says how each ended. Ends with 1 if one was not read and gave no finding, or took too long. */
    @SuppressWarnings("SystemOut") // the parent reads it
    public static void main(String[] arguments) {
        System.exit(run(Long.parseLong(arguments[0]), System.out) ? 0 : 1);
    }

    /** Whether what is kept depends on the reader; the other attacks meet the same walk in every reader. */
    private boolean keepsMarkets() {
        return name.contains("markets");
    }

    static boolean run(long bytes, PrintStream out) {
        boolean good = true;
        for (FuzzedReader fuzzed : FuzzedReader.all()) {
            boolean first = fuzzed.equals(FuzzedReader.all().get(0));
            for (SizeAttack attack : on(fuzzed)) {
                long size = first || attack.keepsMarkets() ? bytes : bytes / 10;
                long start = System.nanoTime();
                VenueReading reading = fuzzed.reader().read("attack", attack.stream(size));
                long millis = (System.nanoTime() - start) / 1_000_000;
                boolean found = reading.marketsRead() == reading.marketsSeen()
                        || !reading.report().findings().isEmpty();
                boolean inTime = millis < 60_000;
                good &= found && inTime;
                out.println((found && inTime ? "ok     " : "FAILED ") + fuzzed + ", " + attack.name() + ": "
                        + reading.marketsRead() + " of " + reading.marketsSeen() + " markets, "
                        + reading.report().findings().size() + " findings, " + millis + " ms");
            }
        }
        return good;
    }

    InputStream stream(long bytes) {
        return new InputStream() {
            private byte[] now = start.getBytes(UTF_8);
            private int at;
            private long made = now.length;
            private long pieces;
            private boolean ended;

            @Override
            public int read() {
                return more() ? now[at++] & 0xff : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                int copied = 0;
                while (copied < length && more()) {
                    int part = Math.min(length - copied, now.length - at);
                    System.arraycopy(now, at, into, from + copied, part);
                    at += part;
                    copied += part;
                }
                return copied == 0 && length > 0 ? -1 : copied;
            }

            private boolean more() {
                while (at == now.length && !ended) {
                    ended = made >= bytes;
                    now = (ended ? end : piece.apply(pieces++)).getBytes(UTF_8);
                    made += now.length;
                    at = 0;
                }
                return at < now.length;
            }
        };
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("\"f").append(i).append("\":").append(i).append(',');
        }
        return fields.toString();
    }
}
