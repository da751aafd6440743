package io.countersign.analytics;

import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeClosed;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeOutcome;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.Decision;
import io.countersign.model.change.GlassBroken;
import io.countersign.model.change.ReviewOutcome;
import io.countersign.model.change.TemplateReference;
import io.countersign.model.change.Verdict;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeTier;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Two months at a small exchange, in which something of every kind happens. The pages under docs show its answers.
 *
 * <ul>
 *   <li>CHG-1: a coarser tick for XBTUSD, approved by bob, carried out by carol.
 *   <li>CHG-2: lower fees, that dave approves and carries out himself; rolled back after 45 minutes.
 *   <li>CHG-3: margin tiers in an emergency on a Saturday night, by erin, who reviews it herself and too late.
 *   <li>CHG-4: a tick for ETHUSD, corrected by CHG-5 on the same day.
 *   <li>CHG-6: a tick that met drift for two hours.
 *   <li>CHG-7: a tick from a template.
 *   <li>CHG-8: higher fees, recorded a day late.
 * </ul>
 */
final class SampleHistory {
    private final Recorder recorder = new Recorder();
    private ConfigSnapshot live = Markets.start().with(fees("0.25", "0.16"));

    private SampleHistory() {}

    static InMemoryJournal journal() {
        return new SampleHistory().tell();
    }

    private InMemoryJournal tell() {
        recorder.baseline(live, recorder.now());

        at("2026-02-02T09:00:00Z");
        ChangePlan plan = submitted("alice", "CHG-1", Markets.spot("XBTUSD", "0.5", "0.0001"));
        after(Duration.ofMinutes(25));
        recorder.verdict("bob", "CHG-1", "market-ops", Verdict.APPROVE, plan.digest());
        recorder.approved("CHG-1", plan.digest());
        after(Duration.ofMinutes(10));
        carriedOut("carol", plan);

        at("2026-02-04T10:00:00Z");
        plan = submitted("dave", "CHG-2", fees("0.2", "0.1"));
        recorder.refused("dave", "CHG-2", "approve", "SELF_APPROVAL");
        after(Duration.ofMinutes(2));
        recorder.verdict("dave", "CHG-2", "finance", Verdict.APPROVE, plan.digest());
        recorder.approved("CHG-2", plan.digest());
        carriedOut("dave", plan);
        after(Duration.ofMinutes(45));
        rolledBack("dave", plan);

        at("2026-02-07T23:30:00Z");
        MarketDocument tiers = Markets.margin(
                "PF_XBTUSD", MarginTier.of("0", "0.04", "0.02"), MarginTier.of("500000", "0.08", "0.04"));
        ChangeProposed proposal = proposal("CHG-3", tiers);
        recorder.propose("erin", proposal);
        plan = recorder.plan(proposal, live);
        recorder.append(
                "erin",
                ChangeEvents.changeStream("CHG-3"),
                ChangeEvents.GLASS_BROKEN,
                GlassBroken.builder()
                        .changeId("CHG-3")
                        .incident("INC-7")
                        .justification("Liquidations cascade on PF_XBTUSD")
                        .plan(plan)
                        .bypassed(List.of("risk", "calendar"))
                        .reviewDue(recorder.now().plus(Duration.ofDays(2)))
                        .intent(intent(plan))
                        .build());
        live = live.with(tiers);
        done("erin", plan, false, recorder.now());
        at("2026-02-11T12:00:00Z");
        recorder.append(
                "erin",
                ChangeEvents.changeStream("CHG-3"),
                ChangeEvents.CLOSED,
                ChangeClosed.builder()
                        .changeId("CHG-3")
                        .outcome(ReviewOutcome.SUCCESSFUL_WITH_ISSUES)
                        .review("It worked")
                        .followUps(List.of())
                        .build());

        at("2026-03-02T08:00:00Z");
        plan = submitted("alice", "CHG-4", Markets.spot("ETHUSD", "0.1", "0.002"));
        after(Duration.ofMinutes(50));
        recorder.verdict("bob", "CHG-4", "market-ops", Verdict.APPROVE, plan.digest());
        recorder.approved("CHG-4", plan.digest());
        carriedOut("carol", plan);
        at("2026-03-02T15:00:00Z");
        plan = submitted("alice", "CHG-5", Markets.spot("ETHUSD", "0.05", "0.002"));
        after(Duration.ofMinutes(5));
        recorder.verdict("bob", "CHG-5", "market-ops", Verdict.APPROVE, plan.digest());
        recorder.approved("CHG-5", plan.digest());
        carriedOut("carol", plan);

        at("2026-03-04T09:00:00Z");
        plan = submitted("alice", "CHG-6", Markets.spot("XBTUSD", "1", "0.0001"));
        recorder.verdict("bob", "CHG-6", "market-ops", Verdict.APPROVE, plan.digest());
        recorder.approved("CHG-6", plan.digest());
        recorder.refused("carol", "CHG-6", "apply", "DRIFT");
        after(Duration.ofHours(2));
        carriedOut("carol", plan);

        at("2026-03-09T09:00:00Z");
        plan = submitted(
                "frank",
                ChangeProposed.builder()
                        .from(proposal("CHG-7", Markets.spot("ETHUSD", "0.5", "0.002")))
                        .template(TemplateReference.of("coarser-ticks", Recorder.POLICY))
                        .build());
        recorder.approved("CHG-7", plan.digest());
        carriedOut("frank", plan);

        at("2026-03-16T09:00:00Z");
        plan = submitted("alice", "CHG-8", fees("0.26", "0.16"));
        after(Duration.ofHours(3));
        recorder.verdict("bob", "CHG-8", "finance", Verdict.APPROVE, plan.digest());
        recorder.approved("CHG-8", plan.digest());
        applying("carol", plan);
        Instant effectiveAt = recorder.now();
        after(Duration.ofDays(1));
        live = plan.changes().applyTo(live);
        done("carol", plan, false, effectiveAt);
        return recorder.journal();
    }

