package io.countersign.model.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.model.MalformedInputException;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarket;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DocumentFieldsTest {
    private static final MarginSchedule SCHEDULE = MarginSchedule.builder()
            .from(Samples.smallestMarginSchedule())
            .id("S")
            .addTiers(MarginTier.of("0", "0.01", "0.005"))
            .build();

    @Test
    void of_document_isItsFieldsByPath() {
        assertThat(DocumentFields.of(SCHEDULE).entrySet())
                .extracting(field -> field.getKey() + " " + field.getValue())
                .containsExactly(
                        "/application \"WHOLE_POSITION\"",
                        "/extensions {}",
                        "/id \"S\"",
                        "/kind \"margin-schedule\"",
                        "/schemaVersion 2",
                        "/tiers []",
                        "/tiers/lowerBound=0/initialMargin \"0.01\"",
                        "/tiers/lowerBound=0/lowerBound \"0\"",
                        "/tiers/lowerBound=0/maintenanceMargin \"0.005\"",
                        "/unit \"CONTRACTS\"",
                        "/venue \"kraken\"");
    }

    @Test
    void of_collectionThatCannotBeKeyed_isOneField() {
        MarginSchedule twice = MarginSchedule.builder()
                .from(SCHEDULE)
                .addTiers(MarginTier.of("0", "0.02", "0.01"))
                .build();
        assertThat(DocumentFields.of(twice)).containsKey("/tiers").hasSize(8);
        assertThat(DocumentFields.toDocument(DocumentKind.MARGIN_SCHEDULE, DocumentFields.of(twice)))
                .isEqualTo(twice);
    }

    @Test
    void leaves_ofATierAdded_areItsFields() {
        MarginSchedule empty =
                MarginSchedule.builder().from(SCHEDULE).tiers(List.of()).build();
        SemanticDiff diff = SemanticDiff.between(empty, SCHEDULE);
        assertThat(diff.changes()).hasSize(1);
        assertThat(diff.changes().get(0).leaves())
                .extracting(FieldChange::toString)
                .containsExactly(
                        "margin-schedule/kraken/S /tiers/lowerBound=0/initialMargin: initial margin none -> 0.01,"
                                + " tighter",
                        "margin-schedule/kraken/S /tiers/lowerBound=0/lowerBound: lower bound none -> 0",
                        "margin-schedule/kraken/S /tiers/lowerBound=0/maintenanceMargin: maintenance margin none ->"
                                + " 0.005, tighter");
    }

    @Test
    void leaves_whenTheLastFieldOfAnObjectGoes_leaveTheObject() {
        SpotMarket full = Samples.spotMarket();
        SpotMarket emptied = SpotMarket.builder()
                .from(full)
                .sizeRule(SizeRule.builder().build())
                .build();
        SortedMap<String, JsonText> fields = new TreeMap<>(DocumentFields.of(full));
        SemanticDiff.between(full, emptied).changes().stream()
                .flatMap(change -> change.leaves().stream())
                .forEach(leaf -> fields.remove(leaf.path()));
        assertThat(DocumentFields.toDocument(DocumentKind.SPOT_MARKET, fields)).isEqualTo(emptied);
    }

    @Test
    void leaves_ofAPlainChange_isTheChange() {
        FieldChange change = FieldChange.builder()
                .document(SCHEDULE.documentId())
                .path("/unit")
                .before(JsonText.parse("\"BASE\""))
                .after(JsonText.parse("\"CONTRACTS\""))
                .build();
        assertThat(change.leaves()).containsExactly(change);
    }

    @Test
    void toDocument_fieldsThatMakeNone_areRefused() {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> DocumentFields.toDocument(DocumentKind.MARGIN_SCHEDULE, Map.of()));
        SortedMap<String, JsonText> fields = new TreeMap<>(DocumentFields.of(SCHEDULE));
        fields.put("/unit/below", JsonText.parse("1"));
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> DocumentFields.toDocument(DocumentKind.MARGIN_SCHEDULE, fields))
                .withMessage("No field can stand at /unit/below: /unit is a plain value");
        fields.remove("/unit/below");
        fields.put("/tiers/first/initialMargin", JsonText.parse("\"1\""));
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> DocumentFields.toDocument(DocumentKind.MARGIN_SCHEDULE, fields))
                .withMessage("No element is named first in /tiers");
    }
}
