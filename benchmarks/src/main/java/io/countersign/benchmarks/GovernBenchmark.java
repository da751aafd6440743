package io.countersign.benchmarks;

import io.countersign.audit.AuditLedger;
import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.desk.Change;
import io.countersign.client.desk.ChangeDesk;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Principal;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;

/**
 * One change of 2,000 markets from proposal to approval on a ledger in a file, step by step, and one decision on it. The limit is to
 * judge the same change with every rule and no desk around it.
 */
final class GovernBenchmark implements Benchmarks.Benchmark {
    private static final int MARKETS = 2_000;
    private static final int WARM_UP = 4;
    private static final int COUNTED = 11;
    private static final Scope SCOPE = new Scope("kraken", "benchmark");
    private static final Principal ALICE = Principal.of("alice", "proposer");
    private static final Principal BOB = Principal.of("bob", "reviewer");
    private static final TickSize COARSER = TickSize.of("1");

    /** The times of one change, in milliseconds. */
    private record Steps(double propose, double plan, double submit, double approve) {
        double whole() {
            return propose + plan + submit + approve;
        }
    }

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        Path folder = Files.createTempDirectory("countersign-govern");
        ConfigSnapshot live = ConfigSnapshot.of(
                SCOPE,
                new KrakenSpot()
                        .read("made up", new ByteArrayInputStream(SpotResponse.made(MARKETS)))
                        .documents());
        ConfigSnapshot after = ConfigSnapshot.of(
                SCOPE,
                live.all(SpotMarket.class).stream()
                        .map(market -> market.withTickSize(COARSER))
                        .toList());
        Validator validator = Validator.of(Catalogue.standard());
        InstantSource clock = InstantSource.system();
        try (AuditLedger ledger = AuditLedger.open(folder.resolve("govern.db"), clock)) {
            ChangeDesk desk = ChangeDesk.builder()
                    .journal(ledger)
                    .gateway(new SimulatedExchange(live))
                    .directory(Directory.of(List.of(ALICE, BOB)))
                    .policy(ApprovalPolicy.of(
                            "benchmark", "proposer", "operator", ApprovalRequirement.of("peer-review", "reviewer")))
                    .clock(clock)
                    .build();
            desk.recordBaseline(ALICE.actor(), live, clock.instant());
            List<Steps> rounds = new ArrayList<>();
            String last = "";
            for (int round = -WARM_UP; round < COUNTED; round++) {
                progress.println("govern, change " + (round + WARM_UP) + " of " + (WARM_UP + COUNTED));
                List<String> ids = new ArrayList<>();
                Steps steps = fromProposalToApproval(desk, ids);
                last = ids.get(0);
                if (round >= 0) {
                    rounds.add(steps);
                }
            }
            String approved = last;
            Callable<?> judge = () -> validator.assess(live, after, ChangeContext.none());
            Callable<?> decide = () -> desk.evaluate(approved);
            double[] medians = new Rounds(20, 41).medians(judge, decide);
            return measurements(rounds, medians[0], medians[1]);
        } finally {
            delete(folder);
        }
    }

    private static Steps fromProposalToApproval(ChangeDesk desk, List<String> ids) {
        long start = System.nanoTime();
        Change change = desk.as(ALICE).propose(SCOPE, draft -> {
            draft.title("Coarser ticks").rationale("Too many levels").rollbackPlan("The inverse");
            draft.policy(
                    ChangePolicy.builder().tickPolicy(TickPolicy.GRANDFATHER).build());
            draft.editAll(SpotMarket.class, market -> true, market -> market.withTickSize(COARSER));
        });
        long proposed = System.nanoTime();
        ChangePlan plan = desk.plan(change.id(), ChangeContext.none()).plan();
        long planned = System.nanoTime();
        desk.as(ALICE).submit(change.id(), plan.digest(), ChangeContext.none());
        long submitted = System.nanoTime();
        desk.as(BOB).approve(change.id(), plan.digest(), "read");
        long approved = System.nanoTime();
        ids.add(change.id());
        return new Steps(
                (proposed - start) / 1e6,
                (planned - proposed) / 1e6,
                (submitted - planned) / 1e6,
                (approved - submitted) / 1e6);
    }

    private static List<Measurement> measurements(List<Steps> rounds, double judging, double deciding) {
        Measurement judge = Measurement.of("judge 2,000 changed markets with every rule", judging, "ms");
        return List.of(
                judge,
                Measurement.of("from proposal to approval, 2,000 markets", median(rounds, Steps::whole), "ms")
                        .against(judge),
                Measurement.of("  propose", median(rounds, Steps::propose), "ms"),
                Measurement.of("  plan", median(rounds, Steps::plan), "ms").against(judge),
                Measurement.of("  submit, which plans again", median(rounds, Steps::submit), "ms")
                        .against(judge),
                Measurement.of("  approve", median(rounds, Steps::approve), "ms"),
                Measurement.of("decide on 2,000 changed markets", deciding, "ms"));
    }

    private static double median(List<Steps> rounds, ToDoubleFunction<Steps> step) {
        return Rounds.median(rounds.stream().mapToDouble(step).toArray());
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