    private ChangePlan submitted(String proposer, String changeId, MarketDocument document) {
        return submitted(proposer, proposal(changeId, document));
    }

    private ChangePlan submitted(String proposer, ChangeProposed proposal) {
        recorder.propose(proposer, proposal);
        return recorder.submit(proposer, proposal, live);
    }

    private ChangeProposed proposal(String changeId, MarketDocument document) {
        return recorder.proposal(changeId, 1, live, SemanticDiff.between(live, live.with(document)));
    }

    private void carriedOut(String actor, ChangePlan plan) {
        applying(actor, plan);
        after(Duration.ofMinutes(1));
        live = plan.changes().applyTo(live);
        done(actor, plan, false, recorder.now());
    }

    private void rolledBack(String actor, ChangePlan plan) {
        recorder.append(actor, ChangeEvents.changeStream(plan.changeId()), ChangeEvents.ROLLING_BACK, intent(plan));
        after(Duration.ofMinutes(1));
        live = plan.inverse().applyTo(live);
        done(actor, plan, true, recorder.now());
    }

    private void applying(String actor, ChangePlan plan) {
        recorder.append(actor, ChangeEvents.changeStream(plan.changeId()), ChangeEvents.APPLYING, intent(plan));
    }

    private void done(String actor, ChangePlan plan, boolean rollback, Instant effectiveAt) {
        recorder.changed(
                actor,
                plan.changeId(),
                plan.digest(),
                rollback,
                rollback ? plan.inverse() : plan.changes(),
                effectiveAt);
        recorder.append(
                "desk",
                ChangeEvents.changeStream(plan.changeId()),
                rollback ? ChangeEvents.ROLLED_BACK : ChangeEvents.APPLIED,
                ChangeOutcome.builder()
                        .changeId(plan.changeId())
                        .planDigest(plan.digest())
                        .outcome("as planned")
                        .build());
    }

    private static ChangeApplying intent(ChangePlan plan) {
        return ChangeApplying.builder()
                .changeId(plan.changeId())
                .planDigest(plan.digest())
                .applyKey(plan.changeId() + "/apply")
                .decision(Decision.builder()
                        .planDigest(plan.digest())
                        .policyDigest(Recorder.POLICY)
                        .permitted(true)
                        .build())
                .build();
    }

    private static FeeSchedule fees(String taker, String maker) {
        return FeeSchedule.builder()
                .venue("kraken")
                .id("spot")
                .addTiers(FeeTier.builder()
                        .threshold(Notional.of("0"))
                        .maker(Percent.of(maker))
                        .taker(Percent.of(taker))
                        .build())
                .build();
    }

    private void at(String instant) {
        recorder.moveTo(Instant.parse(instant));
    }

    private void after(Duration time) {
        recorder.advance(time);
    }
}
