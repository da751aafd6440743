package io.countersign.model.venue.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.model.fixtures.SharedData;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded responses of Binance, whole files: every symbol becomes a document, and what is written again is what was read. */
@Tag("shared")
class BinanceSharedTest {
    /** How far a published maintenance amount may be off: it is rounded, tier by tier. */
    private static final BigDecimal ROUNDING = new BigDecimal("0.011");

    static List<Path> spotFiles() {
        return SharedData.files("market-data/binance", "spot-exchangeinfo");
    }

    static List<Path> usdMFiles() {
        return SharedData.files("market-data/binance", "usdm-exchangeinfo");
    }

    static List<Path> coinMFiles() {
        return SharedData.files("market-data/binance", "coinm-exchangeinfo");
    }

    static List<Path> tierFiles() {
        return SharedData.files("market-data/binance", "usdm-leverage-tiers").stream()
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("spotFiles")
    void read_anySpotFile_losesNothing(Path file) {
        VenueReading reading = readWhole(new BinanceSpot(), file);
        List<SpotMarket> markets =
                reading.documents().stream().map(SpotMarket.class::cast).toList();
        assertSymbols(file, new BinanceSpot(), reading, BinanceWriter.spot(markets));
    }

    @ParameterizedTest
    @MethodSource("usdMFiles")
    void read_anyUsdMFile_losesNothing(Path file) {
        VenueReading reading = readWhole(new BinanceUsdM(), file);
        assertSymbols(file, new BinanceUsdM(), reading, BinanceWriter.usdM(contracts(reading)));
    }

    @ParameterizedTest
    @MethodSource("coinMFiles")
    void read_anyCoinMFile_losesNothing(Path file) {
        VenueReading reading = readWhole(new BinanceCoinM(), file);
        assertSymbols(file, new BinanceCoinM(), reading, BinanceWriter.coinM(contracts(reading)));
    }

    @Test
    void files_areAllThere() {
        assertThat(spotFiles()).hasSize(1);
        assertThat(usdMFiles()).hasSize(2);
        assertThat(coinMFiles()).hasSize(1);
        assertThat(tierFiles()).hasSize(57);
    }

    @ParameterizedTest
    @MethodSource("tierFiles")
    void read_anyTierFile_losesNothing(Path file) {
        VenueReading reading = readWhole(new BinanceBrackets(), file);
        ObjectNode recorded = JsonNodeFactory.instance.objectNode();
        Responses.json(SharedData.text(file)).properties().forEach(symbol -> {
            String id = withSettle(symbol.getKey());
            symbol.getValue().forEach(tier -> spellAsToday(id, (ObjectNode) tier));
            recorded.set(id, symbol.getValue());
        });
        assertThat(reading.marketsSeen()).isEqualTo(recorded.size());

        String written = BinanceBracketsWriter.writeByName(schedules(reading));
        assertThat(Responses.read(new BinanceBrackets(), written).documents()).isEqualTo(reading.documents());
        assertThat(Responses.differences(recorded, Responses.json(written))).isEmpty();
        String asResponse = BinanceBracketsWriter.write(schedules(reading));
        assertThat(Responses.read(new BinanceBrackets(), asResponse).documents())
                .isEqualTo(reading.documents());
        assertRoundTrip(reading);
    }

    /** The last of the contracts of one base and quote would hide the others, and eight changes with them. */
    @Test
    void read_tierFilesInOrder_changesBySymbol() {
        int documents = 0;
        int tiers = 0;
        int changed = 0;
        int changedWhenCollapsed = 0;
        Map<String, MarginSchedule> before = Map.of();
        Map<String, MarginSchedule> beforeCollapsed = Map.of();
        for (Path file : tierFiles()) {
            Map<String, MarginSchedule> now = new HashMap<>();
            Map<String, MarginSchedule> collapsed = new HashMap<>();
            for (MarginSchedule schedule : schedules(readWhole(new BinanceBrackets(), file))) {
                documents++;
                tiers += schedule.tiers().size();
                now.put(schedule.id(), schedule);
                String perpetual = schedule.id().split("-", 2)[0];
                collapsed.put(
                        perpetual,
                        MarginSchedule.builder().from(schedule).id(perpetual).build());
            }
            changed += changed(before, now);
            changedWhenCollapsed += changed(beforeCollapsed, collapsed);
            before = now;
            beforeCollapsed = collapsed;
        }
        assertThat(documents).isEqualTo(15_320);
        assertThat(tiers).isEqualTo(110_797);
        assertThat(changed).isEqualTo(947);
        assertThat(changedWhenCollapsed).isEqualTo(939);
    }

    @Test
    void maintenanceAmount_ofAllTiers_followsFromTheRates() {
        int tiers = 0;
        for (Path file : tierFiles()) {
            for (MarginSchedule schedule : schedules(readWhole(new BinanceBrackets(), file))) {
                MarginLadder ladder = MarginLadder.of(schedule);
                for (int i = 0; i < ladder.tiers(); i++) {
                    BigDecimal published = schedule.tiers()
                            .get(i)
                            .maintenanceAmount()
                            .orElseThrow()
                            .value();
                    assertThat(published)
                            .as("%s %s, tier %d", file.getFileName(), schedule.id(), i + 1)
                            .isCloseTo(ladder.maintenanceAmount(i), within(ROUNDING));
                    tiers++;
                }
            }
        }
        assertThat(tiers).isEqualTo(110_797);
    }

    private static int changed(Map<String, MarginSchedule> before, Map<String, MarginSchedule> now) {
        return (int) now.values().stream()
                .filter(schedule -> before.containsKey(schedule.id()))
                .filter(schedule -> !schedule.equals(before.get(schedule.id())))
                .count();
    }

    private static String withSettle(String symbol) {
        return symbol.contains(":") || !symbol.contains("/") ? symbol : symbol + ":" + symbol.split("/", 2)[1];
    }

    /**
     * Early files call some fields otherwise, and leave the currency out; the library's cap of a tier without end is the double
     * nearest to the venue's own.
     */
    private static void spellAsToday(String id, ObjectNode tier) {
        rename(tier, "notionalFloor", "minNotional");
        rename(tier, "notionalCap", "maxNotional");
        rename(tier, "maintenanceMarginRatio", "maintenanceMarginRate");
        if (!tier.has("currency")) {
            tier.put("currency", id.contains("BUSD") ? "BUSD" : "USDT");
        }
        ObjectNode info = (ObjectNode) tier.get("info");
        rename(info, "minNotional", "notionalFloor");
        rename(info, "maxNotional", "notionalCap");
        if (tier.get("maxNotional").doubleValue()
                == Double.parseDouble(info.get("notionalCap").asText())) {
            tier.set("maxNotional", info.get("notionalCap"));
        }
    }

    private static void rename(ObjectNode object, String from, String to) {
        JsonNode value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }

    private static VenueReading readWhole(VenueReader reader, Path file) {
        VenueReading reading = Responses.read(reader, SharedData.bytes(file));
        assertThat(Responses.findings(reading)).isEmpty();
        assertThat(reading.marketsRead()).isEqualTo(reading.marketsSeen()).isPositive();
        assertThat(reading.documents()).hasSize(reading.marketsSeen());
        return reading;
    }

    private static void assertSymbols(Path file, VenueReader reader, VenueReading reading, String written) {
        JsonNode recorded = Responses.json(SharedData.text(file)).get("symbols");
        assertThat(reading.marketsSeen()).isEqualTo(((ArrayNode) recorded).size());
        assertThat(Responses.read(reader, written).documents()).isEqualTo(reading.documents());
        assertThat(Responses.differences(recorded, Responses.json(written).get("symbols")))
                .isEmpty();
        assertRoundTrip(reading);
    }

    private static void assertRoundTrip(VenueReading reading) {
        for (MarketDocument document : reading.documents()) {
            MarketDocument back = MarketDocument.parse(document.canonical());
            assertThat(back).isEqualTo(document);
            assertThat(back.canonical()).isEqualTo(document.canonical());
        }
    }

    private static List<FuturesContract> contracts(VenueReading reading) {
        return reading.documents().stream().map(FuturesContract.class::cast).toList();
    }

    private static List<MarginSchedule> schedules(VenueReading reading) {
        return reading.documents().stream().map(MarginSchedule.class::cast).toList();
    }
}
