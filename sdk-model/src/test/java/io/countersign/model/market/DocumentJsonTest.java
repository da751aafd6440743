package io.countersign.model.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.MalformedInputException;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.fixtures.Cases;
import io.countersign.model.fixtures.Generated;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Json;
import io.countersign.model.json.JsonText;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentJsonTest {
    static Stream<MarketDocument> samples() {
        return Samples.documents().values().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void parse_whatWasWritten_isTheDocumentByteForByte(MarketDocument document) {
        MarketDocument back = MarketDocument.parse(document.canonical());
        assertThat(back).isEqualTo(document).hasSameClassAs(document);
        assertThat(back.canonical()).isEqualTo(document.canonical());
        assertThat(back.digest()).isEqualTo(document.digest());
        assertThat(MarketDocument.parse(Json.write(document))).isEqualTo(document);
        assertThat(Json.read(document.canonical(), document.documentKind().type()))
                .isEqualTo(document);
        assertThat(document.digest()).isEqualTo(Digest.of(CanonicalJson.bytes(document)));
    }

    @Test
    void parse_anyGeneratedDocument_isTheDocumentByteForByte() {
        Cases.forEach(500, random -> {
            MarketDocument document = new Generated(random).document();
            assertThat(MarketDocument.parse(document.canonical())).isEqualTo(document);
            assertThat(MarketDocument.parse(document.canonical()).canonical()).isEqualTo(document.canonical());
            assertThat(CanonicalJson.canonicalize(Json.write(document))).isEqualTo(document.canonical());
        });
    }

    @Test
    void write_documentsInAList_areAsAlone() {
        List<MarketDocument> documents = new ArrayList<>(Samples.documents().values());
        List<String> alone = documents.stream().map(MarketDocument::canonical).toList();
        assertThat(CanonicalJson.text(documents)).isEqualTo("[" + String.join(",", alone) + "]");
        assertThat(CanonicalJson.canonicalize(Json.write(documents))).isEqualTo(CanonicalJson.text(documents));
        assertThat(List.of(Json.read(Json.write(documents), MarketDocument[].class)))
                .isEqualTo(documents);
    }

    @Test
    void write_documentsOfASnapshot_makeTheSameSnapshotAgain() {
        ConfigSnapshot snapshot = Samples.snapshot();
        String json = Json.write(snapshot.documents().values());
        ConfigSnapshot back = ConfigSnapshot.of(Samples.SCOPE, List.of(Json.read(json, MarketDocument[].class)));
        assertThat(back).isEqualTo(snapshot);
        assertThat(back.root()).isEqualTo(snapshot.root());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void write_documentInsideAValue_isAsAlone(MarketDocument document) {
        DocumentRecorded recorded = DocumentRecorded.builder()
                .scope(Samples.SCOPE)
                .document(document)
                .digest(document.digest())
                .effectiveAt(Instant.EPOCH)
                .build();
        String json = CanonicalJson.text(recorded);
        assertThat(json).contains("\"document\":" + document.canonical());
        assertThat(Json.read(json, DocumentRecorded.class)).isEqualTo(recorded);
        assertThat(JsonText.of(document)).hasToString(document.canonical());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kind\":\"margin-schedule\" | \"kind\":\"moon-market\" | Unknown or unexpected kind \"moon-market\"",
                "\"kind\":\"margin-schedule\", | '' | The field \"kind\" is missing",
                "\"schemaVersion\":1 | \"schemaVersion\":3 | Unknown schema version of margin-schedule/kraken/S: 3 (this library reads 1 to 2)",
                "\"schemaVersion\":1 | \"schemaVersion\":0 | Unknown schema version of margin-schedule/kraken/S: 0 (this library reads 1 to 2)",
                "\"schemaVersion\":1 | \"schemaVersion\":\"1\" | /schemaVersion: ",
                "\"schemaVersion\":1 | \"schemaVersion\":1.5 | /schemaVersion: ",
                "\"schemaVersion\":1 | \"schemaVersion\":null | /schemaVersion: ",
                "\"unit\":\"CONTRACTS\", | '' | Cannot build MarginSchedule, some of required attributes are not set [unit]",
                "\"venue\":\"kraken\" | \"venue\":null | Cannot build MarginSchedule, some of required attributes are not set [venue]",
                "\"venue\":\"kraken\" | \"venue\":7 | /venue: ",
                "\"venue\":\"kraken\" | \"venue\":\"a/b\" | Venue must not contain a slash: \"a/b\"",
                "\"id\":\"S\" | \"id\":\" \" | Document id must not be blank",
                "\"unit\":\"CONTRACTS\" | \"unit\":\"LOTS\" | /unit: ",
                "\"unit\":\"CONTRACTS\" | \"unit\":1 | /unit: ",
                "\"unit\":\"CONTRACTS\" | \"unit\":\"CONTRACTS\",\"more\":1 | /more: Unknown field",
                "\"extensions\":{} | \"extensions\":null | /extensions: Null where a value is required",
                "\"extensions\":{} | \"extensions\":{\"a\":null} | /extensions/a: Null where a value is required",
                "\"extensions\":{} | \"extensions\":{\"a\":1} | /extensions/a: ",
                "\"extensions\":{} | \"extensions\":[] | /extensions: ",
                "\"initialMargin\":\"0.1\" | \"initialMargin\":0.1 | /tiers/0/initialMargin: ",
                "\"initialMargin\":\"0.1\" | \"initialMargin\":\"ten\" | /tiers/0/initialMargin: Rate is not a decimal: \"ten\"",
                "\"initialMargin\":\"0.1\", | '' | /tiers/0: Cannot build MarginTier, some of required attributes are not set [initialMargin]",
                "\"lowerBound\":\"0\" | \"lowerBound\":\"-1\" | /tiers/0/lowerBound: Amount must not be negative: -1",
                "\"lowerBound\":\"0\" | \"lowerBound\":\"0\",\"fee~/\":1 | /tiers/0/fee~0~1: Unknown field"
            })
    void parse_otherThanADocument_saysWhereAndWhy(String part, String replacement, String message) {
        String json = "{\"kind\":\"margin-schedule\",\"application\":\"MARGINAL\",\"extensions\":{},\"id\":\"S\","
                + "\"schemaVersion\":1,\"tiers\":[{\"initialMargin\":\"0.1\",\"lowerBound\":\"0\","
                + "\"maintenanceMargin\":\"0.05\"}],\"unit\":\"CONTRACTS\",\"venue\":\"kraken\"}";
        assertThat(MarketDocument.parse(json).documentId()).hasToString("margin-schedule/kraken/S");
        assertThat(json).contains(part);
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> MarketDocument.parse(json.replace(part, replacement)))
                .withMessageStartingWith("Not a MarketDocument: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[null]", "\"\"", "{}"})
    void parse_collectionThatIsNone_isRefused(String tiers) {
        String json = Samples.smallestMarginSchedule().canonical();
        assertThat(json).contains("\"tiers\":[]");
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> MarketDocument.parse(json.replace("\"tiers\":[]", "\"tiers\":" + tiers)))
                .withMessageStartingWith("Not a MarketDocument: /tiers");
    }

    @Test
    void parse_collectionThatIsMissing_isEmptyAndWrittenAgain() {
        String json = Samples.smallestMarginSchedule().canonical();
        String without = json.replace("\"tiers\":[],", "").replace("\"extensions\":{},", "");
        assertThat(without).hasSize(json.length() - "\"tiers\":[],\"extensions\":{},".length());
        assertThat(MarketDocument.parse(without).canonical()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "{}", "\"\"", "[[]]"})
    void parse_optionalCollectionThatIsNone_isRefused(String maker) {
        String json = withMaker("[]");
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> MarketDocument.parse(json.replace("\"maker\":[]", "\"maker\":" + maker)))
                .withMessageStartingWith("Not a MarketDocument: /fees/maker");
    }

    @Test
    void parse_optionalThatIsNull_isAbsentAndNotWrittenAgain() {
        MarketDocument market = MarketDocument.parse(withMaker("null"));
        assertThat(((SpotMarket) market).fees().orElseThrow().maker()).isEmpty();
        assertThat(market.canonical()).doesNotContain("maker", "null");
    }

    private static String withMaker(String maker) {
        SpotMarket market = SpotMarket.builder()
                .from(Samples.smallestSpotMarket())
                .fees(FeeLadder.builder().maker(List.of()).build())
                .build();
        assertThat(market.canonical()).contains("\"maker\":[]");
        return market.canonical().replace("\"maker\":[]", "\"maker\":" + maker);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "1", "\"spot-market\"", "{", "{\"kind\":\"spot-market\"}", "{\"kind\":5}"})
    void parse_noDocument_isRefused(String json) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> MarketDocument.parse(json))
                .withMessageStartingWith("Not a MarketDocument: ");
    }

    @Test
    void read_documentOfAnotherKind_isRefused() {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read(Samples.marginSchedule().canonical(), SpotMarket.class))
                .withMessage("Not a SpotMarket: Unknown or unexpected kind \"margin-schedule\"");
    }

    @Test
    void build_absentZeroAndEmpty_stayThreeThings() {
        FeeLadder absent = FeeLadder.builder().build();
        FeeLadder empty = FeeLadder.builder().maker(List.of()).build();
        assertThat(absent).isNotEqualTo(empty);
        assertThat(Json.write(absent)).isEqualTo("{\"taker\":[]}");
        assertThat(Json.write(empty)).isEqualTo("{\"maker\":[],\"taker\":[]}");
        assertThat(Json.read(Json.write(absent), FeeLadder.class)).isEqualTo(absent);
        assertThat(Json.read(Json.write(empty), FeeLadder.class)).isEqualTo(empty);
    }

    @Test
    void build_absentZeroAndDisabled_stayThreeThings() {
        SizeRule absent = SizeRule.builder().build();
        SizeRule zero = SizeRule.builder().minQuantity(Quantity.of("0")).build();
        SizeRule disabled = SizeRule.builder().addDisabled("minQuantity").build();
        assertThat(Set.of(absent, zero, disabled)).hasSize(3);
        assertThat(Json.write(absent)).isEqualTo("{}");
        assertThat(Json.write(zero)).isEqualTo("{\"minQuantity\":\"0\"}");
        assertThat(Json.write(disabled)).isEqualTo("{\"disabled\":[\"minQuantity\"]}");
        for (SizeRule rule : List.of(absent, zero, disabled)) {
            assertThat(Json.read(Json.write(rule), SizeRule.class)).isEqualTo(rule);
        }
    }

    @Test
    void parse_decimalOfThirtyDigits_keepsThemAll() {
        String bound = "123456789012.345678901234567891";
        MarginSchedule schedule = MarginSchedule.builder()
                .from(Samples.smallestMarginSchedule())
                .addTiers(MarginTier.of(bound, "0.1", "0.05"))
                .build();
        MarginSchedule back = (MarginSchedule) MarketDocument.parse(schedule.canonical());
        assertThat(schedule.canonical()).contains("\"lowerBound\":\"" + bound + "\"");
        assertThat(back.tiers().get(0).lowerBound().value()).isEqualTo(new BigDecimal(bound));
    }

    @Test
    void parse_decimalThatDoesNotFit_isRefusedWithFieldAndValue() {
        String json = Samples.marginSchedule().canonical();
        for (String tooLong : List.of("0.123456789012345678901234567890", "123456789012345678901234567890")) {
            String bound = "\"lowerBound\":\"1000000\"";
            assertThat(json).contains(bound);
            assertThatExceptionOfType(MalformedInputException.class)
                    .isThrownBy(() -> MarketDocument.parse(json.replace(bound, "\"lowerBound\":\"" + tooLong + "\"")))
                    .withMessage(
                            "Not a MarketDocument: /tiers/1/lowerBound: Amount does not fit 20 digits before and 18"
                                    + " after the point: " + tooLong);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-25T08:00:00.123456789Z", "1960-01-01T00:00:00.000000001Z"})
    void build_instantFinerThanMicroseconds_isRefused(Instant fine) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FuturesContract.builder()
                        .from(Samples.smallestFuturesContract())
                        .lastTradingAt(fine)
                        .build())
                .withMessage(
                        "An instant of a document must not be finer than microseconds: " + fine + ", cut it first");
    }

    @Test
    void parse_instantFinerThanMicroseconds_isRefused() {
        String json = Samples.futuresContract().canonical();
        String opened = "\"openedAt\":\"1969-12-31T23:59:59.999999Z\"";
        assertThat(json).contains(opened);
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() ->
                        MarketDocument.parse(json.replace(opened, "\"openedAt\":\"1969-12-31T23:59:59.9999991Z\"")))
                .withMessage("Not a MarketDocument: /openedAt: An instant must not be finer than microseconds:"
                        + " 1969-12-31T23:59:59.9999991Z");
    }

    @Test
    void build_instantOfAFarYear_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FuturesContract.builder()
                        .from(Samples.smallestFuturesContract())
                        .lastTradingAt(Instant.parse("+12000-01-01T00:00:00Z"))
                        .build())
                .withMessage("An instant must be within the years 0000 to 9999: +12000-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "a\nb", "\ud800", "x\udc00"})
    void build_idThatIsNone_isRefused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpotMarket.builder()
                        .from(Samples.smallestSpotMarket())
                        .id(id)
                        .build())
                .withMessageStartingWith("Document id must not be blank or hold control characters");
    }

    @Test
    void build_decimalsBeyondEighteen_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NotionalRule.builder().costDecimals(19).build())
                .withMessage("Cost decimals must be from 0 to 18: 19");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PriceRule.builder()
                        .from(Samples.spotMarket().priceRule())
                        .pricePrecision(-1)
                        .build())
                .withMessage("Price precision must be from 0 to 18: -1");
    }

    @Test
    void documentId_parse_readsWhatItPrints() {
        for (MarketDocument document : Samples.documents().values()) {
            assertThat(DocumentId.parse(document.documentId().toString())).isEqualTo(document.documentId());
        }
        assertThat(DocumentId.parse("spot-market/kraken/A/B//").id()).isEqualTo("A/B//");
        for (String text :
                List.of("", "spot-market", "spot-market/kraken", "spot-market//x", "spot-market/kraken/", "x/y/z")) {
            assertThatExceptionOfType(MalformedInputException.class).as(text).isThrownBy(() -> DocumentId.parse(text));
        }
    }

    @Test
    void documentId_order_isByKindVenueAndId() {
        List<DocumentId> ids = new ArrayList<>(List.of(
                DocumentId.parse("spot-market/kraken/B"),
                DocumentId.parse("spot-market/binance/Z"),
                DocumentId.parse("margin-schedule/kraken/Z"),
                DocumentId.parse("spot-market/kraken/A"),
                DocumentId.parse("futures-contract/okx/A")));
        ids.sort(null);
        assertThat(ids)
                .extracting(DocumentId::toString)
                .containsExactly(
                        "futures-contract/okx/A",
                        "margin-schedule/kraken/Z",
                        "spot-market/binance/Z",
                        "spot-market/kraken/A",
                        "spot-market/kraken/B");
    }
}
