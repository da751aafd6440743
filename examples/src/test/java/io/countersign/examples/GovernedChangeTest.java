package io.countersign.examples;

import io.countersign.client.desk.Change;
import io.countersign.client.desk.ChangeDesk;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Principal;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's governed change: from nothing to a plan that is approved. */
class GovernedChangeTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final InstantSource clock = () -> Instant.parse("2026-01-12T09:00:00Z");

    @Test
    void governedChange_printsWhatTheReadmeShows() throws IOException {
        try (InputStream assetPairs = GovernedChangeTest.class.getResourceAsStream("fixtures/kraken-assetpairs.json")) {
            // region: governed-change
            var markets = new KrakenSpot().read("AssetPairs", assetPairs).documents();
            var live = ConfigSnapshot.of(new Scope("kraken", "production"), markets);
            var alice = Principal.of("alice", "proposer");
            var bob = Principal.of("bob", "reviewer");
            var policy = ApprovalPolicy.of(
                    "spot", "proposer", "operator", ApprovalRequirement.of("peer-review", "reviewer"));
            var desk = ChangeDesk.builder()
                    .journal(new InMemoryJournal(clock)) // AuditLedger.open(file, clock) is one that can be proven
                    .gateway(new SimulatedExchange(live))
                    .directory(Directory.of(List.of(alice, bob)))
                    .policy(policy)
                    .clock(clock)
                    .build();
            desk.recordBaseline(alice.actor(), live, clock.instant());

            Change change = desk.as(alice).propose(live.scope(), draft -> {
                draft.title("Coarser tick on XBT/USD")
                        .rationale("Too many levels")
                        .rollbackPlan("The inverse");
                draft.policy(ChangePolicy.builder()
                        .tickPolicy(TickPolicy.GRANDFATHER)
                        .build());
                draft.edit(SpotMarket.class, "XXBTZUSD", market -> market.withTickSize(TickSize.of("1")));
            });
            ChangePlan plan = desk.plan(change.id(), ChangeContext.none()).plan();
            desk.as(alice).submit(change.id(), plan.digest(), ChangeContext.none());
            out.println(desk.explain(change.id()));
            Change approved = desk.as(bob).approve(change.id(), plan.digest(), "I have read the diff");
            out.println(approved.state());
            // endregion
        }
        Samples.assertOutput("governed-change", printed.toString(StandardCharsets.UTF_8));
    }
}
