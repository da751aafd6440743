package io.countersign.examples.quickstart;

import io.countersign.analytics.Approval;
import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.ExportManifest;
import io.countersign.analytics.FieldBlame;
import io.countersign.analytics.LedgerExporter;
import io.countersign.audit.AuditLedger;
import io.countersign.audit.Ed25519Signer;
import io.countersign.audit.VerificationReport;
import io.countersign.audit.proof.EntryProofVerifier;
import io.countersign.audit.proof.VerifiedEntry;
import io.countersign.client.desk.Change;
import io.countersign.client.desk.ChangeDesk;
import io.countersign.client.desk.ChangeRefusedException;
import io.countersign.client.desk.DeskSession;
import io.countersign.client.desk.Explanation;
import io.countersign.client.desk.PlannedChange;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Principal;
import io.countersign.client.readiness.ReadinessReport;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.change.RiskTier;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Instants;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.kraken.KrakenFutures;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Three changes to Kraken's markets on an embedded ledger: one that the rules block, one that is applied, and one that is applied
 * and rolled back. Prints what happens, and leaves a ledger, an export and a report.
 */
public final class Quickstart {
    private static final Scope SCOPE = new Scope("kraken", "production");
    private static final String ORIGIN = "countersign.example/quickstart";
    private static final String TICK_MARKET = "XXBTZUSD";
    private static final String FEE_MARKET = "XETHZUSD";
    private static final String SCHEDULE = "pi_xbtusd:professional";

    private static final int LINE_MAX = 100;

    private static final Principal ALICE = Principal.of("alice", "proposer");
    private static final Principal BOB = Principal.of("bob", "reviewer");
    private static final Principal CAROL = Principal.of("carol", "risk-officer");
    private static final Principal OLGA = Principal.of("olga", "operator");

    private final Path folder;
    private final PrintWriter out;
    private final InstantSource clock;
    private final ChangeContext facts = DemoMarkets.facts();
    private final List<ReadinessReport> reports = new ArrayList<>();

    /**
     * Prepares a run.
     *
     * @param folder where everything is written: empty, or left by an earlier run, which is replaced
     * @param out where the tour is printed
     * @param clock what dates the entries
     */
    public Quickstart(Path folder, PrintWriter out, InstantSource clock) {
        this.folder = folder;
        this.out = out;
        this.clock = clock;
    }

    /** The small response of AssetPairs that comes with the quick start. */
    public static VenueReading demoSpot() {
        return new KrakenSpot().read("kraken-assetpairs.json", DemoMarkets.spot());
    }

    /** The small response of instruments that comes with the quick start. */
    public static VenueReading demoFutures() {
        return new KrakenFutures().read("kraken-futures-instruments.json", DemoMarkets.futures());
    }

    /** Runs every step on these two responses. */
    public void run(VenueReading spot, VenueReading futures) throws IOException {
        startAfresh();
        ConfigSnapshot baseline = read(spot, futures);
        Ed25519Signer signer = Ed25519Signer.generate(ORIGIN);
        SimulatedExchange exchange = new SimulatedExchange(baseline);
        try (AuditLedger ledger = AuditLedger.builder()
                .file(file("audit.db"))
                .clock(clock)
                .signer(signer)
                .build()) {
            ChangeDesk desk = openDesk(ledger, exchange);
            recordBaseline(desk, baseline);
            blockedFeeChange(desk);
            Change tick = reviewedTickChange(desk);
            Instant beforeTheChange = clock.instant();
            applyTick(desk, exchange, tick);
            marginChangeRolledBack(desk, exchange);
            VerificationReport verified = verifyLedger(ledger);
            String proof = proveApproval(ledger, signer.vkey(), tick.id());
            ExportManifest manifest = export(ledger);
            try (AuditWarehouse warehouse = AuditWarehouse.open(file("export"))) {
                Answers answers = ask(warehouse, beforeTheChange, tick.id());
                Files.writeString(
                        file("report.html"),
                        new QuickstartReport(reports, verified, ledger.checkpoint(), signer.vkey(), proof, answers)
                                .page());
            }
            summary(manifest);
        }
    }

