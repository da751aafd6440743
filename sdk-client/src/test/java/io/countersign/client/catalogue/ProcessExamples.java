package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.ApprovedChanges;
import io.countersign.client.live.BusyWindows;
import io.countersign.client.live.ChangePeople;
import io.countersign.client.live.ConfigNodes;
import io.countersign.client.live.ConfigNodes.ConfigNode;
import io.countersign.client.live.ConfigNodes.Role;
import io.countersign.client.live.EmergencyPath;
import io.countersign.client.live.RetiredNames;
import io.countersign.client.live.RollbackPlan;
import io.countersign.client.live.RolloutStages;
import io.countersign.client.live.RolloutStages.Stage;
import io.countersign.client.live.TimeWindow;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A failing and a passing example of each rule in {@link ProcessRules}, {@link TimingRules} and {@link EnvironmentRules}. */
final class ProcessExamples {
    static final Instant NOON = Instant.parse("2026-02-03T12:00:30Z");
    static final Digest ELSEWHERE = Digest.of(new byte[] {7});

    /** A change of one name that no rule about fields minds. */
    static final SpotMarket RENAMED = bitcoin().altName("BTCUSD").build();

    private ProcessExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.context(
                        "T-BASE-01",
                        Severity.BLOCK,
                        RENAMED,
                        ChangeContext.builder()
                                .put(RuleInput.BASE_ROOT, ELSEWHERE)
                                .put(RuleInput.APPROVED_CHANGES, ApprovedChanges.of())
                                .build(),
                        "the change was made on another configuration",
                        ChangeContext.builder()
                                .put(RuleInput.BASE_ROOT, Markets.venue().root())
                                .put(RuleInput.APPROVED_CHANGES, ApprovedChanges.of())
                                .build(),
                        "the change was made on the live configuration; no other change is approved"),
                RuleExample.contexts(
                        "T-BLK-01",
                        Severity.ERROR,
                        markets(12, ""),
                        markets(12, "NEW"),
                        ChangeContext.builder()
                                .put(RuleInput.ROLLOUT_STAGES, RolloutStages.of(stage("all", 0, 12)))
                                .build(),
                        "one stage of twelve markets",
                        ChangeContext.builder()
                                .put(
                                        RuleInput.ROLLOUT_STAGES,
                                        RolloutStages.of(stage("canary", 0, 1), stage("the rest", 1, 12)))
                                .build(),
                        "a stage of one market, then one of eleven"),
                RuleExample.context(
                        "T-FLG-01",
                        Severity.BLOCK,
                        RENAMED,
                        retired("BTCUSD"),
                        "BTCUSD is retired",
                        retired("BTCEUR"),
                        "BTCEUR is retired"),
                RuleExample.context(
                        "T-REV-01",
                        Severity.BLOCK,
                        RENAMED,
                        rollback(RollbackPlan.to(Markets.venue()).judged(ValidationReport.empty())),
                        "a rollback that was never rehearsed",
                        rollback(RollbackPlan.to(Markets.venue())
                                .judged(ValidationReport.empty())
                                .rehearsedAt(NOON)),
                        "a rollback that passes validation and was rehearsed"),
                RuleExample.context(
                        "T-TIME-01",
                        Severity.ERROR,
                        RENAMED,
                        at(NOON),
                        "effective at 12:00:30; the daily auction is from 12:00 to 12:05",
                        at(NOON.plus(Duration.ofMinutes(30))),
                        "effective at 12:30:30; the daily auction is from 12:00 to 12:05"),
                RuleExample.context(
                        "X-GOV-01",
                        Severity.BLOCK,
                        RENAMED,
                        people("alice"),
                        "alice wrote it and approved it; it can be reverted in a minute",
                        people("bob"),
                        "alice wrote it, bob approved it; it can be reverted in a minute"),
                RuleExample.context(
                        "X-ENV-01",
                        Severity.BLOCK,
                        RENAMED,
                        nodes(ELSEWHERE),
                        "one of two nodes runs with another configuration",
                        nodes(Markets.venue().root()),
                        "two nodes run with the live configuration"));
    }

    /** Markets M0, M1 and so on, with names that end so. */
    static ConfigSnapshot markets(int count, String suffix) {
        ConfigSnapshot markets = Markets.snapshot();
        for (int i = 0; i < count; i++) {
            markets = markets.with(market(i, suffix));
        }
        return markets;
    }

    static SpotMarket market(int i, String suffix) {
        return bitcoin()
                .id("M" + i)
                .altName("ALT" + i + suffix)
                .wsName("WS/" + i)
                .build();
    }

    static Stage stage(String name, int from, int to) {
        Set<DocumentId> ids = new LinkedHashSet<>();
        for (int i = from; i < to; i++) {
            ids.add(market(i, "").documentId());
        }
        return new Stage(name, ids);
    }

    private static ChangeContext retired(String name) {
        return ChangeContext.builder()
                .put(RuleInput.RETIRED_NAMES, new RetiredNames(Set.of(), Set.of(name)))
                .build();
    }

    private static ChangeContext rollback(RollbackPlan plan) {
        return ChangeContext.builder().put(RuleInput.ROLLBACK, plan).build();
    }

    private static ChangeContext at(Instant instant) {
        return ChangeContext.builder()
                .put(RuleInput.EFFECTIVE_AT, instant)
                .put(
                        RuleInput.BUSY_WINDOWS,
                        BusyWindows.of(new TimeWindow(
                                "the daily auction",
                                Instant.parse("2026-02-03T12:00:00Z"),
                                Instant.parse("2026-02-03T12:05:00Z"))))
                .build();
    }

    private static ChangeContext people(String approver) {
        return ChangeContext.builder()
                .put(RuleInput.PEOPLE, new ChangePeople(Set.of("alice"), Set.of(approver)))
                .put(RuleInput.EMERGENCY_PATH, new EmergencyPath(Duration.ofMinutes(1), Duration.ofMinutes(5)))
                .build();
    }

    private static ChangeContext nodes(Digest second) {
        return ChangeContext.builder()
                .put(
                        RuleInput.CONFIG_NODES,
                        ConfigNodes.of(
                                new ConfigNode(
                                        "node-1",
                                        "ams",
                                        Role.ACTIVE,
                                        true,
                                        Markets.venue().root()),
                                new ConfigNode("node-2", "fra", Role.STANDBY, false, second)))
                .build();
    }
}
