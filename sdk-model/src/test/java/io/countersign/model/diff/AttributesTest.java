package io.countersign.model.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.model.diff.Attributes.Attribute;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarketDocument;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AttributesTest {
    @Test
    void declared_generatedType_isWhatItsJsonHolds() {
        for (MarketDocument document : Samples.documents().values()) {
            List<Attribute> attributes = Attributes.declared(document.getClass());
            assertThat(attributes)
                    .extracting(Attribute::name)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .contains("schemaVersion", "venue");
            Set<String> written = new TreeSet<>();
            for (Attribute attribute : attributes) {
                if (attribute.of(document).isPresent()) {
                    written.add(attribute.name());
                }
            }
            Set<String> fields = new TreeSet<>();
            JsonText.of(document).as(JsonNode.class).fieldNames().forEachRemaining(fields::add);
            fields.remove("kind"); // the type says it
            assertThat(written).as("%s", document.documentId()).isEqualTo(fields);
        }
    }

    @Test
    void declared_anyOtherType_isNone() {
        for (Class<?> type :
                List.of(Object.class, String.class, MarketDocument.class, MarginSchedule.class, int.class)) {
            assertThat(Attributes.declared(type)).as("%s", type).isEmpty();
        }
    }

    @Test
    void find_byName_isThatAttribute() {
        Class<?> generated = Samples.smallestMarginSchedule().getClass();
        assertThat(Attributes.find(generated, "tiers").map(Attribute::name)).hasValue("tiers");
        assertThat(Attributes.find(generated, "noSuch")).isEmpty();
        assertThat(Attributes.find(String.class, "tiers")).isEmpty();
    }
}