    /** A folder that holds something else is left alone; what an earlier run made is removed. */
    private void startAfresh() throws IOException {
        Files.createDirectories(folder);
        Path marker = file(".countersign-quickstart");
        try (Stream<Path> inside = Files.list(folder)) {
            if (!Files.exists(marker) && inside.findAny().isPresent()) {
                throw new FolderInUseException("The folder " + folder
                        + " holds files that are not the quick start's; name an empty one, or one of an earlier run");
            }
        }
        Files.writeString(
                marker, "Everything in this folder was made by the quick start, and goes when it runs again.\n");
        for (String left : List.of(
                "audit.db",
                "audit.db-wal",
                "audit.db-shm",
                "audit.db.lock",
                "audit.vkey",
                "approval.proof",
                "report.html",
                "export")) {
            if (Files.exists(file(left))) {
                try (Stream<Path> inside = Files.walk(file(left))) {
                    for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
    }

    private ConfigSnapshot read(VenueReading spot, VenueReading futures) {
        step("Read the venue's responses into typed documents");
        List<MarketDocument> documents = new ArrayList<>(spot.documents());
        documents.addAll(futures.documents());
        say("Kraken spot: " + spot.marketsRead() + " of " + spot.marketsSeen() + " pairs became documents");
        spot.report().findings().forEach(finding -> say("  " + finding));
        say("Kraken futures: " + futures.marketsRead() + " of " + futures.marketsSeen()
                + " instruments became documents");
        futures.report().findings().forEach(finding -> say("  " + finding));
        return ConfigSnapshot.of(SCOPE, documents);
    }

    private ChangeDesk openDesk(AuditLedger ledger, SimulatedExchange exchange) {
        return ChangeDesk.builder()
                .journal(ledger)
                .gateway(exchange)
                .clock(clock)
                .directory(Directory.of(List.of(ALICE, BOB, CAROL, OLGA)))
                .policy(ApprovalPolicy.builder()
                        .id("kraken-production")
                        .version(1)
                        .proposerRole("proposer")
                        .applierRole("operator")
                        .addRequirements(
                                ApprovalRequirement.builder()
                                        .id("peer-review")
                                        .description("Somebody else has read the diff and the scenarios")
                                        .role("reviewer")
                                        .build(),
                                ApprovalRequirement.builder()
                                        .id("risk-officer")
                                        .description("Risk has seen who would be liquidated")
                                        .role("risk-officer")
                                        .fromTier(RiskTier.HIGH)
                                        .vetoBlocks(true)
                                        .build())
                        .build())
                .build();
    }

    private void recordBaseline(ChangeDesk desk, ConfigSnapshot baseline) {
        step("Record the baseline in the ledger");
        desk.recordBaseline(ALICE.actor(), baseline, clock.instant());
        say(baseline.toString());
    }

    private void blockedFeeChange(ChangeDesk desk) {
        step("A maker rebate above the taker fee: blocked");
        DeskSession alice = desk.as(ALICE);
        Change change = alice.propose(
                SCOPE,
                draft -> draft.title(FEE_MARKET + ": maker rebate of 0.10 % in the top tier")
                        .rationale("Win market makers")
                        .rollbackPlan("Apply the inverse")
                        .edit(SpotMarket.class, FEE_MARKET, Quickstart::withTopRebate));
        PlannedChange planned = desk.plan(change.id(), facts);
        show(desk, change, planned);
        refused(() -> alice.submit(change.id(), planned.plan().digest(), facts));
        alice.cancel(change.id(), "The rebate would be paid out of nothing");
    }

    private Change reviewedTickChange(ChangeDesk desk) {
        step("A coarser tick on a market with resting orders: reviewed");
        DeskSession alice = desk.as(ALICE);
        DeskSession bob = desk.as(BOB);
        Change change = alice.propose(
                SCOPE,
                draft -> draft.title(TICK_MARKET + ": tick size 0.1 to 1")
                        .rationale("The book is spread over too many price levels")
                        .rollbackPlan("Apply the inverse; orders that were moved stay where they are")
                        .edit(SpotMarket.class, TICK_MARKET, market -> market.withTickSize(TickSize.of("1"))));
        PlannedChange withoutPolicy = desk.plan(change.id(), facts);
        say("Without a tick policy:");
        withoutPolicy.plan().report().of("T-TCK-01").forEach(finding -> say("  " + finding));

        alice.amend(
                change.id(),
                draft -> draft.policy(ChangePolicy.builder()
                        .tickPolicy(TickPolicy.CANCEL_OFF_GRID)
                        .build()));
        PlannedChange first = desk.plan(change.id(), facts);
        alice.submit(change.id(), first.plan().digest(), facts);
        say("The proposer tries to approve:");
        refused(() -> alice.approve(change.id(), first.plan().digest(), "fine by me"));
        bob.approve(change.id(), first.plan().digest(), "Diff and scenario read");
        say("Approved by bob: plan " + first.plan().digest());

        Change amended = alice.amend(
                change.id(),
                draft -> draft.policy(ChangePolicy.builder()
                        .tickPolicy(TickPolicy.ROUND_PASSIVE)
                        .build()));
        say("An edit after approval voids it: " + change.id() + " is " + amended.state() + ", verdicts that count: "
                + amended.verdictsOnPlan().size());
        say("The old plan can no longer be applied:");
        refused(() -> desk.as(OLGA).apply(change.id(), first.plan().digest()));
        PlannedChange second = desk.plan(change.id(), facts);
        alice.submit(change.id(), second.plan().digest(), facts);
        Change approved = bob.approve(change.id(), second.plan().digest(), "Moving orders is kinder than cancelling");
        say(Explanation.of(approved, desk.evaluate(change.id())));
        show(desk, approved, second);
        return approved;
    }

    private void applyTick(ChangeDesk desk, SimulatedExchange exchange, Change tick) {
        step("Apply exactly the approved plan, read back, verify");
        Change applied =
                desk.as(OLGA).apply(tick.id(), tick.plan().orElseThrow().digest());
        say(applied.id() + " is " + applied.state() + "; the exchange reads back tick size "
                + exchange.read(SCOPE)
                        .snapshot()
                        .load(SpotMarket.class, TICK_MARKET)
                        .priceRule()
                        .tickSize());
    }

    private void marginChangeRolledBack(ChangeDesk desk, SimulatedExchange exchange) {
        step("A higher maintenance margin on a live perpetual: applied, then rolled back");
        DeskSession alice = desk.as(ALICE);
        Change change = alice.propose(
                SCOPE,
                draft -> draft.title("pi_xbtusd: margins from 500,000 contracts, 4 % and 2 % to 6 % and 3 %")
                        .rationale("Liquidations in this tier have eaten into the insurance fund")
                        .rollbackPlan("Apply the inverse")
                        .policy(ChangePolicy.builder()
                                .marginPolicy(MarginPolicy.ALL_POSITIONS)
                                .build())
                        .edit(
                                MarginSchedule.class,
                                SCHEDULE,
                                schedule -> withMargins(schedule, "500000", "0.06", "0.03")));
        PlannedChange all = desk.plan(change.id(), facts);
        say("Applied to all positions:");
        all.plan().scenarios().forEach(scenario -> {
            say("  " + scenario.scenario() + ": " + scenario.summary());
            scenario.worst().forEach(line -> say("    " + line));
        });
        refused(() -> alice.submit(change.id(), all.plan().digest(), facts));

        alice.amend(
                change.id(),
                draft -> draft.policy(ChangePolicy.builder()
                        .marginPolicy(MarginPolicy.NEW_POSITIONS_ONLY)
                        .build()));
        PlannedChange planned = desk.plan(change.id(), facts);
        alice.submit(change.id(), planned.plan().digest(), facts);
        desk.as(BOB).approve(change.id(), planned.plan().digest(), "Only new positions: agreed");
        Change approved = desk.as(CAROL).approve(change.id(), planned.plan().digest(), "Nobody is liquidated by it");
        show(desk, approved, planned);
        desk.as(OLGA).apply(change.id(), planned.plan().digest());
        Change undone = desk.as(OLGA).rollback(change.id(), "The margin calculator of the app shows the old tier");
        say(undone.id() + " is " + undone.state() + "; the exchange reads back maintenance margin "
                + maintenance(exchange.read(SCOPE).snapshot().load(MarginSchedule.class, SCHEDULE), "500000"));
    }

    private VerificationReport verifyLedger(AuditLedger ledger) {
        step("Verify the ledger: every leaf, tile and root again");
        ledger.checkpoint();
        VerificationReport verified = ledger.verify();
        say(verified.toString());
        return verified;
    }

    private String proveApproval(AuditLedger ledger, String vkey, String changeId) throws IOException {
        step("Prove one approval to somebody who trusts only the public key");
        List<JournalEntry> approvals = ledger.read(EntryQuery.builder().stream(ChangeEvents.changeStream(changeId))
                        .type(ChangeEvents.APPROVED)
                        .build())
                .toList();
        JournalEntry approval = approvals.get(approvals.size() - 1);
        String proof = ledger.prove(approval.sequence());
        Files.writeString(file("approval.proof"), proof);
        Files.writeString(file("audit.vkey"), vkey + "\n");
        proof.strip().lines().map(Quickstart::shortened).forEach(this::say);
        VerifiedEntry verified = EntryProofVerifier.verify(proof, vkey);
        say("Checked offline with the public key alone: entry " + verified.index() + " is one of the "
                + verified.checkpoint().size() + " of " + verified.checkpoint().origin());
        return proof;
    }

    private ExportManifest export(AuditLedger ledger) {
        step("Export to Parquet");
        ExportManifest manifest = LedgerExporter.builder()
                .journal(ledger)
                .checkpoint(() -> Optional.of(ledger.checkpoint()))
                .build()
                .export(file("export"));
        say(manifest.size() + " entries, root " + manifest.root());
        return manifest;
    }

    private Answers ask(AuditWarehouse warehouse, Instant beforeTheChange, String changeId) {
        step("Ask about the past");
        Instant now = clock.instant();
        DocumentId market = DocumentId.parse("spot-market/kraken/" + TICK_MARKET);
        ConfigSnapshot before = warehouse.asOf(SCOPE, beforeTheChange, now);
        ConfigSnapshot today = warehouse.asOf(SCOPE, now, now);
        SemanticDiff since = SemanticDiff.between(before, today);
        say("In force at " + Instants.format(beforeTheChange) + ": tick size of " + TICK_MARKET + " was "
                + before.load(SpotMarket.class, TICK_MARKET).priceRule().tickSize());
        say("What has changed since:");
        since.changes().forEach(change -> say("  " + change));
        List<FieldBlame> blame = warehouse.blame(market).stream()
                .filter(field -> field.changeId().isPresent())
                .toList();
        say("Who last changed a field of " + TICK_MARKET + ":");
        blame.forEach(field -> say("  " + field));
        List<Approval> approvals = warehouse.approvals(changeId);
        say("Who approved what:");
        approvals.forEach(
                approval -> say("  " + approval.toString().lines().findFirst().orElse("")));
        return new Answers(beforeTheChange, since, blame, approvals);
    }

    private void summary(ExportManifest manifest) {
        step("Written");
        for (String name : List.of("audit.db", "audit.vkey", "approval.proof", "export", "report.html")) {
            say(file(name).toString());
        }
        say("Next: countersign ledger verify " + file("audit.db") + ", or countersign query " + file("export")
                + " \"SELECT type, count(*) FROM audit_entry GROUP BY type ORDER BY 2 DESC\" over its "
                + manifest.size()
                + " entries");
    }

    private void show(ChangeDesk desk, Change change, PlannedChange planned) {
        ReadinessReport report = desk.readiness(change.id(), planned);
        reports.add(report);
        say(report.toText());
    }

    private void refused(Runnable attempt) {
        try {
            attempt.run();
        } catch (ChangeRefusedException e) {
            say("  refused, " + e.refusal() + ": "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return;
        }
        throw new IllegalStateException("The desk let something pass that it must refuse");
    }

    private static SpotMarket withTopRebate(SpotMarket market) {
        FeeLadder fees = market.fees().orElseThrow();
        List<FeeStep> maker = new ArrayList<>(fees.maker().orElseThrow());
        FeeStep top = maker.remove(maker.size() - 1);
        maker.add(FeeStep.builder()
                .threshold(top.threshold())
                .fee(Percent.of("-0.1"))
                .build());
        return market.withFees(FeeLadder.builder().from(fees).maker(maker).build());
    }

    private static MarginSchedule withMargins(
            MarginSchedule schedule, String lowerBound, String initial, String maintenance) {
        List<MarginTier> tiers = schedule.tiers().stream()
                .<MarginTier>map(tier -> tier.lowerBound().toString().equals(lowerBound)
                        ? MarginTier.builder()
                                .from(tier)
                                .initialMargin(Rate.of(initial))
                                .maintenanceMargin(Rate.of(maintenance))
                                .build()
                        : tier)
                .toList();
        return MarginSchedule.builder().from(schedule).tiers(tiers).build();
    }

    private static Rate maintenance(MarginSchedule schedule, String lowerBound) {
        return schedule.tiers().stream()
                .filter(tier -> tier.lowerBound().toString().equals(lowerBound))
                .findFirst()
                .orElseThrow()
                .maintenanceMargin();
    }

    private static String shortened(String line) {
        return line.length() <= LINE_MAX
                ? line
                : line.substring(0, LINE_MAX) + "... (" + line.length() + " characters)";
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void step(String title) {
        out.println();
        out.println("== " + title);
    }

    private void say(String text) {
        out.println(text);
    }

    /** The folder to write to holds somebody else's files: bad usage. Nothing was touched. */
    public static final class FolderInUseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FolderInUseException(String message) {
            super(message);
        }
    }

    /** What the warehouse answered. */
    record Answers(Instant beforeTheChange, SemanticDiff since, List<FieldBlame> blame, List<Approval> approvals) {}
}
