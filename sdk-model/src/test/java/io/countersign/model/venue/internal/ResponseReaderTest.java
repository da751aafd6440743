package io.countersign.model.venue.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.finding.Finding;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.unit.Amount;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseReaderTest {
    private static final VenueReader FIELD = ResponseReader.of("field")
            .marketsIn("data")
            .identifiedBy("id")
            .documented("code", "msg")
            .errors(VenueError.code("code", "msg", Set.of("0")))
            .reading(ResponseReaderTest::index);

    private static final VenueReader LIST_OR_ONE = ResponseReader.of("list-or-one")
            .topLevelListOrOne()
            .identifiedBy("id")
            .documented("error")
            .errors(VenueError.in("error"))
            .reading(ResponseReaderTest::index);

    private static final VenueReader LIST = ResponseReader.of("list")
            .topLevelList()
            .identifiedBy("id")
            .errors(VenueError.code("code", "msg", Set.of()))
            .reading(ResponseReaderTest::index);

    private static final VenueReader ONE =
            ResponseReader.of("one").oneMarketIn("result").reading(market -> document("status"));

    private static final VenueReader LISTS_BY_NAME = ResponseReader.of("lists-by-name")
            .topLevelByName()
            .marketsAreLists()
            .reading(market -> {
                VenueObject list = market.named("index-definition/v/" + market.id());
                List<Amount> amounts = list.elements(
                        element -> list.objectOf(element, tier -> tier.requiredDecimal("bound", Amount::of)));
                return document(market.id() + amounts);
            });

    @Test
    void read_marketsInAField_givesThemAndTheEnvelope() {
        VenueReading reading = read(FIELD, """
                {"code":"0","new":{"a":[1.50,"\\u00e9"]},"data":[{"id":"A"},{"id":"B"}],"msg":""}""");
        assertThat(ids(reading)).containsExactly("A", "B");
        assertThat(reading.envelope())
                .containsExactly(
                        Map.entry("code", "\"0\""),
                        Map.entry("msg", "\"\""),
                        Map.entry("new", "{\"a\":[1.50,\"\u00e9\"]}"));
        assertThat(found(reading)).containsExactly("V-UNKNOWN-01 r /new");
        assertThat(reading.report().findings().get(0).message())
                .contains("kept in the reading, and part of no document");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\":\"51000\",\"msg\":\"no\",\"data\":[]} | V-VENUE-01 r /code",
                "{\"code\":51000} | V-VENUE-01 r /code",
                "{\"code\":\"0\"} | V-SHAPE-01 r /data",
                "{\"data\":[{}]} | V-MISS-01 r /data/0/id",
                "{\"data\":[{\"id\":\"A\"},{\"id\":\"A\"}]} | V-DUP-01 r /data/1/id",
                "{\"data\":[[]]} | V-SHAPE-01 r /data/0"
            })
    void read_fieldThatIsWrong_isOneFinding(String response, String expected) {
        assertThat(found(read(FIELD, response))).containsExactly(expected);
    }

    @Test
    void read_topLevelListOrOne_givesEither() {
        assertThat(ids(read(LIST_OR_ONE, "[{\"id\":\"A\"},{\"id\":\"B\"}]"))).containsExactly("A", "B");
        VenueReading one = read(LIST_OR_ONE, "{\"id\":\"A\"}");
        assertThat(ids(one)).containsExactly("A");
        assertThat(one.envelope()).isEmpty();
        assertThat(one.marketsSeen()).isEqualTo(1);
        VenueReading failed = read(LIST_OR_ONE, "{\"error\":{\"message\":\"slow down\",\"name\":\"RateLimit\"}}");
        assertThat(found(failed)).containsExactly("V-VENUE-01 r /error");
        assertThat(failed.marketsSeen()).isZero();
        assertThat(found(read(LIST_OR_ONE, "{}"))).containsExactly("V-MISS-01 r /id");
        assertThat(found(read(LIST_OR_ONE, "5"))).containsExactly("V-SHAPE-01 r");
    }

    @Test
    void read_topLevelList_takesAnObjectForAnErrorOnly() {
        assertThat(ids(read(LIST, "[{\"id\":\"A\"}]"))).containsExactly("A");
        VenueReading failed = read(LIST, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}");
        assertThat(failed.report().of("V-VENUE-01").get(0).message()).endsWith("-1121: Invalid symbol.");
        assertThat(found(read(LIST, "{}"))).containsExactly("V-SHAPE-01 r");
        assertThat(found(read(LIST, "[] []"))).containsExactly("V-SHAPE-01 r");
    }

    @Test
    void read_oneMarketInAField_givesIt() {
        assertThat(ids(read(ONE, "{\"result\":{\"status\":\"online\"}}"))).containsExactly("status");
        assertThat(found(read(ONE, "{\"result\":[]}"))).containsExactly("V-SHAPE-01 r /result");
        assertThat(found(read(ONE, "{}"))).containsExactly("V-SHAPE-01 r /result");
    }

    @Test
    void read_listsByName_giveTheirElements() {
        VenueReading reading = read(
                LISTS_BY_NAME,
                "{\"A/B\":[{\"bound\":1},{\"bound\":\"2.0\"}],\"C\":[{\"bound\":-1},5],\"D\":{},\"A/B\":[]}");
        assertThat(ids(reading)).containsExactly("A/B[1, 2]");
        assertThat(reading.marketsSeen()).isEqualTo(4);
        assertThat(found(reading))
                .containsExactlyInAnyOrder(
                        "V-VALUE-01 index-definition/v/C /0/bound",
                        "V-VALUE-01 index-definition/v/C /1",
                        "V-SHAPE-01 r /D",
                        "V-DUP-01 r /A~1B");
    }

    @Test
    void read_groupedMarkets_areAddedAtTheEnd() {
        VenueReader grouping = ResponseReader.of("grouping").marketsIn("data").readingTogether(Grouping::new);
        VenueReading reading =
                read(grouping, "{\"data\":[{\"group\":\"A\"},{\"group\":\"B\"},{\"group\":\"A\"},{\"group\":\" \"}]}");
        assertThat(ids(reading)).containsExactlyInAnyOrder("A", "B");
        assertThat(reading.marketsSeen()).isEqualTo(4);
        assertThat(reading.marketsRead()).isEqualTo(3);
        assertThat(found(reading)).hasSize(1).allMatch(place -> place.startsWith("V-VALUE-01 index-definition/v/"));
        VenueReading broken = read(grouping, "{\"data\":[{\"group\":\"A\"},{\"group\":\"A\"}");
        assertThat(broken.documents()).isEmpty();
        assertThat(broken.marketsRead()).isZero();
        assertThat(found(broken)).containsExactly("V-JSON-01 r");
    }

    @Test
    void read_documentsOfOneIdentity_giveTheFirst() {
        VenueReader same = ResponseReader.of("same").marketsIn("data").reading(market -> document("X"));
        VenueReading reading = read(same, "{\"data\":[{},{}]}");
        assertThat(ids(reading)).containsExactly("X");
        assertThat(reading.marketsRead()).isEqualTo(1);
        assertThat(found(reading)).containsExactly("V-DUP-01 r /data/1");
    }

    @Test
    void passBy_marketsOfAKindTheModelLacks_areCountedOnce() {
        VenueReader reader = ResponseReader.of("kinds").marketsIn("data").reading(market -> {
            VenueObject object = market.named("d/v/" + market.place());
            object.text("type").filter("option"::equals).ifPresent(type -> market.passBy("Options have no document"));
            return document(market.place());
        });
        VenueReading reading =
                read(reader, "{\"data\":[{\"type\":\"option\"},{\"type\":\"x\"},{\"type\":\"option\"}]}");
        assertThat(ids(reading)).containsExactly("/data/1");
        assertThat(reading.marketsRead()).isEqualTo(1);
        assertThat(found(reading)).containsExactly("V-KIND-01 r");
        assertThat(reading.report().findings().get(0).message())
                .isEqualTo("Options have no document: 2 markets were not read (d/v//data/0 is one)");
    }

    @Test
    void object_everyKindOfField_isTakenOut() {
        Map<String, Object> taken = new HashMap<>();
        VenueReader reader = ResponseReader.of("fields")
                .topLevelListOrOne()
                .emptyTextIsAbsent()
                .reading(market -> {
                    VenueObject object = market.named("d");
                    taken.put("millis", object.epochMillis("millis").orElseThrow());
                    taken.put("millisText", object.epochMillis("millisText").orElseThrow());
                    taken.put("empty", object.text("empty"));
                    taken.put("emptyNumber", object.decimal("emptyNumber", Amount::of));
                    taken.put(
                            "off", object.decimalUnlessZero("off", Amount::of, () -> taken.put("switchedOff", "off")));
                    taken.put("on", object.decimalUnlessZero("on", Amount::of, () -> taken.put("switchedOff", "on")));
                    taken.put("long", object.longInteger("long").orElseThrow());
                    taken.put("texts", object.texts("texts").orElseThrow());
                    taken.put(
                            "nested",
                            object.object("nested", nested -> nested.text("a")).orElseThrow());
                    taken.put(
                            "choice",
                            object.oneOf("choice", Map.of("yes", 1), "What?").orElseThrow());
                    taken.put("rest", object.rest(Set.of()));
                    return document("d");
                });
        VenueReading reading = read(reader, """
                {"millis":1569801600000,"millisText":"-62167219200000","empty":"","emptyNumber":"","off":"0.000",
                 "on":"0.1","long":9007199254740993,"texts":["a","b"],"nested":{"a":"b"},"choice":"yes","odd":""}""");
        assertThat(taken)
                .containsEntry("millis", Instant.parse("2019-09-30T00:00:00Z"))
                .containsEntry("millisText", Instant.parse("0000-01-01T00:00:00Z"))
                .containsEntry("empty", Optional.empty())
                .containsEntry("emptyNumber", Optional.empty())
                .containsEntry("switchedOff", "off")
                .containsEntry("off", Optional.empty())
                .containsEntry("on", Optional.of(Amount.of("0.1")))
                .containsEntry("long", 9007199254740993L)
                .containsEntry("texts", List.of("a", "b"))
                .containsEntry("nested", "b")
                .containsEntry("choice", 1)
                .containsEntry("rest", Map.of("empty", "\"\"", "emptyNumber", "\"\"", "odd", "\"\""));
        assertThat(found(reading)).containsExactly("V-UNKNOWN-01 r /odd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "253402300800000 | An instant must be within the years 0000 to 9999",
                "\"-62167219200001\" | An instant must be within the years 0000 to 9999",
                "99999999999999999999 | Not a whole number",
                "1.5 | Not a whole number",
                "\"soon\" | Not a whole number",
                "[] | A list stands where"
            })
    void epochMillis_outOfBounds_isAFinding(String millis, String message) {
        VenueReader reader = ResponseReader.of("millis").topLevelListOrOne().reading(market -> {
            market.named("d").epochMillis("millis");
            return document("d");
        });
        VenueReading reading = read(reader, "{\"millis\":" + millis + "}");
        assertThat(reading.documents()).isEmpty();
        assertThat(found(reading)).containsExactly("V-VALUE-01 d /millis");
        assertThat(reading.report().findings().get(0).message()).startsWith(message);
    }

    @Test
    void read_marketBeyondTheBudget_isSkippedAndTheNextIsRead() {
        String many = "1,".repeat(Budget.TOKENS_MAX) + "1";
        String text = "\"" + "x".repeat(600_000) + "\"";
        VenueReading reading = read(
                FIELD,
                "{\"data\":[{\"id\":\"A\",\"x\":[" + many + "]},{\"id\":\"B\"},{\"id\":\"C\",\"x\":[" + text + ","
                        + text + ",[[]]]},{\"id\":\"D\"}]}");
        assertThat(ids(reading)).containsExactly("B", "D");
        assertThat(reading.marketsSeen()).isEqualTo(4);
        assertThat(found(reading)).containsExactly("V-SIZE-01 r /data/0", "V-SIZE-01 r /data/2");
    }

    @Test
    void read_envelopeBeyondTheBudget_isNotKept() {
        String many = "1,".repeat(Budget.TOKENS_MAX) + "1";
        VenueReading reading =
                read(FIELD, "{\"a\":1,\"b\":[" + many + "],\"c\":{\"d\":[]},\"data\":[{\"id\":\"A\"}],\"e\":1}");
        assertThat(ids(reading)).containsExactly("A");
        assertThat(reading.envelope()).containsOnlyKeys("a");
        assertThat(found(reading)).containsExactly("V-UNKNOWN-01 r /a", "V-SIZE-01 r /b");
    }

    @Test
    void read_tooManyMarkets_stopsWithAFinding() {
        VenueReading reading = read(FIELD, "{\"data\":[" + "1,".repeat(ResponseWalk.MARKETS_MAX) + "1]}");
        assertThat(reading.marketsSeen()).isEqualTo(ResponseWalk.MARKETS_MAX);
        assertThat(found(reading)).contains("V-SIZE-01 r");
    }

    @Test
    void read_idTooLong_isAFinding() {
        VenueReading reading = read(FIELD, "{\"data\":[{\"id\":\"" + "A".repeat(501) + "\"}]}");
        assertThat(found(reading)).containsExactly("V-VALUE-01 r /data/0/id");
    }

    private static List<MarketDocument> index(Market market) {
        VenueObject object = market.named("index-definition/v/" + market.id());
        object.requiredText("id");
        object.rest(Set.of());
        return document(market.id());
    }

    private static List<MarketDocument> document(String id) {
        return List.of(
                IndexDefinition.builder().venue("v").id(id).tradeable(true).build());
    }

    private static VenueReading read(VenueReader reader, String response) {
        return reader.read("r", new ByteArrayInputStream(response.getBytes(UTF_8)));
    }

    private static List<String> ids(VenueReading reading) {
        return reading.documents().stream().map(MarketDocument::id).toList();
    }

    private static List<String> found(VenueReading reading) {
        return reading.report().findings().stream()
                .map(ResponseReaderTest::place)
                .toList();
    }

    private static String place(Finding finding) {
        return (finding.ruleId() + " " + finding.document() + " " + finding.path()).strip();
    }

    /** Rows of one group make one document. */
    private static final class Grouping implements MarketReader {
        private final Map<String, List<Market>> groups = new HashMap<>();

        @Override
        public List<MarketDocument> read(Market market) {
            market.named("row")
                    .requiredText("group")
                    .ifPresent(group -> groups.computeIfAbsent(group, key -> new ArrayList<>())
                            .add(market));
            return List.of();
        }

        @Override
        public void end(ResponseEnd end) {
            groups.forEach((group, rows) -> end.add("index-definition/v/" + group, rows.size(), () -> document(group)));
        }
    }
}
