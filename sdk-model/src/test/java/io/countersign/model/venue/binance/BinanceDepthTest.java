package io.countersign.model.venue.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.finding.Finding;
import io.countersign.model.fixtures.SharedData;
import io.countersign.model.formula.BookDepth;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceDepthTest {
    private static final String BOOK = """
            {"lastUpdateId": 7, "bids": [["0.10", "3.00"], ["0.09", "1"]], "asks": [["0.11", "2"]]}""";

    private static BinanceDepth.Reading read(String json) {
        return BinanceDepth.read("depth.json", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void read_soundBook_keepsLevelsInOrder() {
        BinanceDepth.Reading reading = read(BOOK);

        assertThat(reading.report().findings()).isEmpty();
        assertThat(reading.bids().levels())
                .containsExactly(
                        new BookDepth.Level(Price.of("0.1"), Quantity.of("3")),
                        new BookDepth.Level(Price.of("0.09"), Quantity.of("1")));
        assertThat(reading.asks().levels()).containsExactly(new BookDepth.Level(Price.of("0.11"), Quantity.of("2")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [1, 2]                                                            | V-SHAPE-01 | ``         | 0
            {"bids": [["1", "2"]]}                                            | V-SHAPE-01 | ``         | 1
            {"bids": [["1", "2"], "x"], "asks": []}                           | V-SHAPE-01 | /bids/1    | 1
            {"bids": [["1", "2"], ["3"]], "asks": []}                         | V-SHAPE-01 | /bids/1    | 1
            {"bids": [["1", "2"], ["3", "-1"]], "asks": []}                   | V-VALUE-01 | /bids/1    | 1
            {"bids": [["1", "2"], ["many", "1"]], "asks": []}                 | V-VALUE-01 | /bids/1    | 1
            {"bids": [["1", "2"]], "asks": [["2"                              | V-JSON-01  | ``         | 1
            {"bids": [["1", "2"]], "asks": []                                 | V-JSON-01  | ``         | 1
            """)
    void read_badBook_saysWhatIsWrongAndKeepsTheRest(String json, String rule, String path, int bids) {
        BinanceDepth.Reading reading = read(json);

        assertThat(reading.report().findings()).extracting(Finding::ruleId).contains(rule);
        assertThat(reading.report().of(rule)).extracting(Finding::path).contains(path == null ? "" : path);
        assertThat(reading.bids().levels()).hasSize(bids);
    }

    @Test
    void read_bytesThatAreAnything_neverThrows() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] bytes = BOOK.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i <= seed % 7; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(BinanceDepth.read("depth.json", new ByteArrayInputStream(bytes)))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }

    @Test
    void read_moreLevelsThanAnyVenueSends_leavesTheRest() {
        StringBuilder book = new StringBuilder("{\"bids\": [");
        for (int i = 0; i < 100_002; i++) {
            book.append(i == 0 ? "" : ",").append("[\"1\",\"1\"]");
        }
        BinanceDepth.Reading reading = read(book + "], \"asks\": []}");

        assertThat(reading.bids().levels()).hasSize(100_000);
        assertThat(reading.report().findings()).extracting(Finding::ruleId).containsExactly("V-SIZE-01");
    }

    @Tag("shared")
    @ParameterizedTest
    @CsvSource({"aaveupusdt,408,1000", "qspbtc,133,1000", "steemeth,233,843"})
    void read_recordedBook_isWhole(String symbol, int bids, int asks) {
        byte[] bytes =
                SharedData.bytes(SharedData.path("market-data/binance/spot-depth-" + symbol + "-2021-04-17.json"));

        BinanceDepth.Reading reading = BinanceDepth.read(symbol, new ByteArrayInputStream(bytes));

        assertThat(reading.report().findings()).isEmpty();
        assertThat(reading.bids().levels()).hasSize(bids);
        assertThat(reading.asks().levels()).hasSize(asks);
    }
}
