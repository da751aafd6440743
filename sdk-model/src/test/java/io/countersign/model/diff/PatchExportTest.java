package io.countersign.model.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.model.ChangeConflictException;
import io.countersign.model.fixtures.Cases;
import io.countersign.model.fixtures.Generated;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.JsonPatch;
import io.countersign.model.json.JsonPatch.Op;
import io.countersign.model.json.JsonText;
import io.countersign.model.json.MergePatch;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchExportTest {
    private static final MarginTier FIRST = MarginTier.of("0", "0.01", "0.005");
    private static final MarginTier SECOND = MarginTier.of("500000", "0.02", "0.01");
    private static final MarginTier THIRD = MarginTier.of("1000000", "0.04", "0.02");
    private static final MarginSchedule SCHEDULE = schedule(FIRST, SECOND, THIRD);

    @Test
    void toJsonPatch_fieldOfATier_testsItsKeyAndItsOldValue() {
        MarginSchedule stricter = schedule(FIRST, MarginTier.of("500000", "0.025", "0.01"), THIRD);
        assertThat(patch(SCHEDULE, stricter))
                .isEqualTo(expected(
                        "{'op':'test','path':'/tiers/1/lowerBound','value':'500000'}",
                        "{'op':'test','path':'/tiers/1/initialMargin','value':'0.02'}",
                        "{'op':'replace','path':'/tiers/1/initialMargin','value':'0.025'}"));
    }

    @Test
    void toJsonPatch_tiersThatComeAndGo_testsTheirCollectionOnce() {
        MarginSchedule other = schedule(FIRST, MarginTier.of("9", "0.015", "0.0075"), SECOND);
        assertThat(patch(SCHEDULE, other).operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly("test /tiers", "remove /tiers/2", "add /tiers/1");
    }

    @Test
    void toJsonPatch_fieldThatWasAbsent_testsWhatHoldsIt() {
        SpotMarket market = Samples.smallestSpotMarket();
        SpotMarket named = SpotMarket.builder().from(market).altName("new").build();
        JsonPatch patch = patch(market, named);
        assertThat(patch.operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly("test ", "add /altName");
        SpotMarket taken = SpotMarket.builder().from(market).altName("taken").build();
        assertThatExceptionOfType(ChangeConflictException.class)
                .isThrownBy(() -> patch.applyTo(taken.canonical()))
                .withMessageStartingWith("Operation 0 of the patch, test the whole document: ");
        assertThat(patch(named, market).operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly("test /altName", "remove /altName");
    }

    @Test
    void toJsonPatch_tierReplacedWhole_testsThatTierAlone() {
        SemanticDiff diff = replaced("/tiers/lowerBound=500000", SECOND, MarginTier.of("500000", "0.03", "0.01"));
        assertThat(diff.toJsonPatch(SCHEDULE).operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly("test /tiers/1", "replace /tiers/1");
        assertThat(diff.toJsonPatch(SCHEDULE).applyTo(SCHEDULE.canonical()))
                .isEqualTo(schedule(FIRST, MarginTier.of("500000", "0.03", "0.01"), THIRD)
                        .canonical());
    }

    @Test
    void toJsonPatch_documentReplacedWhole_testsTheWholeOnce() {
        SemanticDiff diff = replaced("", SCHEDULE, schedule(FIRST));
        assertThat(diff.toJsonPatch(SCHEDULE).operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly("test ", "replace ");
        assertThat(diff.toJsonPatch(SCHEDULE).applyTo(SCHEDULE.canonical()))
                .isEqualTo(schedule(FIRST).canonical());
    }

    @Test
    void toJsonPatch_tiersBeforeOthersGo_removesThemWhereTheyStandByThen() {
        assertThat(patch(SCHEDULE, schedule(THIRD)).operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly("test /tiers", "remove /tiers/0", "remove /tiers/0");
        assertThat(patch(schedule(THIRD), SCHEDULE).operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly("test /tiers", "add /tiers/0", "add /tiers/1");
    }

    @Test
    void toJsonPatch_collectionTestedWhole_testsNothingInItAgain() {
        MarginSchedule other = schedule(FIRST, MarginTier.of("500000", "0.025", "0.01"));
        assertThat(patch(SCHEDULE, other).operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly("test /tiers", "remove /tiers/2", "replace /tiers/1/initialMargin");
    }

    @Test
    void toJsonPatch_fieldsOfTwoTiers_testsEachKeyAndEachOldValue() {
        MarginSchedule stricter =
                schedule(FIRST, MarginTier.of("500000", "0.025", "0.015"), MarginTier.of("1000000", "0.05", "0.02"));
        assertThat(patch(SCHEDULE, stricter).operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly(
                        "test /tiers/2/lowerBound",
                        "test /tiers/2/initialMargin",
                        "test /tiers/1/lowerBound",
                        "test /tiers/1/initialMargin",
                        "test /tiers/1/maintenanceMargin",
                        "replace /tiers/2/initialMargin",
                        "replace /tiers/1/initialMargin",
                        "replace /tiers/1/maintenanceMargin");
    }

    @Test
    void toJsonPatch_fieldAbsentInATier_testsThatTier() {
        MarginTier noted =
                MarginTier.builder().from(SECOND).putExtensions("note", "1").build();
        MarginSchedule with = schedule(FIRST, noted, THIRD);
        assertThat(patch(SCHEDULE, with).operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly("test /tiers/1", "add /tiers/1/extensions");
        assertThat(patch(with, SCHEDULE).operations())
                .extracting(step -> step.op() + " " + step.path())
                .containsExactly("test /tiers/1/lowerBound", "test /tiers/1/extensions", "remove /tiers/1/extensions");
    }

    @Test
    void toJsonPatch_documentUntouched_hasNoOperations() {
        SemanticDiff diff = SemanticDiff.between(SCHEDULE, schedule(FIRST));
        assertThat(diff.toJsonPatch(Samples.spotMarket()).operations()).isEmpty();
        assertThat(diff.toMergePatch(Samples.spotMarket())).hasToString("{}");
    }

    @Test
    void toJsonPatch_ofAnotherVersion_isAConflict() {
        SemanticDiff diff = SemanticDiff.between(SCHEDULE, schedule(FIRST));
        assertThatExceptionOfType(ChangeConflictException.class).isThrownBy(() -> diff.toJsonPatch(schedule(FIRST)));
        assertThatExceptionOfType(ChangeConflictException.class).isThrownBy(() -> diff.toMergePatch(schedule(FIRST)));
    }

    @Test
    void toMergePatch_replacesListsWhole() {
        assertThat(SemanticDiff.between(SCHEDULE, schedule(FIRST)).toMergePatch(SCHEDULE))
                .hasToString("{\"tiers\":[{\"initialMargin\":\"0.01\",\"lowerBound\":\"0\","
                        + "\"maintenanceMargin\":\"0.005\"}]}");
    }

    @Test
    void patches_ofAnyTwoVersions_turnTheJsonOfOneIntoThatOfTheOther() {
        Cases.forEach(1_500, random -> {
            List<MarketDocument> versions = new Generated(random).versions();
            MarketDocument a = versions.get(0);
            MarketDocument b = versions.get(1);
            SemanticDiff diff = SemanticDiff.between(a, b);
            JsonPatch patch = diff.toJsonPatch(a);
            assertThat(patch.applyTo(a.canonical())).isEqualTo(b.canonical());
            assertThat(JsonPatch.parse(patch.toString()).applyTo(a.canonical())).isEqualTo(b.canonical());
            assertThat(diff.toMergePatch(a).applyTo(a.canonical())).isEqualTo(b.canonical());
            if (!diff.isEmpty()) {
                assertThatExceptionOfType(ChangeConflictException.class).isThrownBy(() -> patch.applyTo(b.canonical()));
            }
        });
    }

    @Test
    void jsonPatch_onAnyMovedVersion_refusesOrDoesAsTheDiff() {
        Cases.forEach(1_500, random -> {
            List<MarketDocument> versions = new Generated(random).versions(3);
            MarketDocument a = versions.get(0);
            SemanticDiff diff = Edits.some(random, a, versions.get(1));
            MarketDocument moved = Edits.apply(Edits.some(random, a, versions.get(2)), a);
            String after;
            try {
                after = diff.toJsonPatch(a).applyTo(moved.canonical());
            } catch (ChangeConflictException e) {
                return; // it may be stricter than the diff
            }
            assertThat(ConfigSnapshot.of(Samples.SCOPE, List.of(MarketDocument.parse(after))))
                    .isEqualTo(diff.applyTo(ConfigSnapshot.of(Samples.SCOPE, List.of(moved))));
        });
    }

    @Test
    void patches_ofAnyTwoSnapshots_doSoForEachDocument() {
        Cases.forEach(200, random -> {
            Generated generated = new Generated(random);
            ConfigSnapshot a = generated.snapshot();
            ConfigSnapshot b = generated.snapshot();
            SemanticDiff diff = SemanticDiff.between(a, b);
            assertThat(diff.toJsonPatches(a).keySet()).containsExactlyElementsOf(diff.documents());
            diff.toJsonPatches(a).forEach((id, patch) -> {
                String before = a.find(id).map(MarketDocument::canonical).orElse("null");
                String after = b.find(id).map(MarketDocument::canonical).orElse("null");
                assertThat(patch.operations().get(0).op()).isEqualTo(Op.TEST);
                assertThat(patch.applyTo(before)).isEqualTo(after);
                MergePatch merge = diff.toMergePatches(a).get(id);
                assertThat(merge.applyTo(before)).isEqualTo(after);
            });
        });
    }

    /** A change as somebody may write it by hand: a comparison looks inside. */
    private static SemanticDiff replaced(String path, Object before, Object after) {
        return new SemanticDiff(List.of(FieldChange.builder()
                .document(SCHEDULE.documentId())
                .path(path)
                .before(JsonText.of(before))
                .after(JsonText.of(after))
                .build()));
    }

    private static JsonPatch patch(MarketDocument before, MarketDocument after) {
        return SemanticDiff.between(before, after).toJsonPatch(before);
    }

    private static JsonPatch expected(String... steps) {
        return JsonPatch.parse("[" + String.join(",", steps).replace('\'', '"') + "]");
    }

    private static MarginSchedule schedule(MarginTier... tiers) {
        return MarginSchedule.builder()
                .from(Samples.smallestMarginSchedule())
                .id("S")
                .addTiers(tiers)
                .build();
    }

    @Test
    void jsonPatch_ofAnElementsOwnKey_replacesItWhereItStands() {
        IndexDefinition index = IndexDefinition.builder()
                .from(Samples.smallestIndexDefinition())
                .constituents(List.of(Samples.constituent("a", "0.5"), Samples.constituent("b", "0.5")))
                .build();
        SemanticDiff renamed = new SemanticDiff(List.of(FieldChange.builder()
                .document(index.documentId())
                .path("/constituents/source=a/source")
                .before(JsonText.of("a"))
                .after(JsonText.of("aa"))
                .build()));
        String patched = renamed.toJsonPatch(index).applyTo(index.canonical());
        ConfigSnapshot applied = renamed.applyTo(ConfigSnapshot.of(Samples.SCOPE, List.of(index)));
        assertThat(MarketDocument.parse(patched)).isEqualTo(applied.load(IndexDefinition.class, index.id()));
    }
}
