package io.countersign.model.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.ChangeConflictException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.Json;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SemanticDiffTest {
    private static final MarginSchedule SCHEDULE = schedule(
            MarginTier.of("0", "0.01", "0.005"),
            MarginTier.of("500000", "0.02", "0.01"),
            MarginTier.of("1000000", "0.04", "0.02"));

    @Test
    void between_sameDocument_isEmpty() {
        SemanticDiff diff = SemanticDiff.between(Samples.snapshot(), Samples.snapshot());
        assertThat(diff.isEmpty()).isTrue();
        assertThat(diff).hasToString("No differences");
        assertThat(diff.applyTo(Samples.snapshot())).isEqualTo(Samples.snapshot());
    }

    @Test
    void between_otherSpellingOfADecimal_isEmpty() {
        MarginSchedule other = schedule(
                MarginTier.of("0.0", "0.010", "5e-3"),
                MarginTier.of("5e5", "0.02", "0.01"),
                MarginTier.of("1000000.000", "0.04", "0.02"));
        assertThat(SemanticDiff.between(SCHEDULE, other).isEmpty()).isTrue();
    }

    @Test
    void between_tierInserted_isOneChange() {
        MarginSchedule more = schedule(
                MarginTier.of("0", "0.01", "0.005"),
                MarginTier.of("250000", "0.015", "0.0075"),
                MarginTier.of("500000", "0.02", "0.01"),
                MarginTier.of("1000000", "0.04", "0.02"));
        SemanticDiff diff = SemanticDiff.between(SCHEDULE, more);
        assertThat(diff)
                .hasToString("margin-schedule/kraken/S /tiers/lowerBound=250000: tier at lower bound 250000 added:"
                        + " initial margin 0.015, maintenance margin 0.0075");
        assertThat(diff.inverse())
                .hasToString("margin-schedule/kraken/S /tiers/lowerBound=250000: tier at lower bound 250000"
                        + " removed: initial margin 0.015, maintenance margin 0.0075");
        assertThat(diff.applyTo(of(SCHEDULE))).isEqualTo(of(more));
        assertThat(diff.inverse().applyTo(of(more))).isEqualTo(of(SCHEDULE));
    }

    @Test
    void between_marginOfATierChanged_isOneChangeOfItsField() {
        MarginSchedule stricter = schedule(
                MarginTier.of("0", "0.01", "0.005"),
                MarginTier.of("500000", "0.025", "0.01"),
                MarginTier.of("1000000", "0.04", "0.02"));
        assertThat(SemanticDiff.between(SCHEDULE, stricter))
                .hasToString("margin-schedule/kraken/S /tiers/lowerBound=500000/initialMargin: initial margin 0.02 ->"
                        + " 0.025, tighter");
    }

    @Test
    void between_tiersOutOfOrderOrTwice_isOneChangeOfTheWholeList() {
        MarginSchedule unsorted =
                schedule(MarginTier.of("500000", "0.02", "0.01"), MarginTier.of("0", "0.01", "0.005"));
        MarginSchedule twice = schedule(MarginTier.of("0", "0.01", "0.005"), MarginTier.of("0", "0.02", "0.01"));
        for (MarginSchedule other : List.of(unsorted, twice)) {
            SemanticDiff diff = SemanticDiff.between(SCHEDULE, other);
            assertThat(diff.changes()).extracting(FieldChange::path).containsExactly("/tiers");
            assertThat(diff.applyTo(of(SCHEDULE))).isEqualTo(of(other));
            assertThat(diff.inverse().applyTo(of(other))).isEqualTo(of(SCHEDULE));
        }
        assertThat(SemanticDiff.between(unsorted, twice).changes())
                .extracting(FieldChange::path)
                .containsExactly("/tiers");
    }

    @Test
    void between_tiersOutOfOrderOnEitherSide_isOneChangeOfTheWholeList() {
        MarginSchedule falling = schedule(
                MarginTier.of("1000000", "0.04", "0.02"),
                MarginTier.of("500000", "0.02", "0.01"),
                MarginTier.of("0", "0.01", "0.005"));
        MarginSchedule shorter = schedule(MarginTier.of("500000", "0.02", "0.01"), MarginTier.of("0", "0.03", "0.005"));
        assertThat(SemanticDiff.between(falling, shorter).changes())
                .extracting(FieldChange::path)
                .containsExactly("/tiers");
        assertThat(SemanticDiff.between(falling, SCHEDULE).changes())
                .extracting(FieldChange::path)
                .containsExactly("/tiers");
        assertThat(SemanticDiff.between(SCHEDULE, falling).changes())
                .extracting(FieldChange::path)
                .containsExactly("/tiers");
    }

    @Test
    void between_keysThatAreOneNumberInTwoSpellings_isOneChangeOfTheWholeList() {
        SemanticDiff diff = SemanticDiff.between(index("1"), index("1", "1.0"));
        assertThat(diff.changes()).extracting(FieldChange::path).containsExactly("/constituents");
        assertThat(diff.applyTo(of(index("1")))).isEqualTo(of(index("1", "1.0")));
    }

    @Test
    void between_namesOutOfOrder_isOneChangeOfTheWholeList() {
        SemanticDiff diff = SemanticDiff.between(index("b", "a"), index("b", "a", "c"));
        assertThat(diff.changes()).extracting(FieldChange::path).containsExactly("/constituents");
        assertThat(diff.applyTo(of(index("b", "a")))).isEqualTo(of(index("b", "a", "c")));
    }

    @Test
    void compareJson_tiers_areComparedByKey() {
        MarginSchedule shorter = schedule(SCHEDULE.tiers().get(0), MarginTier.of("500000", "0.02", "0.015"));
        List<FieldChange> changes = new ArrayList<>();
        SemanticDiff.compareJson(SCHEDULE.documentId(), "", SCHEDULE, shorter, changes);
        assertThat(changes)
                .extracting(FieldChange::path)
                .containsExactlyInAnyOrder("/tiers/lowerBound=1000000", "/tiers/lowerBound=500000/maintenanceMargin");
        assertThat(SemanticDiff.between(SCHEDULE, shorter)).isEqualTo(new SemanticDiff(changes));
    }

    @Test
    void between_tiersThatSortOtherwiseAsText_areSortedByValue() {
        MarginSchedule before = schedule(MarginTier.of("9", "0.1", "0.1"), MarginTier.of("100", "0.2", "0.1"));
        MarginSchedule after = schedule(
                MarginTier.of("9", "0.1", "0.1"),
                MarginTier.of("10.5", "0.1", "0.1"),
                MarginTier.of("100", "0.2", "0.1"));
        SemanticDiff diff = SemanticDiff.between(before, after);
        assertThat(diff.changes()).extracting(FieldChange::path).containsExactly("/tiers/lowerBound=10.5");
        assertThat(diff.applyTo(of(before))).isEqualTo(of(after));
    }

    @Test
    void between_sourcesThatLookLikeNumbers_keepTheirOrder() {
        IndexDefinition before = index("9");
        IndexDefinition after = index("9", "10", "1a");
        SemanticDiff diff = SemanticDiff.between(before, after);
        assertThat(diff.changes())
                .extracting(FieldChange::path)
                .containsExactly("/constituents/source=10", "/constituents/source=1a");
        assertThat(diff.applyTo(of(before))).isEqualTo(of(after));
        assertThat(diff.inverse().applyTo(of(after))).isEqualTo(of(before));
    }

    @Test
    void between_namesWithSlashesAndTildes_areEscapedInPaths() {
        IndexDefinition before = IndexDefinition.builder()
                .from(index("kraken/XBT~USD"))
                .putExtensions("a/b~c", "1")
                .build();
        IndexDefinition after = IndexDefinition.builder()
                .from(index("kraken/XBT~USD", "~1"))
                .putExtensions("a/b~c", "2")
                .build();
        SemanticDiff diff = SemanticDiff.between(before, after);
        assertThat(diff.changes())
                .extracting(FieldChange::path)
                .containsExactly("/constituents/source=~01", "/extensions/a~1b~0c");
        assertThat(diff.applyTo(of(before))).isEqualTo(of(after));
        SpotMarket odd = Samples.smallestSpotMarket();
        SpotMarket changed = SpotMarket.builder().from(odd).base("C").build();
        assertThat(SemanticDiff.between(odd, changed)).hasToString("spot-market/kraken/A/B~C /base: base A -> C");
        assertThat(SemanticDiff.between(odd, changed).applyTo(of(odd))).isEqualTo(of(changed));
    }

    @Test
    void between_absentAndEmpty_differ() {
        SpotMarket absent = withFees(FeeLadder.builder().build());
        SpotMarket empty = withFees(FeeLadder.builder().maker(List.of()).build());
        assertThat(SemanticDiff.between(absent, empty))
                .hasToString("spot-market/kraken/A/B~C /fees/maker: maker none -> []");
        assertThat(SemanticDiff.between(absent, empty).applyTo(of(absent))).isEqualTo(of(empty));
        assertThat(SemanticDiff.between(empty, absent).applyTo(of(empty))).isEqualTo(of(absent));
    }

    @Test
    void between_absentZeroAndDisabled_differ() {
        SpotMarket absent = withSizes(SizeRule.builder().build());
        SpotMarket zero =
                withSizes(SizeRule.builder().minQuantity(Quantity.of("0")).build());
        SpotMarket disabled =
                withSizes(SizeRule.builder().addDisabled("minQuantity").build());
        assertThat(SemanticDiff.between(absent, zero))
                .hasToString("spot-market/kraken/A/B~C /sizeRule/minQuantity: min quantity none -> 0, tighter");
        assertThat(SemanticDiff.between(absent, disabled))
                .hasToString("spot-market/kraken/A/B~C /sizeRule/disabled: disabled none -> [\"minQuantity\"]");
        assertThat(SemanticDiff.between(zero, disabled))
                .hasToString("spot-market/kraken/A/B~C /sizeRule/disabled: disabled none -> [\"minQuantity\"]\n"
                        + "spot-market/kraken/A/B~C /sizeRule/minQuantity: min quantity 0 -> none, looser");
        for (SpotMarket from : List.of(absent, zero, disabled)) {
            for (SpotMarket to : List.of(absent, zero, disabled)) {
                SemanticDiff diff = SemanticDiff.between(from, to);
                assertThat(diff.isEmpty()).isEqualTo(from == to);
                assertThat(diff.applyTo(of(from))).isEqualTo(of(to));
            }
        }
    }

    @Test
    void between_documentsOfTwoSchemaVersions_saysSo() {
        MarginSchedule first =
                MarginSchedule.builder().from(SCHEDULE).schemaVersion(1).build();
        SemanticDiff diff = SemanticDiff.between(first, SCHEDULE);
        assertThat(diff).hasToString("margin-schedule/kraken/S /schemaVersion: schema version 1 -> 2");
        assertThat(diff.applyTo(of(first))).isEqualTo(of(SCHEDULE));
        assertThat(diff.inverse().applyTo(of(SCHEDULE)).root())
                .isEqualTo(of(first).root());
    }

    @Test
    void between_elementsOfEachKeyedCollection_areNamedByKey() {
        Map<DocumentKind, String> removed = Map.of(
                DocumentKind.COLLATERAL_SCHEDULE, "/assets/asset=XBT",
                DocumentKind.FEE_SCHEDULE, "/tiers/threshold=100000",
                DocumentKind.FUTURES_CONTRACT, "/priceRule/tickLadder/abovePrice=100000",
                DocumentKind.INDEX_DEFINITION, "/constituents/source=kraken~1XBT~1USD",
                DocumentKind.MARGIN_SCHEDULE, "/tiers/lowerBound=3000000",
                DocumentKind.SESSION_CALENDAR, "/sessions/opens=7T20:00",
                DocumentKind.SPOT_MARKET, "/fees/maker/threshold=10000");
        removed.forEach((kind, path) -> {
            MarketDocument full = Samples.documents().get(kind.toString());
            SortedMap<String, JsonText> fields = new TreeMap<>(DocumentFields.of(full));
            assertThat(fields.keySet().removeIf(field -> field.startsWith(path + "/")))
                    .as(path)
                    .isTrue();
            MarketDocument without = DocumentFields.toDocument(kind, fields);
            SemanticDiff diff = SemanticDiff.between(full, without);
            assertThat(diff.changes()).extracting(FieldChange::path).containsExactly(path);
            assertThat(diff.inverse().applyTo(of(without))).isEqualTo(of(full));
        });
    }

    @Test
    void between_documentAddedAndRemoved_isOneChangeEach() {
        ConfigSnapshot without = Samples.snapshot().without(Samples.spotMarket().documentId());
        SemanticDiff added = SemanticDiff.between(without, Samples.snapshot());
        assertThat(added.changes()).hasSize(1);
        assertThat(added.documents()).containsExactly(Samples.spotMarket().documentId());
        assertThat(added.changes().get(0).path()).isEmpty();
        assertThat(added.applyTo(without)).isEqualTo(Samples.snapshot());
        assertThat(added.inverse()).isEqualTo(SemanticDiff.between(Samples.snapshot(), without));
        assertThat(added.inverse().applyTo(Samples.snapshot())).isEqualTo(without);
    }

    @Test
    void between_otherIdentities_isTheCallersMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SemanticDiff.between(Samples.spotMarket(), Samples.smallestSpotMarket()));
    }

    @Test
    void documents_touchedTwice_areNamedOnce() {
        assertThat(Samples.diff().documents())
                .extracting(Object::toString)
                .containsExactly(
                        "index-definition/kraken/in_new",
                        "margin-schedule/kraken/PF_XBTUSD:professional",
                        "spot-market/kraken/XXBTZUSD");
    }

    @Test
    void overlapping_sameFieldOrWhatHoldsIt_isNamedAndNothingElse() {
        SemanticDiff tick = SemanticDiff.between(Samples.spotMarket(), withTick("0.5"));
        SemanticDiff otherTick = SemanticDiff.between(Samples.spotMarket(), withTick("0.2"));
        SemanticDiff gone = SemanticDiff.between(of(Samples.spotMarket()), ConfigSnapshot.empty(Samples.SCOPE));
        SemanticDiff elsewhere = SemanticDiff.between(
                Samples.spotMarket(),
                SpotMarket.builder()
                        .from(Samples.spotMarket())
                        .status(TradingStatus.CANCEL_ONLY)
                        .build());

        assertThat(tick.overlapping(otherTick)).isEqualTo(tick.changes());
        assertThat(tick.overlapping(gone)).isEqualTo(tick.changes());
        assertThat(gone.overlapping(tick)).isEqualTo(gone.changes());
        assertThat(tick.overlapping(elsewhere)).isEmpty();
        assertThat(tick.overlapping(
                        SemanticDiff.between(ConfigSnapshot.empty(Samples.SCOPE), of(Samples.smallestSpotMarket()))))
                .isEmpty();
    }

    @Test
    void applyTo_baseMovedOnTheField_isAConflictThatNamesIt() {
        SemanticDiff diff = SemanticDiff.between(Samples.spotMarket(), withTick("0.5"));
        ConfigSnapshot moved = of(withTick("0.2"));
        assertThatExceptionOfType(ChangeConflictException.class)
                .isThrownBy(() -> diff.applyTo(moved))
                .withMessage("Field spot-market/kraken/XXBTZUSD /priceRule/tickSize is 0.2, the change expects 0.1:"
                        + " make it again on the live configuration");
        assertThat(moved).isEqualTo(of(withTick("0.2")));
    }

    @Test
    void applyTo_baseMovedElsewhere_keepsBoth() {
        SemanticDiff diff = SemanticDiff.between(Samples.spotMarket(), withTick("0.5"));
        SpotMarket moved = SpotMarket.builder()
                .from(Samples.spotMarket())
                .altName("renamed")
                .build();
        assertThat(diff.applyTo(of(moved)))
                .isEqualTo(of(SpotMarket.builder()
                        .from(withTick("0.5"))
                        .altName("renamed")
                        .build()));
    }

    @Test
    void applyTo_documentGone_isAConflict() {
        ConfigSnapshot empty = ConfigSnapshot.empty(Samples.SCOPE);
        SemanticDiff changed = SemanticDiff.between(Samples.spotMarket(), withTick("0.5"));
        SemanticDiff added = SemanticDiff.between(
                Samples.smallestSpotMarket(),
                SpotMarket.builder()
                        .from(Samples.smallestSpotMarket())
                        .altName("new")
                        .build());
        SemanticDiff removed = SemanticDiff.between(of(SCHEDULE), empty);
        assertThat(removed).hasToString(SCHEDULE.documentId() + ": removed");
        assertThatExceptionOfType(ChangeConflictException.class)
                .isThrownBy(() -> changed.applyTo(empty))
                .withMessageStartingWith(
                        "Field spot-market/kraken/XXBTZUSD /priceRule/tickSize is absent, the change" + " expects 0.1");
        assertThatExceptionOfType(ChangeConflictException.class)
                .isThrownBy(() -> added.applyTo(empty))
                .withMessage(
                        "Field spot-market/kraken/A/B~C /altName has no place any more, what held it is gone: make the"
                                + " change again on the live configuration");
        assertThatExceptionOfType(ChangeConflictException.class).isThrownBy(() -> removed.applyTo(empty));
    }

    @Test
    void applyTo_documentThereAlready_isAConflict() {
        SemanticDiff added = SemanticDiff.between(ConfigSnapshot.empty(Samples.SCOPE), of(SCHEDULE));
        assertThatExceptionOfType(ChangeConflictException.class)
                .isThrownBy(() -> added.applyTo(of(SCHEDULE)))
                .withMessageStartingWith("Field margin-schedule/kraken/S is {");
    }

    @Test
    void applyTo_whatHeldTheFieldIsGone_isAConflictAndResurrectsNothing() {
        SpotMarket before = SpotMarket.builder()
                .from(Samples.spotMarket())
                .margin(SpotMarginConfig.builder().addLeverageBuy(2).build())
                .build();
        SpotMarket after = SpotMarket.builder()
                .from(before)
                .margin(SpotMarginConfig.builder()
                        .addLeverageBuy(2)
                        .marginCallLevel(Percent.of("80"))
                        .build())
                .build();
        SpotMarket moved =
                SpotMarket.builder().from(before).margin(Optional.empty()).build();
        SemanticDiff diff = SemanticDiff.between(before, after);
        assertThat(diff)
                .hasToString("spot-market/kraken/XXBTZUSD /margin/marginCallLevel: margin call level none -> 80 %,"
                        + " tighter");
        assertThatExceptionOfType(ChangeConflictException.class)
                .isThrownBy(() -> diff.applyTo(of(moved)))
                .withMessageStartingWith(
                        "Field spot-market/kraken/XXBTZUSD /margin/marginCallLevel has no place any more");
    }

    @Test
    void applyTo_tierGone_isAConflict() {
        MarginTier tagged = MarginTier.builder()
                .from(MarginTier.of("500000", "0.02", "0.01"))
                .putExtensions("note", "1")
                .build();
        MarginSchedule after =
                schedule(SCHEDULE.tiers().get(0), tagged, SCHEDULE.tiers().get(2));
        MarginSchedule moved =
                schedule(SCHEDULE.tiers().get(0), SCHEDULE.tiers().get(2));
        SemanticDiff diff = SemanticDiff.between(SCHEDULE, after);
        assertThat(diff.changes()).extracting(FieldChange::path).containsExactly("/tiers/lowerBound=500000/extensions");
        assertThatExceptionOfType(ChangeConflictException.class)
                .isThrownBy(() -> diff.applyTo(of(moved)))
                .withMessageContaining("/tiers/lowerBound=500000/extensions");
    }

    @Test
    void applyTo_tierInsertedMeanwhile_goesBetween() {
        MarginSchedule mine = schedule(SCHEDULE.tiers().get(0), SCHEDULE.tiers().get(2));
        MarginSchedule other = schedule(
                SCHEDULE.tiers().get(0),
                MarginTier.of("250000", "0.015", "0.0075"),
                SCHEDULE.tiers().get(1),
                SCHEDULE.tiers().get(2));
        assertThat(SemanticDiff.between(SCHEDULE, mine).applyTo(of(other)))
                .isEqualTo(of(schedule(
                        SCHEDULE.tiers().get(0),
                        MarginTier.of("250000", "0.015", "0.0075"),
                        SCHEDULE.tiers().get(2))));
    }

    @Test
    void applyTo_changeOfTheIdentity_isRefused() {
        SemanticDiff renaming = new SemanticDiff(List.of(change("/id", "\"S\"", "\"T\"")));
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> renaming.applyTo(of(SCHEDULE)))
                .withMessage(
                        "A change of margin-schedule/kraken/S must not make it margin-schedule/kraken/T: remove the"
                                + " one and add the other");
    }

    @Test
    void applyTo_valueThatTheFieldRefuses_saysWhere() {
        SemanticDiff wrong =
                new SemanticDiff(List.of(change("/tiers/lowerBound=500000/initialMargin", "\"0.02\"", "\"lots\"")));
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> wrong.applyTo(of(SCHEDULE)))
                .withMessage("Not a MarketDocument: /tiers/1/initialMargin: Rate is not a decimal: \"lots\"");
    }

    @Test
    void applyTo_pathBelowAPlainValue_isAConflict() {
        SemanticDiff below = new SemanticDiff(List.of(FieldChange.builder()
                .document(SCHEDULE.documentId())
                .path("/unit/name")
                .after(JsonText.parse("1"))
                .build()));
        assertThatExceptionOfType(ChangeConflictException.class)
                .isThrownBy(() -> below.applyTo(of(SCHEDULE)))
                .withMessageContaining("/unit/name");
    }

    @Test
    void json_ofADiff_readsBackByteForByte() {
        SemanticDiff diff = Samples.diff();
        String json = JsonText.of(diff).toString();
        assertThat(Json.read(json, SemanticDiff.class)).isEqualTo(diff);
        assertThat(Json.read(Json.write(diff), SemanticDiff.class)).isEqualTo(diff);
        assertThat(JsonText.of(Json.read(json, SemanticDiff.class))).hasToString(json);
        assertThat(Json.write(new SemanticDiff(List.of()))).isEqualTo("[]");
        assertThat(Json.read("[]", SemanticDiff.class).isEmpty()).isTrue();
    }

    @Test
    void changes_inAnyOrder_areSorted() {
        FieldChange first = change("/a", "1", "2");
        FieldChange second = change("/b", "1", "2");
        assertThat(new SemanticDiff(List.of(second, first)))
                .isEqualTo(new SemanticDiff(List.of(first, second)))
                .hasToString("margin-schedule/kraken/S /a: a 1 -> 2\nmargin-schedule/kraken/S /b: b 1 -> 2");
    }

    @Test
    void fieldChange_thatChangesNothing_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change("/a", "1", "1.0"))
                .withMessage("A field change must change something: margin-schedule/kraken/S /a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldChange.builder()
                        .document(SCHEDULE.documentId())
                        .path("/a")
                        .build());
    }

    @Test
    void fieldChange_pathWithoutSlash_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change("tiers", "1", "2"))
                .withMessage("A path is empty or starts with a slash: \"tiers\" of margin-schedule/kraken/S");
    }

    @Test
    void fieldChange_wholeDocumentReplaced_readsAsBothVersions() {
        FieldChange whole = change("", "{\"id\":\"S\"}", "{\"id\":\"S\",\"unit\":\"BASE\"}");
        assertThat(whole.reading()).isEqualTo("{\"id\":\"S\"} -> {\"id\":\"S\",\"unit\":\"BASE\"}");
        assertThat(whole.reading(SCHEDULE)).isEqualTo(whole.reading());
        assertThat(whole).hasToString("margin-schedule/kraken/S: " + whole.reading());
        assertThat(whole.leaves())
                .extracting(FieldChange::toString)
                .containsExactly("margin-schedule/kraken/S /unit: unit none -> BASE");
    }

    @Test
    void fieldChange_order_isByDocumentThenPath() {
        FieldChange first = change("/a", "1", "2");
        FieldChange second = change("/b", "1", "2");
        FieldChange other = FieldChange.builder()
                .from(first)
                .document(Samples.spotMarket().documentId())
                .build();
        assertThat(first).isLessThan(second).isEqualByComparingTo(change("/a", "3", "4"));
        assertThat(second).isLessThan(other);
    }

    private static FieldChange change(String path, String before, String after) {
        return FieldChange.builder()
                .document(SCHEDULE.documentId())
                .path(path)
                .before(JsonText.parse(before))
                .after(JsonText.parse(after))
                .build();
    }

    private static ConfigSnapshot of(MarketDocument document) {
        return ConfigSnapshot.of(Samples.SCOPE, List.of(document));
    }

    private static MarginSchedule schedule(MarginTier... tiers) {
        return MarginSchedule.builder()
                .from(Samples.smallestMarginSchedule())
                .id("S")
                .addTiers(tiers)
                .build();
    }

    private static IndexDefinition index(String... sources) {
        return IndexDefinition.builder()
                .from(Samples.smallestIndexDefinition())
                .constituents(List.of(sources).stream()
                        .map(source -> Samples.constituent(source, "1"))
                        .toList())
                .build();
    }

    private static SpotMarket withTick(String tick) {
        return SpotMarket.builder()
                .from(Samples.spotMarket())
                .priceRule(PriceRule.builder()
                        .from(Samples.spotMarket().priceRule())
                        .tickSize(TickSize.of(tick))
                        .build())
                .build();
    }

    private static SpotMarket withSizes(SizeRule sizes) {
        return SpotMarket.builder()
                .from(Samples.smallestSpotMarket())
                .sizeRule(sizes)
                .build();
    }

    private static SpotMarket withFees(FeeLadder fees) {
        return SpotMarket.builder()
                .from(Samples.smallestSpotMarket())
                .fees(fees)
                .build();
    }
}
