package io.countersign.examples;

import io.countersign.client.desk.Change;
import io.countersign.client.desk.ChangeDesk;
import io.countersign.client.desk.ChangeRefusedException;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.Bound;
import io.countersign.client.policy.ChangeTemplate;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Governance;
import io.countersign.client.policy.Principal;
import io.countersign.client.policy.ReportedCheck;
import io.countersign.client.policy.TemplateParameter;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.CheckOutcome;
import io.countersign.model.change.RiskTier;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The samples of the page on governance: a governed policy, a standard change, a check. */
class GovernanceTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final InstantSource clock = () -> Instant.parse("2026-01-12T09:00:00Z");
    private final Principal alice = Principal.of("alice", "proposer");
    private final Principal bob = Principal.of("bob", "reviewer");
    private final Principal ci = Principal.of("ci", "ci");
    private final Principal olga = Principal.of("olga", "operator");
    private final ConfigSnapshot live = read();
    private final Scope rules = new Scope("kraken", "governance");

    private static ConfigSnapshot read() {
        try (InputStream assetPairs = GovernanceTest.class.getResourceAsStream("fixtures/kraken-assetpairs.json")) {
            return ConfigSnapshot.of(
                    new Scope("kraken", "production"),
                    new KrakenSpot().read("AssetPairs", assetPairs).documents());
        } catch (IOException e) {
            throw new IllegalStateException("The fixture is beside this test", e);
        }
    }

    private ChangeDesk desk() {
        // region: governed-by
        var policy =
                ApprovalPolicy.of("spot", "proposer", "operator", ApprovalRequirement.of("peer-review", "reviewer"));
        var desk = ChangeDesk.builder()
                .journal(new InMemoryJournal(clock))
                .gateway(new SimulatedExchange(live))
                .directory(Directory.of(List.of(alice, bob, ci, olga)))
                .governedBy(rules) // in place of policy(policy)
                .clock(clock)
                .build();
        desk.recordBaseline(olga.actor(), live, clock.instant());
        desk.recordBaseline(olga.actor(), Governance.of(policy).toSnapshot(rules), clock.instant());
        // endregion
        return desk;
    }

    /** The change that puts a template and a check into force. */
    private void govern(ChangeDesk desk) {
        // region: govern
        var finerTicks = ChangeTemplate.builder()
                .id("tick-step")
                .version(1)
                .title("Tick size one step up or down")
                .rationale("Spreads have moved")
                .rollbackPlan("The inverse")
                .role("proposer")
                .addParameters(TemplateParameter.builder()
                        .name("tick size")
                        .documents("spot-market/kraken/*")
                        .path("/priceRule/tickSize")
                        .least(Bound.of("0.1"))
                        .most(Bound.of("1"))
                        .build())
                .addStandsFor("peer-review")
                .upToTier(RiskTier.HIGH)
                .uses(5)
                .period(Duration.ofDays(7))
                .build();
        var replay = ReportedCheck.builder()
                .id("uat-replay")
                .description("A day of orders is replayed in UAT")
                .role("ci")
                .maxAge(Duration.ofHours(24))
                .build();
        Change change = desk.as(alice).propose(rules, draft -> {
            draft.title("A template for ticks, and a replay for every change")
                    .rationale("Most changes of ticks are alike")
                    .rollbackPlan("A change of its own");
            draft.govern(now -> now.with(finerTicks)
                    .withPolicy(ApprovalPolicy.builder()
                            .from(now.policy())
                            .version(2)
                            .addChecks(replay)
                            .build()));
        });
        ChangePlan plan = desk.plan(change.id(), ChangeContext.none()).plan();
        desk.as(alice).submit(change.id(), plan.digest(), ChangeContext.none());
        desk.as(bob).approve(change.id(), plan.digest(), "read");
        desk.as(olga).apply(change.id(), plan.digest());
        out.println(desk.governance().policy().version());
        // endregion
    }

    @Test
    void standardChange_printsWhatThePageShows() {
        ChangeDesk desk = desk();
        govern(desk);
        // region: standard-change
        SpotMarket bitcoin = live.load(SpotMarket.class, "XXBTZUSD");
        Change change = desk.as(alice)
                .proposeStandard(
                        live.scope(),
                        "tick-step",
                        List.of(bitcoin.documentId()),
                        Map.of("tick size", "0.5"),
                        draft -> draft.policy(ChangePolicy.builder()
                                .tickPolicy(TickPolicy.GRANDFATHER)
                                .build()));
        ChangePlan plan = desk.plan(change.id(), ChangeContext.none()).plan();
        desk.as(alice).submit(change.id(), plan.digest(), ChangeContext.none());
        out.println(desk.explain(change.id()));
        Change ready = desk.as(ci)
                .report(
                        change.id(),
                        plan.digest(),
                        "uat-replay",
                        CheckOutcome.PASS,
                        "412 orders, none refused",
                        List.of());
        out.println(ready.state());
        try {
            desk.as(alice)
                    .proposeStandard(
                            live.scope(),
                            "tick-step",
                            List.of(bitcoin.documentId()),
                            Map.of("tick size", "50"),
                            draft -> {});
        } catch (ChangeRefusedException refused) {
            out.println(refused.getMessage());
        }
        // endregion
        Samples.assertOutput("standard-change", printed.toString(StandardCharsets.UTF_8));
    }
}
