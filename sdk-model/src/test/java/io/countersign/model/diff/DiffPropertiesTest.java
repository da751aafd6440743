package io.countersign.model.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.model.ChangeConflictException;
import io.countersign.model.fixtures.Cases;
import io.countersign.model.fixtures.Generated;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Json;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds for any two documents and any two snapshots. */
class DiffPropertiesTest {
    @Test
    void applyTo_diffOfAnyTwoSnapshots_givesTheOther() {
        Cases.forEach(500, random -> {
            Generated generated = new Generated(random);
            ConfigSnapshot a = generated.snapshot();
            ConfigSnapshot b = generated.snapshot();
            SemanticDiff diff = SemanticDiff.between(a, b);
            assertThat(diff.applyTo(a)).isEqualTo(b);
            assertThat(diff.applyTo(a).root()).isEqualTo(b.root());
            assertThat(diff.inverse().applyTo(b)).isEqualTo(a);
            assertThat(diff.inverse()).isEqualTo(SemanticDiff.between(b, a));
            assertThat(diff.inverse().inverse()).isEqualTo(diff);
            assertThat(diff.isEmpty()).isEqualTo(a.equals(b));
        });
    }

    @Test
    void applyTo_diffOfAnyTwoVersions_givesTheOther() {
        Cases.forEach(2_000, random -> {
            List<MarketDocument> versions = new Generated(random).versions();
            ConfigSnapshot a = ConfigSnapshot.of(Samples.SCOPE, versions.subList(0, 1));
            ConfigSnapshot b = ConfigSnapshot.of(Samples.SCOPE, versions.subList(1, 2));
            SemanticDiff diff = SemanticDiff.between(versions.get(0), versions.get(1));
            assertThat(diff.applyTo(a)).isEqualTo(b);
            assertThat(diff.inverse().applyTo(b)).isEqualTo(a);
            if (!diff.isEmpty()) {
                assertThatExceptionOfType(ChangeConflictException.class)
                        .isThrownBy(() -> diff.applyTo(b))
                        .withMessageContaining(versions.get(0).documentId().toString());
            }
        });
    }

    @Test
    void between_anyTwoVersions_findsWhatAComparisonOfTheirJsonFinds() {
        Cases.forEach(2_000, random -> {
            List<MarketDocument> versions = new Generated(random).versions();
            List<FieldChange> fromJson = new ArrayList<>();
            SemanticDiff.compareJson(versions.get(0).documentId(), "", versions.get(0), versions.get(1), fromJson);
            assertThat(SemanticDiff.between(versions.get(0), versions.get(1))).isEqualTo(new SemanticDiff(fromJson));
        });
    }

    @Test
    void json_anyDiff_readsBackEqual() {
        Cases.forEach(500, random -> {
            List<MarketDocument> versions = new Generated(random).versions();
            SemanticDiff diff = SemanticDiff.between(versions.get(0), versions.get(1));
            assertThat(Json.read(Json.write(diff), SemanticDiff.class)).isEqualTo(diff);
            assertThat(Json.read(CanonicalJson.text(diff), SemanticDiff.class)).isEqualTo(diff);
        });
    }

    @Test
    void toDocument_fieldsOfAnyDocument_givesItBack() {
        Cases.forEach(1_000, random -> {
            MarketDocument document = new Generated(random).document();
            SortedMap<String, JsonText> fields = DocumentFields.of(document);
            assertThat(DocumentFields.toDocument(document.documentKind(), fields))
                    .isEqualTo(document);
            assertThat(fields.keySet()).allSatisfy(path -> assertThat(path).startsWith("/"));
        });
    }

    @Test
    void leaves_ofAnyDiff_turnTheFieldsOfOneIntoThoseOfTheOther() {
        Cases.forEach(1_000, random -> {
            List<MarketDocument> versions = new Generated(random).versions();
            SortedMap<String, JsonText> fields = new TreeMap<>(DocumentFields.of(versions.get(0)));
            for (FieldChange change :
                    SemanticDiff.between(versions.get(0), versions.get(1)).changes()) {
                for (FieldChange leaf : change.leaves()) {
                    assertThat(Optional.ofNullable(fields.get(leaf.path()))).isEqualTo(leaf.before());
                    leaf.after()
                            .ifPresentOrElse(value -> fields.put(leaf.path(), value), () -> fields.remove(leaf.path()));
                }
            }
            assertThat(fields).isEqualTo(DocumentFields.of(versions.get(1)));
        });
    }
}
