package io.countersign.model.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.ChangeConflictException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.fixtures.Cases;
import io.countersign.model.fixtures.Generated;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.Json;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.TickSize;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThreeWayMergeTest {
    private static final MarginTier FIRST = MarginTier.of("0", "0.01", "0.005");
    private static final MarginTier SECOND = MarginTier.of("500000", "0.02", "0.01");
    private static final MarginTier STRICTER = MarginTier.of("500000", "0.03", "0.01");
    private static final MarginSchedule BASE = schedule(FIRST, SECOND);
    private static final SpotMarket MARKET = Samples.spotMarket();

    @Test
    void merge_differentFields_takesBoth() {
        MergeResult<SpotMarket> result = ThreeWayMerge.merge(
                MARKET,
                MARKET.withTickSize(TickSize.of("0.5")),
                SpotMarket.builder().from(MARKET).altName("other").build());
        assertThat(result.isClean()).isTrue();
        assertThat(result).hasToString("Merged without conflicts");
        assertThat(result.mergedOrThrow())
                .isEqualTo(SpotMarket.builder()
                        .from(MARKET.withTickSize(TickSize.of("0.5")))
                        .altName("other")
                        .build());
    }

    @Test
    void merge_differentTiers_takesBothInOrder() {
        assertThat(ThreeWayMerge.merge(
                                BASE,
                                schedule(FIRST, MarginTier.of("9", "0.015", "0.01"), SECOND),
                                schedule(FIRST, MarginTier.of("10", "0.016", "0.01"), STRICTER))
                        .mergedOrThrow())
                .isEqualTo(schedule(
                        FIRST, MarginTier.of("9", "0.015", "0.01"), MarginTier.of("10", "0.016", "0.01"), STRICTER));
    }

    @Test
    void merge_oneFieldToTwoValues_isAConflictThatKeepsTheBase() {
        MergeResult<SpotMarket> result = ThreeWayMerge.merge(
                MARKET,
                SpotMarket.builder()
                        .from(MARKET.withTickSize(TickSize.of("0.5")))
                        .altName("ours")
                        .build(),
                MARKET.withTickSize(TickSize.of("0.2")));
        assertThat(result)
                .hasToString("spot-market/kraken/XXBTZUSD /priceRule/tickSize: both changed it, base 0.1, ours 0.5,"
                        + " theirs 0.2");
        assertThat(result.merged())
                .isEqualTo(SpotMarket.builder().from(MARKET).altName("ours").build());
        Conflict conflict = result.conflicts().get(0);
        assertThat(conflict.kind()).isEqualTo(ConflictKind.BOTH_CHANGED);
        assertThat(Json.read(Json.write(conflict), Conflict.class)).isEqualTo(conflict);
        assertThatExceptionOfType(ChangeConflictException.class)
                .isThrownBy(result::mergedOrThrow)
                .withMessage("A merge with conflicts, resolve each of them: " + conflict);

        assertThat(tick(result.resolve(conflict, Side.OURS))).isEqualTo("0.5");
        assertThat(tick(result.resolve(conflict, Side.THEIRS))).isEqualTo("0.2");
        assertThat(tick(result.resolve(conflict, Side.BASE))).isEqualTo("0.1");
        assertThat(tick(result.resolve(conflict, JsonText.parse("\"0.3\"")))).isEqualTo("0.3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result.resolve(conflict, Side.OURS).resolve(conflict, Side.OURS))
                .withMessage("This conflict is not open here: " + conflict);
    }

    @Test
    void conflicts_areInOrderOfPath_alsoWhereNamesAreNot() {
        SpotMarket base = withExtensions("1", "1");
        MergeResult<SpotMarket> result = ThreeWayMerge.merge(base, withExtensions("2", "2"), withExtensions("3", "3"));
        assertThat(result.conflicts()).extracting(Conflict::path).containsExactly("/extensions/a0", "/extensions/a~1b");
    }

    @Test
    void merge_tierRemovedAndEdited_isAConflictOfTheTier() {
        MergeResult<MarginSchedule> result = ThreeWayMerge.merge(BASE, schedule(FIRST), schedule(FIRST, STRICTER));
        Conflict conflict = result.conflicts().get(0);
        assertThat(result.conflicts()).hasSize(1);
        assertThat(conflict.path()).isEqualTo("/tiers/lowerBound=500000");
        assertThat(conflict.kind()).isEqualTo(ConflictKind.REMOVED_AND_CHANGED);
        assertThat(result.merged()).isEqualTo(BASE);
        assertThat(result.resolve(conflict, Side.OURS).mergedOrThrow()).isEqualTo(schedule(FIRST));
        assertThat(result.resolveByRemoving(conflict).mergedOrThrow()).isEqualTo(schedule(FIRST));
        assertThat(result.resolve(conflict, Side.THEIRS).mergedOrThrow()).isEqualTo(schedule(FIRST, STRICTER));
        assertThat(ThreeWayMerge.merge(BASE, schedule(FIRST, STRICTER), schedule(FIRST))
                        .conflicts())
                .extracting(Conflict::kind)
                .containsExactly(ConflictKind.REMOVED_AND_CHANGED);
    }

    @Test
    void merge_snapshots_seesDocumentsThatComeAndGo() {
        ConfigSnapshot base = of(BASE);
        ConfigSnapshot ours = of(schedule(FIRST, STRICTER), MARKET);
        ConfigSnapshot theirs = of(MARKET.withTickSize(TickSize.of("0.5")));
        MergeResult<ConfigSnapshot> result = ThreeWayMerge.merge(base, ours, theirs);
        assertThat(result)
                .hasToString("margin-schedule/kraken/S: one removed it, one changed it\n"
                        + "spot-market/kraken/XXBTZUSD: both added it");
        assertThat(result.merged()).isEqualTo(base);
        Conflict removed = result.conflicts().get(0);
        Conflict added = result.conflicts().get(1);
        MergeResult<ConfigSnapshot> resolved =
                result.resolve(removed, Side.THEIRS).resolve(added, Side.OURS);
        assertThat(resolved.mergedOrThrow()).isEqualTo(of(MARKET));
        assertThat(result.resolve(removed, Side.OURS).resolveByRemoving(added).mergedOrThrow())
                .isEqualTo(of(schedule(FIRST, STRICTER)));
        assertThat(result.resolve(removed, Side.OURS).conflicts()).containsExactly(added);
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> result.resolve(added, JsonText.of(BASE)))
                .withMessageContaining("must not make it margin-schedule/kraken/S");
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> result.resolve(added, JsonText.parse("{}")));
    }

    @Test
    void merge_thatIsNoDocument_isAConflictOfTheWhole() {
        MergeResult<MarginSchedule> open = ThreeWayMerge.merge(
                BASE, schedule(FIRST, STRICTER), schedule(FIRST, MarginTier.of("500000", "0.04", "0.01")));
        MergeResult<MarginSchedule> result = open.resolve(open.conflicts().get(0), JsonText.parse("\"lots\""));
        assertThat(result.conflicts()).hasSize(1);
        Conflict conflict = result.conflicts().get(0);
        assertThat(conflict)
                .hasToString("margin-schedule/kraken/S: no document with the changes of both: Not a MarketDocument:"
                        + " /tiers/1/initialMargin: Rate is not a decimal: \"lots\"");
        assertThat(conflict.kind()).isEqualTo(ConflictKind.INVALID_TOGETHER);
        assertThat(conflict.base()).hasValue(JsonText.of(BASE));
        assertThat(conflict.ours()).hasValue(JsonText.of(schedule(FIRST, STRICTER)));
        assertThat(conflict.theirs()).hasValue(JsonText.of(schedule(FIRST, MarginTier.of("500000", "0.04", "0.01"))));
        assertThat(result.merged()).isEqualTo(BASE);
        assertThat(result.resolve(conflict, Side.OURS).mergedOrThrow()).isEqualTo(schedule(FIRST, STRICTER));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result.resolveByRemoving(conflict))
                .withMessage("A document merged on its own cannot be removed: margin-schedule/kraken/S");
    }

    @Test
    void merge_identityOfTheResult_staysThat() {
        MergedDocument renamed = MergedDocument.merged(
                BASE.documentId(),
                Optional.of(BASE),
                Optional.of(BASE),
                Optional.of(BASE),
                Optional.of(JsonText.of(MARKET)),
                List.of());
        assertThat(renamed.document()).hasValue(BASE);
        assertThat(renamed.conflicts()).extracting(Conflict::kind).containsExactly(ConflictKind.INVALID_TOGETHER);
    }

    @Test
    void merge_ofThingsThatDoNotBelongTogether_isTheCallersMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreeWayMerge.<MarketDocument>merge(MARKET, MARKET, BASE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreeWayMerge.<MarketDocument>merge(MARKET, BASE, MARKET));
        ConfigSnapshot other = ConfigSnapshot.empty(Scope.parse("kraken/demo"));
        assertThatIllegalArgumentException().isThrownBy(() -> ThreeWayMerge.merge(of(MARKET), of(MARKET), other));
        assertThatIllegalArgumentException().isThrownBy(() -> ThreeWayMerge.merge(of(MARKET), other, of(MARKET)));
    }

    @Test
    void merge_anyEdits_isSymmetricAndLosesNothing() {
        int[] seen = new int[2];
        Cases.forEach(1_500, random -> {
            List<MarketDocument> versions = new Generated(random).versions(7);
            MarketDocument base = versions.get(0);
            MarketDocument ours = Edits.apply(Edits.some(random, base, versions.get(3)), base);
            MarketDocument other = versions.get(random.nextInt(4) == 0 ? 3 : 6);
            MarketDocument theirs = Edits.apply(Edits.some(random, base, other), base);
            MergeResult<MarketDocument> result = ThreeWayMerge.merge(base, ours, theirs);
            MergeResult<MarketDocument> mirrored = ThreeWayMerge.merge(base, theirs, ours);
            assertThat(mirrored.merged()).isEqualTo(result.merged());
            assertThat(mirrored.conflicts())
                    .isEqualTo(result.conflicts().stream()
                            .map(ThreeWayMergeTest::mirrored)
                            .toList());
            assertThat(ThreeWayMerge.merge(base, base, theirs).mergedOrThrow()).isEqualTo(theirs);
            assertThat(ThreeWayMerge.merge(base, ours, base).mergedOrThrow()).isEqualTo(ours);
            assertThat(ThreeWayMerge.merge(base, ours, ours).mergedOrThrow()).isEqualTo(ours);
            assertNothingLost(SemanticDiff.between(base, ours), SemanticDiff.between(base, theirs), base, result);
            assertResolvesTo(random, result, base, ours, theirs);
            seen[result.isClean() ? 0 : 1]++;
        });
        if (Long.getLong("countersign.cases") == null) {
            assertThat(seen[0]).as("clean").isGreaterThan(100);
            assertThat(seen[1]).as("with conflicts").isGreaterThan(100);
        }
    }

    @Test
    void merge_anySnapshots_isSymmetricAndKeepsEachSidesOwn() {
        Cases.forEach(300, random -> {
            Generated generated = new Generated(random);
            ConfigSnapshot base = generated.snapshot();
            ConfigSnapshot ours = generated.snapshot();
            ConfigSnapshot theirs = generated.snapshot();
            MergeResult<ConfigSnapshot> result = ThreeWayMerge.merge(base, ours, theirs);
            assertThat(ThreeWayMerge.merge(base, theirs, ours).merged()).isEqualTo(result.merged());
            assertThat(ThreeWayMerge.merge(base, base, theirs).mergedOrThrow()).isEqualTo(theirs);
            assertThat(ThreeWayMerge.merge(base, ours, ours).mergedOrThrow()).isEqualTo(ours);
            MergeResult<ConfigSnapshot> settled = result;
            while (!settled.isClean()) {
                settled = settled.resolve(settled.conflicts().get(0), Side.THEIRS);
            }
            for (FieldChange change : SemanticDiff.between(base, theirs).changes()) {
                if (change.path().isEmpty()) {
                    assertThat(settled.mergedOrThrow().find(change.document()))
                            .isEqualTo(theirs.find(change.document()));
                }
            }
        });
    }

    /** Each change of either side is in the result, or in a conflict at or around its path; and there are no other conflicts. */
    private static void assertNothingLost(
            SemanticDiff our, SemanticDiff their, MarketDocument base, MergeResult<MarketDocument> result) {
        DocumentTree merged = DocumentTree.of(result.merged());
        boolean waits =
                !result.isClean() && result.merged().equals(base); // what is settled makes no document by itself
        for (SemanticDiff side : List.of(our, their)) {
            for (FieldChange change : side.changes()) {
                boolean inConflict = result.conflicts().stream().anyMatch(c -> nested(c.path(), change.path()));
                assertThat(waits || inConflict || merged.find(change.path()).equals(change.after()))
                        .as("%s is neither merged nor in conflict", change)
                        .isTrue();
            }
        }
        for (Conflict conflict : result.conflicts()) {
            assertThat(DocumentTree.of(base).find(conflict.path())).isEqualTo(conflict.base());
            assertThat(merged.find(conflict.path())).isEqualTo(conflict.base());
        }
        boolean clash = our.changes().stream()
                .anyMatch(mine -> their.changes().stream()
                        .anyMatch(yours -> nested(mine.path(), yours.path()) && !mine.equals(yours)));
        boolean invalid = result.conflicts().stream().anyMatch(c -> c.kind() == ConflictKind.INVALID_TOGETHER);
        assertThat(result.isClean()).isEqualTo(!clash && !invalid);
    }

    /** Settled for one side, the result has all changes of that side and all of the other that were in no conflict. */
    private static void assertResolvesTo(
            Random random,
            MergeResult<MarketDocument> result,
            MarketDocument base,
            MarketDocument ours,
            MarketDocument theirs) {
        Side side = random.nextBoolean() ? Side.OURS : Side.THEIRS;
        MergeResult<MarketDocument> settled = result;
        boolean invalid = false;
        while (!settled.isClean()) {
            Conflict conflict = settled.conflicts().get(0);
            invalid |= conflict.kind() == ConflictKind.INVALID_TOGETHER;
            settled = settled.resolve(conflict, side);
        }
        MarketDocument chosen = side == Side.OURS ? ours : theirs;
        if (invalid) {
            assertThat(settled.mergedOrThrow()).isEqualTo(chosen);
            return;
        }
        DocumentTree merged = DocumentTree.of(settled.mergedOrThrow());
        for (MarketDocument document : List.of(ours, theirs)) {
            for (FieldChange change : SemanticDiff.between(base, document).changes()) {
                boolean open = result.conflicts().stream().anyMatch(c -> nested(c.path(), change.path()));
                if (document == chosen || !open) {
                    assertThat(merged.find(change.path())).as("%s", change).isEqualTo(change.after());
                }
            }
        }
    }

    private static boolean nested(String one, String other) {
        return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
    }

    private static Conflict mirrored(Conflict conflict) {
        return Conflict.builder()
                .from(conflict)
                .ours(conflict.theirs())
                .theirs(conflict.ours())
                .build();
    }

    private static String tick(MergeResult<SpotMarket> result) {
        return result.mergedOrThrow().priceRule().tickSize().toString();
    }

    private static ConfigSnapshot of(MarketDocument... documents) {
        return ConfigSnapshot.of(Samples.SCOPE, List.of(documents));
    }

    private static SpotMarket withExtensions(String first, String second) {
        return SpotMarket.builder()
                .from(MARKET)
                .putExtensions("a/b", first)
                .putExtensions("a0", second)
                .build();
    }

    private static MarginSchedule schedule(MarginTier... tiers) {
        return MarginSchedule.builder()
                .from(Samples.smallestMarginSchedule())
                .id("S")
                .addTiers(tiers)
                .build();
    }
}
