package io.countersign.model.venue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.model.finding.Severity;
import io.countersign.model.fixtures.Cases;
import io.countersign.model.json.Digest;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Valid responses of every reader, changed: cut off, flipped bytes, values of other types, members that stand twice. Every
 * some-th change by default, all of them with {@code -Dcountersign.fuzz=full}.
 */
class VenueFuzzTest {
    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private static final boolean FULL =
            System.getProperty("countersign.fuzz", "").equals("full");

    private static final List<String> OTHER_VALUES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "0",
            "-1",
            "1.5",
            "1e999999999",
            "100e2147483647",
            "-2147483648",
            "9223372036854775808",
            "9".repeat(9_000),
            "\"\"",
            "\"x\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"+12000-01-01T00:00:00Z\"",
            "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]",
            "[".repeat(40),
            "{\"a\":{\"a\":[null,{\"a\":1,\"a\":2}]}}",
            "NaN",
            "");

    static List<FuzzedReader> readers() {
        return FuzzedReader.all();
    }

    @ParameterizedTest
    @MethodSource("readers")
    void read_asPublished_givesDocumentsAndNoError(FuzzedReader fuzzed) {
        VenueReading reading = check(fuzzed, fuzzed.valid().getBytes(UTF_8));
        assertThat(reading.marketsSeen()).isEqualTo(2);
        assertThat(reading.marketsRead()).isEqualTo(2);
        assertThat(reading.report().hasErrors()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("readers")
    void read_cutOffAnywhere_saysSo(FuzzedReader fuzzed) {
        byte[] valid = fuzzed.valid().getBytes(UTF_8);
        for (int length = 0; length < valid.length; length += FULL ? 1 : 29) {
            VenueReading reading = check(fuzzed, Arrays.copyOf(valid, length));
            assertThat(reading.report().hasErrors()).as("%d bytes", length).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("readers")
    void read_flippedBytes_givesFindings(FuzzedReader fuzzed) {
        byte[] valid = fuzzed.valid().getBytes(UTF_8);
        Cases.forEach(FULL ? 3_000 : 100, random -> {
            byte[] flipped = valid.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 + random.nextInt(255));
            }
            check(fuzzed, flipped);
        });
    }

    @ParameterizedTest
    @MethodSource("readers")
    void read_otherValueAnywhere_givesFindings(FuzzedReader fuzzed) throws IOException {
        String valid = fuzzed.valid();
        int changes = 0;
        for (Span value : values(valid)) {
            for (String other : OTHER_VALUES) {
                if (!FULL && changes++ % 29 != 0) {
                    continue;
                }
                check(fuzzed, (valid.substring(0, value.from()) + other + valid.substring(value.to())).getBytes(UTF_8));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("readers")
    void read_valueOrMemberTwice_givesFindings(FuzzedReader fuzzed) throws IOException {
        String valid = fuzzed.valid();
        for (Span value : values(valid)) {
            String twice = valid.substring(value.start(), value.to());
            VenueReading reading = check(
                    fuzzed,
                    (valid.substring(0, value.to()) + "," + twice + valid.substring(value.to())).getBytes(UTF_8));
            if (value.start() < value.from()) {
                assertThat(reading.report().of("V-DUP-01")).as(twice).isNotEmpty();
            }
        }
    }

    private static VenueReading check(FuzzedReader fuzzed, byte[] response) {
        try {
            long start = System.nanoTime();
            VenueReading reading = fuzzed.reader().read("response", new ByteArrayInputStream(response));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME_MAX);
            assertThat(reading.marketsRead()).isBetween(0, reading.marketsSeen());
            if (reading.marketsRead() < reading.marketsSeen()) {
                assertThat(reading.report().atLeast(Severity.WARN)).isNotEmpty();
            }
            assertThat(Digest.ofCanonical(reading.report())).isNotNull();
            String venue = reading.documents().isEmpty()
                    ? "none"
                    : reading.documents().get(0).venue();
            assertThat(ConfigSnapshot.of(Scope.parse(venue + "/fuzz"), reading.documents())
                            .root())
                    .isNotNull();
            for (MarketDocument document : reading.documents()) {
                assertThat(MarketDocument.parse(document.canonical())).isEqualTo(document);
            }
            return reading;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Response (base64) " + Base64.getEncoder().encodeToString(response) + ": " + e, e);
        }
    }

    /** Where each value of a JSON text stands, and from where on with its name. */
    private static List<Span> values(String json) throws IOException {
        List<Span> values = new ArrayList<>();
        List<Span> open = new ArrayList<>();
        int nameAt = -1;
        try (JsonParser in = new JsonFactory().createParser(json)) {
            while (in.nextToken() != null) {
                int from = (int) in.currentTokenLocation().getCharOffset();
                in.getText(); // to the end of the token
                int to = (int) in.currentLocation().getCharOffset();
                JsonToken token = in.currentToken();
                if (token == JsonToken.FIELD_NAME) {
                    nameAt = from;
                    continue;
                }
                if (token.isStructEnd()) {
                    Span span = open.remove(open.size() - 1);
                    values.add(new Span(span.start(), span.from(), to));
                } else {
                    Span span = new Span(nameAt < 0 ? from : nameAt, from, to);
                    (token.isStructStart() ? open : values).add(span);
                }
                nameAt = -1;
            }
        }
        return values;
    }

    /** A value from {@code from} to {@code to}, and its name, if it has one, from {@code start}. */
    private record Span(int start, int from, int to) {}
}
