package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.ProcessExamples.ELSEWHERE;
import static io.countersign.client.catalogue.ProcessExamples.NOON;
import static io.countersign.client.catalogue.ProcessExamples.RENAMED;
import static io.countersign.client.catalogue.ProcessExamples.market;
import static io.countersign.client.catalogue.ProcessExamples.markets;
import static io.countersign.client.catalogue.ProcessExamples.stage;
import static io.countersign.client.fixtures.Markets.bitcoin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.ApprovedChanges;
import io.countersign.client.live.ApprovedChanges.ApprovedChange;
import io.countersign.client.live.BusyWindows;
import io.countersign.client.live.ChangePeople;
import io.countersign.client.live.ConfigNodes;
import io.countersign.client.live.ConfigNodes.ConfigNode;
import io.countersign.client.live.ConfigNodes.Role;
import io.countersign.client.live.EmergencyPath;
import io.countersign.client.live.RetiredNames;
import io.countersign.client.live.RollbackPlan;
import io.countersign.client.live.RolloutStages;
import io.countersign.client.live.TimeWindow;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validator;
import io.countersign.client.rule.Waiver;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.Asset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.ExpiryConfig;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.InstrumentRiskStatus;
import io.countersign.model.market.LimitScope;
import io.countersign.model.market.MaintenanceWindow;
import io.countersign.model.market.MarginPoolLimit;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.MarketStatus;
import io.countersign.model.market.PositionLimit;
import io.countersign.model.market.SessionCalendar;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SystemStatus;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessRulesTest {
    private static final ConfigSnapshot VENUE = Markets.venue().with(perpetual().build());
    private static final ConfigSnapshot CHANGED = VENUE.with(RENAMED);
    private static final DocumentId PERPETUAL = perpetual().build().documentId();

    private static List<Finding> findings(String rule, ChangeContext.Builder context) {
        return Judged.findings(rule, VENUE, CHANGED, context.build());
    }

    private static String missing(String rule, ChangeContext.Builder context) {
        return Judged.missing(rule, VENUE, CHANGED, context.build());
    }

    private static ChangeContext.Builder known() {
        return ChangeContext.builder();
    }

    // T-BASE-01

    private static ChangeContext.Builder others(ConfigSnapshot after) {
        return known().put(
                        RuleInput.APPROVED_CHANGES,
                        ApprovedChanges.of(new ApprovedChange(
                                "CHG-9", NOON, NOON.plusSeconds(60), SemanticDiff.between(VENUE, after))));
    }

    /** Does not say when it pays funding. */
    private static FuturesContract.Builder perpetual() {
        return Markets.perpetual()
                .funding(FundingConfig.builder()
                        .coefficient(Amount.of("8"))
                        .maxAbsRate(Rate.of("0.001"))
                        .build());
    }

    @Test
    void base_otherThanLive_isBlocked() {
        assertThat(findings("T-BASE-01", known().put(RuleInput.BASE_ROOT, ELSEWHERE)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
                    assertThat(finding.before()).contains(VENUE.root().toString());
                    assertThat(finding.after()).contains(ELSEWHERE.toString());
                });
        assertThat(findings("T-BASE-01", known().put(RuleInput.BASE_ROOT, VENUE.root())))
                .isEmpty();
        assertThat(missing("T-BASE-01", known())).isEqualTo("base of the change, other approved changes");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "59, 1", "60, 0", "-1, 0"})
    void base_otherChangeOfTheSameField_countsInsideItsWindow(long seconds, int hits) {
        ConfigSnapshot theirs = VENUE.with(bitcoin().altName("BITUSD").build());

        assertThat(findings("T-BASE-01", others(theirs).put(RuleInput.EFFECTIVE_AT, NOON.plusSeconds(seconds))))
                .hasSize(hits)
                .allSatisfy(finding -> {
                    assertThat(finding.path()).isEqualTo("/altName");
                    assertThat(finding.document()).isEqualTo("spot-market/kraken/XXBTZUSD");
                    assertThat(finding.evidence()).containsEntry("otherChange", "CHG-9");
                });
    }

    @Test
    void base_otherChangeOfTheSameField_needsTheInstant() {
        assertThat(missing(
                        "T-BASE-01",
                        others(VENUE.with(bitcoin().altName("BITUSD").build()))))
                .isEqualTo("base of the change, instant from which the change holds");
        assertThat(missing(
                        "T-BASE-01",
                        others(VENUE.with(bitcoin().wsName("BIT/USD").build()))))
                .isEqualTo("base of the change");
    }

    @Test
    void base_otherChange_crossesAboveAndBelowAField() {
        ChangeContext.Builder removed =
                others(VENUE.without(RENAMED.documentId())).put(RuleInput.EFFECTIVE_AT, NOON);
        ChangeContext.Builder otherField =
                others(VENUE.with(bitcoin().wsName("BIT/USD").build())).put(RuleInput.EFFECTIVE_AT, NOON);
        ChangeContext.Builder otherDocument =
                others(VENUE.with(perpetual().altName("BITUSD").build())).put(RuleInput.EFFECTIVE_AT, NOON);

        assertThat(findings("T-BASE-01", removed)).extracting(Finding::path).containsExactly("/altName");
        assertThat(findings("T-BASE-01", otherField)).isEmpty();
        assertThat(findings("T-BASE-01", otherDocument)).isEmpty();
        assertThat(Judged.findings(
                        "T-BASE-01",
                        VENUE,
                        VENUE.without(RENAMED.documentId()),
                        others(CHANGED).put(RuleInput.EFFECTIVE_AT, NOON).build()))
                .extracting(Finding::path)
                .containsExactly("");
    }

    // T-BLK-01

    private static List<Finding> bulk(int changed, ChangeContext context) {
        ConfigSnapshot after = markets(20, "");
        for (int i = 0; i < changed; i++) {
            after = after.with(market(i, "NEW"));
        }
        return Judged.findings("T-BLK-01", markets(20, ""), after, context);
    }

    private static String bulkMissing(int changed, ChangeContext context) {
        ConfigSnapshot after = markets(20, "");
        for (int i = 0; i < changed; i++) {
            after = after.with(market(i, "NEW"));
        }
        return Judged.missing("T-BLK-01", markets(20, ""), after, context);
    }

    private static ChangeContext.Builder volume(String share, int count) {
        ChangeContext.Builder context = known();
        for (int i = 0; i < count; i++) {
            context.put(RuleInput.VOLUME_SHARE, market(i, "").documentId(), Rate.of(share));
        }
        return context;
    }

    @Test
    void stages_tenMarketsWithAQuarterOfTheVolume_needNone() {
        ChangeContext oneStage = volume("0.025", 20)
                .put(RuleInput.ROLLOUT_STAGES, RolloutStages.of(stage("all", 0, 20)))
                .build();

        assertThat(bulk(10, oneStage)).isEmpty();
        assertThat(bulk(11, oneStage)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.message())
                    .isEqualTo(
                            "The change reaches 11 markets with 27.5 % of the volume in one stage: begin with at most"
                                    + " 10 markets and 25 % of the volume");
        });
        assertThat(bulk(
                        2,
                        volume("0.1251", 20)
                                .put(RuleInput.ROLLOUT_STAGES, RolloutStages.of(stage("all", 0, 20)))
                                .build()))
                .hasSize(1);
        assertThat(bulk(
                        1,
                        volume("0.9", 20)
                                .put(RuleInput.ROLLOUT_STAGES, RolloutStages.of(stage("all", 0, 20)))
                                .build()))
                .as("one market cannot be done in part")
                .isEmpty();
    }

    @Test
    void stages_firstOne_isWithinBothBounds() {
        assertThat(bulk(20, staged(volume("0.02", 20), 10))).isEmpty();
        assertThat(bulk(20, staged(volume("0.02", 20), 11)))
                .extracting(Finding::message)
                .containsExactly(
                        "The first stage, \"canary\", reaches 11 markets with 22 % of the volume, of 20 markets with"
                                + " 40 % of the volume: begin with at most 10 markets and 25 %");
        assertThat(bulk(20, staged(volume("0.05", 20), 5))).isEmpty();
        assertThat(bulk(20, staged(volume("0.05", 20), 6))).hasSize(1);
    }

    private static ChangeContext staged(ChangeContext.Builder context, int first) {
        return context.put(
                        RuleInput.ROLLOUT_STAGES, RolloutStages.of(stage("canary", 0, first), stage("rest", first, 20)))
                .build();
    }

    @Test
    void stages_unknown_areAskedForOnlyWhereTheyDecide() {
        assertThat(bulkMissing(11, ChangeContext.none())).isEqualTo("stages of the rollout");
        assertThat(bulkMissing(10, ChangeContext.none())).isEqualTo("share of the venue's volume");
        assertThat(bulkMissing(10, volume("0.01", 20).build())).isEmpty();
        assertThat(bulkMissing(10, volume("0.1", 20).build())).isEqualTo("stages of the rollout");
        assertThat(bulkMissing(1, ChangeContext.none())).isEmpty();
    }

    @Test
    void stages_markets_areReachedThroughWhatTheyReferTo() {
        FeeSchedule fees =
                FeeSchedule.builder().venue("kraken").id("f").tiers(List.of()).build();
        SystemStatus status = SystemStatus.builder()
                .venue("kraken")
                .id("s")
                .status(TradingStatus.POST_ONLY)
                .build();
        Asset asset = ReferenceExamples.asset("XXBT").build();
        ConfigSnapshot before = markets(12, "");
        for (int i = 0; i < 12; i++) {
            before = before.with(bitcoin()
                    .id("M" + i)
                    .altName("ALT" + i)
                    .wsName("W/" + i)
                    .feeScheduleRef("f")
                    .build());
        }
        for (MarketDocument document : List.of(fees, status, asset)) {
            assertThat(Judged.missing("T-BLK-01", before, before.with(document), ChangeContext.none()))
                    .as(document.id())
                    .isEqualTo("stages of the rollout");
        }
        assertThat(Judged.missing(
                        "T-BLK-01",
                        before,
                        before.with(ReferenceExamples.asset("KEEP").build()),
                        ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void stages_contracts_areReachedThroughScheduleIndexAndStatus() {
        ConfigSnapshot before = Markets.snapshot(contract("a"), contract("b"));
        List<MarketDocument> reaching = List.of(
                Markets.schedule(MarginTier.of("0", "0.5", "0.25")),
                IndexDefinition.builder()
                        .venue("kraken")
                        .id("in_xbtusd")
                        .tradeable(false)
                        .build(),
                ReferenceExamples.asset("X").altName("XBT").build(),
                CollateralSchedule.builder()
                        .venue("kraken")
                        .id("c")
                        .currency("USD")
                        .assets(List.of())
                        .build());
        for (MarketDocument document : reaching) {
            assertThat(Judged.missing("T-BLK-01", before, before.with(document), ChangeContext.none()))
                    .as(document.documentId().toString())
                    .isEqualTo("share of the venue's volume");
        }
        ConfigSnapshot statuses = before.with(status("a", TradingStatus.POST_ONLY));
        assertThat(Judged.missing("T-BLK-01", before, statuses, ChangeContext.none()))
                .isEmpty();
        assertThat(Judged.missing(
                        "T-BLK-01", before, statuses.with(status("b", TradingStatus.POST_ONLY)), ChangeContext.none()))
                .isEqualTo("share of the venue's volume");
    }

    @Test
    void stages_removedMarketsAndLimits_reachMarketsToo() {
        ConfigSnapshot contracts = Markets.snapshot(contract("a"), contract("b"));
        ConfigSnapshot limits = contracts.with(limit("a")).with(limit("b"));
        ConfigSnapshot spot = markets(2, "");
        ConfigSnapshot pool = spot.with(MarginPoolLimit.builder()
                .venue("kraken")
                .id("p")
                .asset("XXBT")
                .allowance(Quantity.of("1"))
                .build());

        for (List<ConfigSnapshot> change : List.of(
                List.of(
                        contracts,
                        contracts
                                .without(contract("a").documentId())
                                .without(contract("b").documentId())),
                List.of(contracts, limits),
                List.of(spot, pool))) {
            assertThat(Judged.missing("T-BLK-01", change.get(0), change.get(1), ChangeContext.none()))
                    .as(change.toString())
                    .isEqualTo("share of the venue's volume");
        }
    }

    private static PositionLimit limit(String contract) {
        return PositionLimit.builder()
                .venue("kraken")
                .id("l-" + contract)
                .scope(LimitScope.MARKET)
                .market(contract(contract).documentId())
                .unit(SizeUnit.BASE)
                .build();
    }

    private static FuturesContract contract(String id) {
        return perpetual().id(id).settle("XBT").build();
    }

    private static MarketStatus status(String contract, TradingStatus status) {
        return MarketStatus.builder()
                .venue("kraken")
                .id("s-" + contract)
                .market(contract(contract).documentId())
                .status(status)
                .build();
    }

    // T-FLG-01

    private static ChangeContext retired(Set<DocumentId> ids, String... names) {
        return known().put(RuleInput.RETIRED_NAMES, new RetiredNames(ids, Set.of(names)))
                .build();
    }

    @Test
    void retired_idAddedAgain_isBlocked() {
        ChangeContext context = retired(Set.of(PERPETUAL));
        ConfigSnapshot before = VENUE.without(PERPETUAL);

        assertThat(Judged.findings("T-FLG-01", before, VENUE, context))
                .extracting(Finding::document, Finding::severity)
                .containsExactly(tuple(PERPETUAL.toString(), Severity.BLOCK));
        assertThat(Judged.findings("T-FLG-01", VENUE, before, context)).isEmpty();
        assertThat(Judged.findings(
                        "T-FLG-01", VENUE, VENUE.with(perpetual().altName("n").build()), context))
                .isEmpty();
    }

    @Test
    void retired_nameAnywhereInADocument_isBlockedWhereItIsNew() {
        List<MarketDocument> using = List.of(
                bitcoin().addOrderTypes("power-peg").build(),
                bitcoin().venueStatus("power-peg").build(),
                bitcoin().putExtensions("power-peg", "true").build(),
                perpetual().addTags("power-peg").build(),
                perpetual().putMarginSchedules("power-peg", "PI_XBTUSD").build());
        for (MarketDocument document : using) {
            ChangeContext context = retired(Set.of(), "power-peg");
            assertThat(Judged.findings("T-FLG-01", VENUE, VENUE.with(document), context))
                    .as(document.canonical())
                    .extracting(Finding::after)
                    .containsExactly(Optional.of("power-peg"));
            assertThat(Judged.findings("T-FLG-01", VENUE.with(document), VENUE, context))
                    .isEmpty();
            assertThat(Judged.findings("T-FLG-01", VENUE, VENUE.with(document), retired(Set.of(), "power")))
                    .isEmpty();
        }
        assertThat(missing("T-FLG-01", known())).isEqualTo("retired names");
    }

    // T-REV-01

    private static ChangeContext.Builder rollback(RollbackPlan plan) {
        return known().put(RuleInput.ROLLBACK, plan);
    }

    @Test
    void rollback_ofEachKind_isNamed() {
        ValidationReport fails = Validator.of(Catalogue.standard())
                .validate(
                        CHANGED,
                        VENUE.with(bitcoin().status(TradingStatus.SETTLING).build()),
                        ChangeContext.none());
        RollbackPlan good =
                RollbackPlan.to(VENUE).judged(ValidationReport.empty()).rehearsedAt(NOON);
        ConfigSnapshot elsewhere = ConfigSnapshot.of(
                new Scope("kraken", "staging"), VENUE.documents().values());

        assertThat(findings("T-REV-01", rollback(good))).isEmpty();
        assertThat(findings("T-REV-01", rollback(RollbackPlan.none())))
                .extracting(Finding::message)
                .containsExactly("There is no rollback: write one, validate it and rehearse it");
        assertThat(findings("T-REV-01", rollback(RollbackPlan.to(VENUE).judged(ValidationReport.empty()))))
                .extracting(Finding::message, Finding::severity)
                .containsExactly(
                        tuple("The rollback was never rehearsed: rehearse it before the change", Severity.BLOCK));
        assertThat(findings(
                        "T-REV-01",
                        rollback(RollbackPlan.to(elsewhere)
                                .judged(ValidationReport.empty())
                                .rehearsedAt(NOON))))
                .extracting(Finding::message)
                .containsExactly("The rollback is for kraken/staging, the change for kraken/test");
        assertThat(fails.hasErrors()).isTrue();
        assertThat(findings("T-REV-01", rollback(good.judged(fails))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.message())
                            .startsWith(
                                    "Taking the change back fails validation with 1 finding, first: BLOCK T-STS-01");
                    assertThat(finding.evidence()).containsEntry("rules", "T-STS-01");
                });
        assertThat(missing("T-REV-01", rollback(good))).isEmpty();
        assertThat(missing("T-REV-01", rollback(RollbackPlan.to(VENUE).rehearsedAt(NOON))))
                .isEqualTo("validation of the rollback");
        assertThat(missing("T-REV-01", known())).isEqualTo("rollback");
    }

    @Test
    void rollback_warningsOfItsValidation_passAndAnotherDigestDoesNot() {
        RollbackPlan plan = RollbackPlan.to(VENUE)
                .judged(ValidationReport.of(List.of(Finding.builder()
                        .ruleId("D-X-01")
                        .severity(Severity.WARN)
                        .document("d")
                        .path("")
                        .message("m")
                        .build())))
                .rehearsedAt(NOON);

        assertThat(findings("T-REV-01", rollback(plan))).isEmpty();
        assertThat(findings(
                        "T-REV-01",
                        rollback(plan)
                                .policy(ChangePolicy.builder()
                                        .rollback(VENUE.root())
                                        .build())))
                .isEmpty();
        assertThat(findings(
                        "T-REV-01",
                        rollback(plan)
                                .policy(ChangePolicy.builder()
                                        .rollback(ELSEWHERE)
                                        .build())))
                .extracting(Finding::before)
                .containsExactly(Optional.of(ELSEWHERE.toString()));
    }

    // X-GOV-01

    private static ChangeContext.Builder people(Set<String> authors, String... approvers) {
        return known().put(RuleInput.PEOPLE, new ChangePeople(authors, Set.of(approvers)));
    }

    @Test
    void approval_byAnAuthor_isBlockedBesideOthersToo() {
        assertThat(findings("X-GOV-01", people(Set.of("alice", "carol"), "bob", "carol")))
                .extracting(Finding::message, Finding::severity)
                .containsExactly(
                        tuple("carol wrote the change and approved it: somebody else must approve", Severity.BLOCK));
        assertThat(findings("X-GOV-01", people(Set.of("alice"), "bob"))).isEmpty();
        assertThat(findings("X-GOV-01", people(Set.of("alice")))).isEmpty();
        assertThat(missing("X-GOV-01", people(Set.of("alice")))).isEqualTo("emergency path");
        assertThat(missing("X-GOV-01", known())).isEqualTo("authors and approvers, emergency path");
    }

    private static Waiver waiver(String rule, String... agreed) {
        return Waiver.builder()
                .ruleId(rule)
                .document(RENAMED.documentId())
                .path("/altName")
                .owner("olga")
                .agreedBy(List.of(agreed))
                .reason("known")
                .expiresAt(NOON)
                .build();
    }

    @Test
    void waiver_ofARuleThatCanBlock_needsASecondPerson() {
        assertThat(findings("X-GOV-01", known().waiver(waiver("T-STS-01"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.document()).isEqualTo("spot-market/kraken/XXBTZUSD");
                    assertThat(finding.path()).isEqualTo("/altName");
                    assertThat(finding.message()).startsWith("A waiver of T-STS-01, which can BLOCK, is olga's alone");
                });
        assertThat(findings("X-GOV-01", known().waiver(waiver("T-STS-01", "olga"))))
                .hasSize(1);
        assertThat(findings("X-GOV-01", people(Set.of("alice")).waiver(waiver("T-STS-01", "olga", "alice"))))
                .hasSize(1);
        assertThat(findings("X-GOV-01", people(Set.of("alice")).waiver(waiver("T-STS-01", "alice", "bob"))))
                .isEmpty();
        assertThat(findings("X-GOV-01", known().waiver(waiver("T-STS-01", "bob"))))
                .isEmpty();
        assertThat(findings("X-GOV-01", known().waiver(waiver("T-MAG-01")))).isEmpty();
        assertThat(findings("X-GOV-01", known().waiver(waiver("T-NONE-01")))).isEmpty();
        assertThat(findings("X-GOV-01", known().waiver(waiver("T-STS-01")).asOf(NOON)))
                .isEmpty();
        assertThat(findings("X-GOV-01", known().waiver(waiver("T-STS-01")).asOf(NOON.minusSeconds(1))))
                .hasSize(1);
    }

    @Test
    void waiver_ofARuleLoweredByTheData_isItsOwners() {
        var lowered = Catalogue.standard()
                .with(Catalogue.standard().data().withSeverity("house", "T-STS-01", Severity.ERROR));

        assertThat(Validator.of(lowered)
                        .validate(
                                VENUE,
                                CHANGED,
                                known().waiver(waiver("T-STS-01")).build())
                        .of("X-GOV-01"))
                .allMatch(Validator::isInconclusive);
    }

    @ParameterizedTest
    @CsvSource({"PT5M, PT5M, 0", "PT5M1S, PT5M, 1", "PT120H, PT10M, 1"})
    void emergencyPath_slowerThanTheRisk_isBlocked(Duration reverts, Duration accrues, int hits) {
        assertThat(findings("X-GOV-01", known().put(RuleInput.EMERGENCY_PATH, new EmergencyPath(reverts, accrues))))
                .hasSize(hits);
    }

    // X-ENV-01

    private static ChangeContext.Builder nodes(ConfigNode... nodes) {
        return known().put(RuleInput.CONFIG_NODES, ConfigNodes.of(nodes));
    }

    @Test
    void nodes_thatDiffer_areCountedAndTheFirstNamed() {
        ConfigNode good = new ConfigNode("n1", "ams", Role.ACTIVE, true, VENUE.root());
        ConfigNode old = new ConfigNode("n8", "fra", Role.ACTIVE, true, ELSEWHERE);

        assertThat(findings("X-ENV-01", nodes(good))).isEmpty();
        assertThat(findings("X-ENV-01", nodes(good, old, old)))
                .extracting(Finding::message, Finding::severity)
                .containsExactly(tuple(
                        "2 nodes of 3 hold another configuration than the live one ("
                                + VENUE.root().abbreviated() + "), first n8 (fra, ACTIVE) with "
                                + ELSEWHERE.abbreviated() + ": bring them to it before the change",
                        Severity.BLOCK));
        assertThat(missing("X-ENV-01", nodes())).isEqualTo("nodes in the list of nodes");
        assertThat(missing("X-ENV-01", known())).isEqualTo("nodes that hold the configuration");
    }

    @Test
    void nodes_standbyThatServes_isBlocked() {
        assertThat(findings("X-ENV-01", nodes(new ConfigNode("dr", "fra", Role.STANDBY, true, VENUE.root()))))
                .extracting(Finding::message)
                .containsExactly("1 standby node handles orders, first dr (fra, STANDBY): stop what should be passive"
                        + " before the change");
        assertThat(findings("X-ENV-01", nodes(new ConfigNode("dr", "fra", Role.STANDBY, false, VENUE.root()))))
                .isEmpty();
        assertThat(findings("X-ENV-01", nodes(new ConfigNode("n1", "ams", Role.ACTIVE, false, VENUE.root()))))
                .isEmpty();
    }

    // T-TIME-01

    private static List<Finding> at(Instant instant, ConfigSnapshot before, MarketDocument changed) {
        return Judged.findings(
                "T-TIME-01",
                before,
                before.with(changed),
                known().put(RuleInput.EFFECTIVE_AT, instant)
                        .put(RuleInput.BUSY_WINDOWS, BusyWindows.of())
                        .build());
    }

    @Test
    void time_window_isHalfOpen() {
        BusyWindows auction = BusyWindows.of(new TimeWindow("the auction", NOON, NOON.plusSeconds(60)));
        ChangeContext.Builder known = known().put(RuleInput.BUSY_WINDOWS, auction);

        assertThat(findings("T-TIME-01", known.put(RuleInput.EFFECTIVE_AT, NOON)))
                .hasSize(1);
        assertThat(findings("T-TIME-01", known.put(RuleInput.EFFECTIVE_AT, NOON.plusSeconds(59))))
                .hasSize(1);
        assertThat(findings("T-TIME-01", known.put(RuleInput.EFFECTIVE_AT, NOON.plusSeconds(60))))
                .isEmpty();
        assertThat(findings("T-TIME-01", known.put(RuleInput.EFFECTIVE_AT, NOON.minusSeconds(1))))
                .isEmpty();
        assertThat(missing("T-TIME-01", known()))
                .isEqualTo("instant from which the change holds, windows of auctions and high volatility");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-03T15:00:00Z, 1",
        "2026-02-03T14:59:59Z, 0",
        "2026-02-03T17:00:00Z, 1",
        "2026-02-03T17:00:01Z, 0"
    })
    void time_expiry_isKeptAnHourAway(Instant instant, int hits) {
        assertThat(at(instant, VENUE, dated().altName("n").build()))
                .hasSize(hits)
                .allSatisfy(finding -> assertThat(finding.path()).isEqualTo("/lastTradingAt"));
    }

    private static FuturesContract.Builder dated() {
        return perpetual()
                .type(ContractType.FIXED_MATURITY)
                .funding(Optional.empty())
                .lastTradingAt(Instant.parse("2026-02-03T16:00:00Z"));
    }

    @Test
    void time_longerSettlement_isKeptOutOf() {
        FuturesContract slow = dated().expiry(ExpiryConfig.builder()
                        .window(Duration.ofHours(3))
                        .settlesAt(Instant.parse("2026-02-03T18:00:00Z"))
                        .build())
                .build();

        assertThat(at(Instant.parse("2026-02-03T13:00:00Z"), VENUE, slow)).hasSize(1);
        assertThat(at(Instant.parse("2026-02-03T12:59:59Z"), VENUE, slow)).isEmpty();
        assertThat(at(Instant.parse("2026-02-03T18:00:00Z"), VENUE, slow)).hasSize(1);
        assertThat(at(Instant.parse("2026-02-03T18:00:01Z"), VENUE, slow)).isEmpty();
    }

    @Test
    void time_shorterSettlement_isKeptAnHourAwayAllTheSame() {
        FuturesContract quick = dated().expiry(
                        ExpiryConfig.builder().window(Duration.ofMinutes(1)).build())
                .build();

        assertThat(at(Instant.parse("2026-02-03T15:00:00Z"), VENUE, quick)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-03T08:01:00Z, 2026-02-03T08:00:00Z",
        "2026-02-03T08:01:01Z, ",
        "2026-02-03T15:59:00Z, 2026-02-03T16:00:00Z",
        "2026-02-03T15:58:59Z, ",
        "2026-02-03T12:00:00Z, "
    })
    void time_funding_isKeptAMinuteAway(Instant instant, Instant payment) {
        FuturesContract eightHours = perpetual()
                .funding(FundingConfig.builder().interval(Duration.ofHours(8)).build())
                .build();

        assertThat(at(instant, VENUE, eightHours))
                .hasSize(payment == null ? 0 : 1)
                .allSatisfy(finding -> assertThat(finding.message())
                        .isEqualTo("The change takes effect at " + instant + ", too close to the funding payment at "
                                + payment + ": keep 1 minute away"));
    }

    @Test
    void time_halfwayBetweenPayments_isTooCloseToTheNext() {
        FuturesContract twoMinutes = perpetual()
                .funding(FundingConfig.builder().interval(Duration.ofMinutes(2)).build())
                .build();

        assertThat(at(Instant.parse("2026-02-03T08:01:00Z"), VENUE, twoMinutes))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).contains("funding payment at 2026-02-03T08:02:00Z:"));
    }

    @Test
    void time_fundingIntervalUnknown_isInconclusiveWhereAPerpetualIsReached() {
        ChangeContext context = known().put(RuleInput.EFFECTIVE_AT, NOON)
                .put(RuleInput.BUSY_WINDOWS, BusyWindows.of())
                .build();

        assertThat(Judged.missing(
                        "T-TIME-01", VENUE, VENUE.with(perpetual().altName("n").build()), context))
                .isEqualTo("published funding interval");
        assertThat(Judged.missing("T-TIME-01", VENUE, CHANGED, context)).isEmpty();
        FuturesContract always = perpetual()
                .funding(FundingConfig.builder().interval(Duration.ZERO).build())
                .build();
        assertThat(Judged.missing("T-TIME-01", VENUE, VENUE.with(always), context))
                .isEqualTo("published funding interval");
    }

    @Test
    void time_maintenance_isLeftToStatuses() {
        SessionCalendar calendar = SessionCalendar.builder()
                .venue("kraken")
                .id("c")
                .zone(ZoneId.of("UTC"))
                .addMaintenanceWindows(MaintenanceWindow.builder()
                        .begins(NOON)
                        .ends(NOON.plusSeconds(60))
                        .build())
                .build();
        ConfigSnapshot before = VENUE.with(calendar);
        SystemStatus status = SystemStatus.builder()
                .venue("kraken")
                .id("s")
                .status(TradingStatus.MAINTENANCE)
                .build();

        assertThat(at(NOON, before, RENAMED))
                .extracting(Finding::path)
                .containsExactly("/maintenanceWindows/begins=" + NOON);
        assertThat(at(NOON.plusSeconds(60), before, RENAMED)).isEmpty();
        assertThat(at(NOON.minusSeconds(1), before, RENAMED)).isEmpty();
        assertThat(at(NOON, before, status)).isEmpty();
    }

    @Test
    void time_unquietContract_isWaitedFor() {
        for (boolean extreme : List.of(true, false)) {
            ConfigSnapshot before = VENUE.with(risk(!extreme, extreme));
            assertThat(at(NOON, before, perpetual().altName("n").build()))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.path()).isEqualTo(extreme ? "/extremeVolatility" : "/dislocated");
                        assertThat(finding.message())
                                .endsWith(
                                        "is flagged as " + (extreme ? "extremely volatile" : "dislocated") + ": wait");
                    });
            assertThat(at(NOON, before, RENAMED)).as("another market").isEmpty();
        }
        assertThat(at(
                        NOON,
                        VENUE.with(risk(false, false)),
                        perpetual().altName("n").build()))
                .isEmpty();
    }

    private static InstrumentRiskStatus risk(boolean dislocated, boolean extreme) {
        return InstrumentRiskStatus.builder()
                .venue("kraken")
                .id("r")
                .market(PERPETUAL)
                .dislocated(dislocated)
                .extremeVolatility(extreme)
                .build();
    }

    @Test
    void inputs_thatCannotBe_areRefused() {
        assertThatThrownBy(() -> new TimeWindow("x", NOON, NOON)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ApprovedChange("x", NOON, NOON, SemanticDiff.between(VENUE, VENUE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(RolloutStages::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChangePeople(Set.of(), Set.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EmergencyPath(Duration.ofSeconds(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> known().put(RuleInput.VOLUME_SHARE, PERPETUAL, Rate.of("1.1")))
                .hasMessageContaining("A share of volume must be from 0 to 1");
    }
}
