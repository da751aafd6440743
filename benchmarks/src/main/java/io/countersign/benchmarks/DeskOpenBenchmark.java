package io.countersign.benchmarks;

import io.countersign.audit.AuditLedger;
import io.countersign.client.desk.ChangeDesk;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Principal;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.model.change.ChangeEnded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Opening a desk over a ledger of a million entries: what is in force in a scope of 1,500 markets that changed 5,000 times, and which of
 * the changes are open. The first time ever the whole journal is read; from then on what it keeps saves that. The limit is to read all
 * entries once.
 */
final class DeskOpenBenchmark implements Benchmarks.Benchmark {
    private static final int ENTRIES = 1_000_000;
    private static final int CONFIG_CHANGES = 5_000;
    private static final int MARKETS = 1_500;
    private static final int OPEN = 100;
    private static final int BATCH = 1_000;
    private static final int ROUNDS = 7;
    private static final Scope SCOPE = new Scope("kraken", "benchmark");
    private static final Principal ALICE = Principal.of("alice", "proposer");
    private static final InstantSource CLOCK = InstantSource.system();

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        Path folder = Files.createTempDirectory("countersign-desk-open");
        Path file = folder.resolve("desk.db");
        try {
            ConfigSnapshot live = ConfigSnapshot.of(
                    SCOPE,
                    new KrakenSpot()
                            .read("made up", new ByteArrayInputStream(SpotResponse.made(MARKETS)))
                            .documents());
            fill(file, live, progress);
            double first = open(file, live);
            double[] again = new double[ROUNDS];
            double[] reading = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                progress.println("desk-open, round " + (round + 1) + " of " + ROUNDS);
                again[round] = open(file, live);
                reading[round] = readAll(file);
            }
            Measurement limit = Measurement.of("read 1,000,000 entries once", Rounds.median(reading), "ms");
            return List.of(
                    limit,
                    Measurement.of("open a desk over 1,000,000 entries, the first time ever", first, "ms")
                            .against(limit),
                    Measurement.of("open a desk over 1,000,000 entries", Rounds.median(again), "ms")
                            .against(limit));
        } finally {
            GovernBenchmark.delete(folder);
        }
    }

    /** The time until a desk knows what is in force and has every open change at hand. */
    private static double open(Path file, ConfigSnapshot live) {
        long start = System.nanoTime();
        try (AuditLedger ledger = AuditLedger.open(file, CLOCK)) {
            ChangeDesk desk = desk(ledger, live);
            if (desk.head(SCOPE).size() != live.size() || desk.open().size() != OPEN) {
                throw new IllegalStateException("The desk does not know what it should: " + desk.head(SCOPE) + ", "
                        + desk.open().size() + " open");
            }
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static double readAll(Path file) {
        long start = System.nanoTime();
        int count = 0;
        try (AuditLedger ledger = AuditLedger.open(file, CLOCK);
                EntryCursor entries = ledger.read(EntryQuery.builder().build())) {
            while (entries.hasNext()) {
                entries.next();
                count++;
            }
        }
        if (count < ENTRIES) {
            throw new IllegalStateException("Only " + count + " entries");
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static ChangeDesk desk(AuditLedger ledger, ConfigSnapshot live) {
        return ChangeDesk.builder()
                .journal(ledger)
                .gateway(new SimulatedExchange(live))
                .directory(Directory.of(List.of(ALICE)))
                .policy(ApprovalPolicy.of(
                        "benchmark", "proposer", "operator", ApprovalRequirement.of("peer-review", "reviewer")))
                .clock(CLOCK)
                .build();
    }

    private static void fill(Path file, ConfigSnapshot live, PrintWriter progress) {
        try (AuditLedger ledger = AuditLedger.open(file, CLOCK)) {
            ChangeDesk desk = desk(ledger, live);
            desk.recordBaseline(ALICE.actor(), live, CLOCK.instant());
            List<EventDraft> drafts = new ArrayList<>();
            ConfigSnapshot snapshot = live;
            List<SpotMarket> markets = live.all(SpotMarket.class);
            int perChange = (ENTRIES - MARKETS) / CONFIG_CHANGES;
            for (int change = 0; change < CONFIG_CHANGES; change++) {
                if (change % 500 == 0) {
                    progress.println("desk-open, filling: change " + change + " of " + CONFIG_CHANGES);
                }
                SpotMarket market = markets.get(change % markets.size());
                ConfigSnapshot next = snapshot.with(
                        market.withTickSize(TickSize.of((change / markets.size()) % 2 == 0 ? "0.5" : "0.25")));
                drafts.add(changed(change, snapshot, next));
                snapshot = next;
                for (int entry = 1; entry < perChange; entry++) {
                    drafts.add(ended(change, entry));
                }
                if (drafts.size() >= BATCH) {
                    ledger.append(AppendBatch.of(String.format(Locale.ROOT, "fill-%08d", change), drafts));
                    drafts.clear();
                }
            }
            ledger.append(AppendBatch.of("fill-last", drafts.isEmpty() ? List.of(ended(0, 1)) : drafts));
            for (int i = 0; i < OPEN; i++) {
                SpotMarket market = markets.get(i);
                desk.as(ALICE)
                        .propose(
                                SCOPE,
                                draft -> draft.title("Coarser tick")
                                        .edit(
                                                SpotMarket.class,
                                                market.id(),
                                                now -> now.withTickSize(TickSize.of("5"))));
            }
            while (ledger.head().size() < ENTRIES) {
                ledger.append(AppendBatch.of("pad-" + ledger.head().size(), List.of(ended(1, (int)
                        ledger.head().size()))));
            }
        }
    }

    private static EventDraft changed(int change, ConfigSnapshot before, ConfigSnapshot after) {
        ConfigChanged changed = ConfigChanged.builder()
                .scope(SCOPE)
                .changeId("OLD-" + change)
                .planDigest(Digest.ofCanonical(change))
                .rollback(false)
                .effectiveAt(Instant.EPOCH)
                .changes(SemanticDiff.between(before, after))
                .resultRoot(after.root())
                .build();
        return draft(ChangeEvents.configStream(SCOPE), ChangeEvents.CONFIG_CHANGED, changed);
    }

    /** The fillers are ends of changes: the index of open changes has to look at each. */
    private static EventDraft ended(int change, int entry) {
        String id = "OLD-" + change + "-" + entry;
        return draft(
                ChangeEvents.changeStream(id),
                ChangeEvents.CANCELLED,
                ChangeEnded.builder().changeId(id).reason("filler").build());
    }

    private static EventDraft draft(String stream, String type, Object payload) {
        return new EventDraft(stream, type, 1, Actor.of("filler"), Instant.EPOCH, JsonText.of(payload));
    }
}
