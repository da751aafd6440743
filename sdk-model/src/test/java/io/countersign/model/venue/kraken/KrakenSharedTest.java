package io.countersign.model.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.model.finding.Severity;
import io.countersign.model.fixtures.SharedData;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.venue.VenueReading;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded responses of Kraken, whole files: every market becomes documents, and what is written again is what was read. */
@Tag("shared")
class KrakenSharedTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static List<Path> spotFiles() {
        return SharedData.files("market-data/kraken", "assetpairs");
    }

    static List<Path> futuresFiles() {
        return SharedData.files("market-data/kraken-futures", "instruments");
    }

    @ParameterizedTest
    @MethodSource("spotFiles")
    void read_anySpotFile_losesNothing(Path file) throws JsonProcessingException {
        VenueReading reading = Readings.read(new KrakenSpot(), SharedData.bytes(file));
        JsonNode recorded = MAPPER.readTree(SharedData.text(file));
        assertThat(reading.report().atLeast(Severity.WARN)).isEmpty();
        assertThat(reading.marketsRead())
                .isEqualTo(reading.marketsSeen())
                .isEqualTo(recorded.get("result").size())
                .isPositive();
        assertThat(reading.documents()).hasSize(reading.marketsSeen());

        List<SpotMarket> markets =
                reading.documents().stream().map(SpotMarket.class::cast).toList();
        String written = KrakenSpotWriter.write(markets);
        assertThat(Readings.read(new KrakenSpot(), written).documents()).isEqualTo(reading.documents());
        assertThat(differences("", recorded, MAPPER.readTree(written))).isEmpty();
        assertRoundTrip(reading);
    }

    @ParameterizedTest
    @MethodSource("futuresFiles")
    void read_anyFuturesFile_losesNothing(Path file) throws JsonProcessingException {
        VenueReading reading = Readings.read(new KrakenFutures(), SharedData.bytes(file));
        ObjectNode recorded = (ObjectNode) MAPPER.readTree(SharedData.text(file));
        assertThat(reading.report().atLeast(Severity.WARN)).isEmpty();
        assertThat(reading.marketsRead())
                .isEqualTo(reading.marketsSeen())
                .isEqualTo(recorded.get("instruments").size())
                .isPositive();

        String written = KrakenFuturesWriter.write(reading.documents());
        assertThat(Readings.read(new KrakenFutures(), written).documents()).isEqualTo(reading.documents());
        recorded.remove("serverTime"); // of the moment, not of the markets
        assertThat(differences("", recorded, MAPPER.readTree(written))).isEmpty();
        assertRoundTrip(reading);
    }

    @Test
    void read_spotOf2026_gives1434Markets() {
        VenueReading reading = Readings.read(
                new KrakenSpot(),
                SharedData.bytes(SharedData.path("market-data/kraken/spot-assetpairs-2026-01-12.json.gz")));
        assertThat(reading.marketsSeen()).isEqualTo(1_434);
        assertThat(reading.documents()).hasSize(1_434);
        ConfigSnapshot snapshot = ConfigSnapshot.of(Scope.parse("kraken/production"), reading.documents());
        assertThat(snapshot.size()).isEqualTo(1_434);
        SpotMarket repV2 = snapshot.load(SpotMarket.class, "REPV2EUR");
        SpotMarket rep = snapshot.load(SpotMarket.class, "XREPZEUR");
        assertThat(repV2).isNotEqualTo(rep);
        assertThat(repV2.digest()).isNotEqualTo(rep.digest());
        assertThat(reading.documents())
                .extracting(document -> ((SpotMarket) document).priceRule().tickDerived())
                .containsOnly(false);
    }

    @Test
    void read_futuresOfJuly2021_gives27Instruments() {
        VenueReading reading = Readings.read(
                new KrakenFutures(),
                SharedData.bytes(SharedData.path("market-data/kraken-futures/instruments-2021-07-22.json")));
        assertThat(reading.marketsSeen()).isEqualTo(27);
        assertThat(reading.marketsRead()).isEqualTo(27);
        Set<String> schedules = new HashSet<>();
        List<FuturesContract> contracts = new ArrayList<>();
        int indices = 0;
        for (MarketDocument document : reading.documents()) {
            if (document instanceof FuturesContract contract) {
                contracts.add(contract);
            } else if (document instanceof MarginSchedule schedule) {
                schedules.add(schedule.id());
            } else if (document instanceof IndexDefinition) {
                indices++;
            }
        }
        assertThat(contracts.size() + indices).isEqualTo(27);
        for (FuturesContract contract : contracts) {
            assertThat(schedules).containsAll(contract.marginSchedules().values());
            assertThat(contract.type() == ContractType.PERPETUAL)
                    .as(contract.id())
                    .isEqualTo(contract.funding().isPresent());
        }
    }

    private static void assertRoundTrip(VenueReading reading) {
        for (MarketDocument document : reading.documents()) {
            MarketDocument back = MarketDocument.parse(document.canonical());
            assertThat(back).isEqualTo(document);
            assertThat(back.canonical()).isEqualTo(document.canonical());
        }
    }

    /** Where two responses differ in a value: decimals by value, also as text; instants as instants; keys in any order. */
    private static List<String> differences(String path, JsonNode left, JsonNode right) {
        List<String> found = new ArrayList<>();
        if (left.isObject() && right.isObject()) {
            Set<String> names = new HashSet<>();
            left.fieldNames().forEachRemaining(names::add);
            right.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                found.addAll(differences(path + "/" + name, left.path(name), right.path(name)));
            }
        } else if (left.isArray() && right.isArray() && left.size() == right.size()) {
            for (int i = 0; i < left.size(); i++) {
                found.addAll(differences(path + "/" + i, left.get(i), right.get(i)));
            }
        } else if (left.getNodeType() != right.getNodeType() || !sameValue(left, right)) {
            found.add(path + ": " + left + " became " + (right.isMissingNode() ? "absent" : right));
        }
        return found;
    }

    private static boolean sameValue(JsonNode left, JsonNode right) {
        if (left.equals(right)) {
            return true;
        }
        Optional<BigDecimal> leftNumber = number(left);
        Optional<BigDecimal> rightNumber = number(right);
        if (leftNumber.isPresent() && rightNumber.isPresent()) {
            return leftNumber.get().compareTo(rightNumber.get()) == 0;
        }
        return left.isTextual() && instant(left).isPresent() && instant(left).equals(instant(right));
    }

    private static Optional<BigDecimal> number(JsonNode node) {
        try {
            return Optional.of(new BigDecimal(node.asText()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(JsonNode node) {
        try {
            return Optional.of(Instant.parse(node.asText()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
