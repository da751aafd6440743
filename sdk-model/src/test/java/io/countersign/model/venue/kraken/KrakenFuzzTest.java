package io.countersign.model.venue.kraken;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.fixtures.Cases;
import io.countersign.model.json.Digest;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Responses with a few random changes, by byte and by piece. Whatever comes: no exception, a finding for every market that was
 * not read, documents that can be hashed and put into a snapshot, and an answer in time. {@code -Dcountersign.cases=100000}
 * searches longer.
 */
class KrakenFuzzTest {
    private static final Duration TIME_MAX = Duration.ofSeconds(2);

    private static final String SPOT = """
            {"error":[],"result":{
            "XXBTZUSD":{"altname":"XBTUSD","base":"XXBT","quote":"ZUSD","cost_decimals":5,"pair_decimals":1,
            "lot_decimals":8,"lot_multiplier":1,"leverage_buy":[2,3],"leverage_sell":[],"fees":[[0,0.4],[10000,0.35]],
            "fees_maker":[[0,0.25],[10000,-0.01]],"margin_call":80,"ordermin":"0.00005","tick_size":"0.1",
            "status":"online","long_position_limit":350,"new":{"a":[1.50,null,"\\u00e9"]}},
            "B/A~C":{"base":"A","quote":"B","pair_decimals":3}}}
            """;

    private static final String FUTURES = """
            {"result":"success","instruments":[
            {"symbol":"PF_XBTUSD","type":"flexible_futures","tickSize":1,"contractSize":1,"tradeable":true,
            "openingDate":"2022-03-22T13:15:36Z","marginLevels":[
            {"numNonContractUnits":"0E-20","initialMargin":0.01,"maintenanceMargin":0.005},
            {"numNonContractUnits":1E+6,"initialMargin":0.02,"maintenanceMargin":0.01}],
            "fundingRateCoefficient":8,"maxRelativeFundingRate":0.005,"contractValueTradePrecision":4},
            {"symbol":"in_x","type":"spot index","tradeable":false}],"serverTime":"2026-09-25T17:43:59.000Z"}
            """;

    private static final List<String> PIECES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "-",
            "0",
            "9",
            "e",
            "E-20",
            "1e999999999",
            "-2147483648",
            "100e2147483647",
            "99999999999999999999999999999999",
            "\"\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\u00e9",
            "\ud83d\ude00",
            "\"tick_size\":",
            "\"base\":\"X\",",
            "\"XXBTZUSD\":",
            "\"result\":",
            "\"symbol\":\"in_x\",",
            "\"type\":\"spot index\",",
            "+12000-01-01T00:00:00Z",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "NaN",
            "\u0000",
            "/**/",
            "{}{}");

    @Test
    void read_changedSpotResponse_givesDocumentsAndFindings() {
        Cases.forEach(3_000, random -> check(new KrakenSpot(), SPOT, random));
    }

    @Test
    void read_changedFuturesResponse_givesDocumentsAndFindings() {
        Cases.forEach(3_000, random -> check(new KrakenFutures(), FUTURES, random));
    }

    private static void check(VenueReader reader, String response, Random random) {
        byte[] changed = changed(response.getBytes(UTF_8), random);
        String base64 = Base64.getEncoder().encodeToString(changed);
        try {
            long start = System.nanoTime();
            VenueReading reading = Readings.read(reader, changed);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME_MAX);
            assertThat(reading.marketsRead()).isBetween(0, reading.marketsSeen());
            if (reading.marketsRead() < reading.marketsSeen()) {
                assertThat(reading.report().hasErrors()).isTrue();
            }
            assertThat(Digest.ofCanonical(reading.report())).isNotNull();
            ConfigSnapshot snapshot = ConfigSnapshot.of(Scope.parse("kraken/fuzz"), reading.documents());
            assertThat(snapshot.root()).isNotNull();
            for (MarketDocument document : reading.documents()) {
                assertThat(MarketDocument.parse(document.canonical())).isEqualTo(document);
            }
            assertThat(Readings.read(reader, written(reading)).documents()).isEqualTo(reading.documents());
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Response (base64) " + base64 + ": " + e, e);
        }
    }

    private static String written(VenueReading reading) {
        boolean spot = reading.documents().stream().anyMatch(SpotMarket.class::isInstance);
        return spot
                ? KrakenSpotWriter.write(
                        reading.documents().stream().map(SpotMarket.class::cast).toList())
                : KrakenFuturesWriter.write(reading.documents());
    }

    private static byte[] changed(byte[] response, Random random) {
        byte[] changed = response;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            changed = changedOnce(changed, random);
        }
        return changed;
    }

    private static byte[] changedOnce(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(30));
        byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
        return switch (random.nextInt(8)) {
            case 0 -> splice(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> splice(bytes, at, to, new byte[0]);
            case 2 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 3 -> splice(bytes, at, bytes.length, new byte[0]);
            case 4 -> splice(bytes, at, at, piece);
            case 5 -> splice(bytes, at, to, piece);
            default -> replaceValue(bytes, at, piece);
        };
    }

    /** Puts the piece in place of the value that follows the next colon, so that the result is often still JSON. */
    private static byte[] replaceValue(byte[] bytes, int from, byte[] piece) {
        int at = from;
        while (at < bytes.length && bytes[at] != ':') {
            at++;
        }
        int end = at;
        while (end < bytes.length && bytes[end] != ',' && bytes[end] != '}') {
            end++;
        }
        return at >= bytes.length ? bytes : splice(bytes, at + 1, Math.max(end, at + 1), piece);
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + piece.length);
        out.write(bytes, 0, from);
        out.write(piece, 0, piece.length);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
