package io.countersign.analytics;

import io.countersign.model.change.AttemptRefused;
import io.countersign.model.change.BaselineRecorded;
import io.countersign.model.change.ChangeAmended;
import io.countersign.model.change.ChangeApproved;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeOutcome;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.Decision;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.change.RiskAssessment;
import io.countersign.model.change.RiskTier;
import io.countersign.model.change.Verdict;
import io.countersign.model.change.VerdictCarried;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.change.VerdictSuperseded;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.Journal;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records what a change desk would, on a clock that tests move. */
final class Recorder {
    static final Instant START = Instant.parse("2026-01-30T12:00:00Z");
    static final Scope SCOPE = new Scope("kraken", "production");
    static final Digest POLICY = Digest.of(new byte[] {1});

    private Instant now = START;
    private int batches;
    private final InMemoryJournal memory = new InMemoryJournal(() -> now);
    private Journal journal = memory;

    InMemoryJournal journal() {
        return memory;
    }

    /** Records into another journal from now on, whose clock is this one. */
    void into(Journal other) {
        journal = other;
    }

    Instant now() {
        return now;
    }

    Recorder advance(Duration by) {
        now = now.plus(by);
        return this;
    }

    Recorder moveTo(Instant instant) {
        now = instant;
        return this;
    }

    void append(String actor, String stream, String type, Object payload) {
        appendAll(List.of(draft(actor, stream, type, payload)));
    }

    void baseline(ConfigSnapshot snapshot, Instant effectiveAt) {
        String stream = ChangeEvents.configStream(snapshot.scope());
        List<EventDraft> drafts = new ArrayList<>();
        drafts.add(draft(
                "importer",
                stream,
                ChangeEvents.BASELINE_RECORDED,
                BaselineRecorded.builder()
                        .scope(snapshot.scope())
                        .root(snapshot.root())
                        .documents(snapshot.size())
                        .effectiveAt(effectiveAt)
                        .build()));
        for (MarketDocument document : snapshot.documents().values()) {
            drafts.add(draft(
                    "importer",
                    stream,
                    ChangeEvents.DOCUMENT_RECORDED,
                    DocumentRecorded.builder()
                            .scope(snapshot.scope())
                            .document(document)
                            .digest(document.digest())
                            .effectiveAt(effectiveAt)
                            .build()));
        }
        appendAll(drafts);
    }

    void changed(String actor, String changeId, Digest plan, boolean rollback, SemanticDiff diff, Instant effectiveAt) {
        changed(SCOPE, actor, changeId, plan, rollback, diff, effectiveAt);
    }

    void changed(
            Scope scope,
            String actor,
            String changeId,
            Digest plan,
            boolean rollback,
            SemanticDiff diff,
            Instant effectiveAt) {
        append(
                actor,
                ChangeEvents.configStream(scope),
                ChangeEvents.CONFIG_CHANGED,
                ConfigChanged.builder()
                        .scope(scope)
                        .changeId(changeId)
                        .planDigest(plan)
                        .rollback(rollback)
                        .effectiveAt(effectiveAt)
                        .changes(diff)
                        .resultRoot(POLICY)
                        .build());
    }

    ChangeProposed proposal(String changeId, int revision, ConfigSnapshot base, SemanticDiff diff) {
        return ChangeProposed.builder()
                .changeId(changeId)
                .revision(revision)
                .scope(base.scope())
                .title("Coarsen the tick <of> " + changeId)
                .baseRoot(base.root())
                .changes(diff)
                .policy(ChangePolicy.none())
                .build();
    }

    void propose(String actor, ChangeProposed proposal) {
        append(actor, ChangeEvents.changeStream(proposal.changeId()), ChangeEvents.PROPOSED, proposal);
    }

    void amend(String actor, ChangeProposed proposal, List<VerdictSuperseded> superseded) {
        append(
                actor,
                ChangeEvents.changeStream(proposal.changeId()),
                ChangeEvents.AMENDED,
                ChangeAmended.builder()
                        .proposal(proposal)
                        .superseded(superseded)
                        .build());
    }

    ChangePlan plan(ChangeProposed proposal, ConfigSnapshot base) {
        return ChangePlan.builder()
                .changeId(proposal.changeId())
                .revision(proposal.revision())
                .scope(proposal.scope())
                .baseRoot(base.root())
                .resultRoot(proposal.changes().applyTo(base).root())
                .changes(proposal.changes())
                .inverse(proposal.changes().inverse())
                .policy(ChangePolicy.none())
                .report(ValidationReport.empty())
                .risk(RiskAssessment.builder().tier(RiskTier.MEDIUM).build())
                .policyDigest(POLICY)
                .rulesDigest(POLICY)
                .build();
    }

    ChangePlan submit(String actor, ChangeProposed proposal, ConfigSnapshot base, VerdictCarried... carried) {
        ChangePlan plan = plan(proposal, base);
        append(
                actor,
                ChangeEvents.changeStream(proposal.changeId()),
                ChangeEvents.SUBMITTED,
                ChangeSubmitted.builder()
                        .changeId(proposal.changeId())
                        .planDigest(plan.digest())
                        .plan(plan)
                        .addCarried(carried)
                        .build());
        return plan;
    }

    void verdict(String reviewer, String changeId, String requirement, Verdict verdict, Digest plan) {
        append(
                reviewer,
                ChangeEvents.changeStream(changeId),
                ChangeEvents.VERDICT_GIVEN,
                VerdictGiven.builder()
                        .changeId(changeId)
                        .requirement(requirement)
                        .verdict(verdict)
                        .planDigest(plan)
                        .policyDigest(POLICY)
                        .comment("seen")
                        .build());
    }

    void refused(String actor, String changeId, String action, String code) {
        append(
                actor,
                ChangeEvents.refusedStream(changeId),
                ChangeEvents.REFUSED,
                AttemptRefused.builder()
                        .changeId(changeId)
                        .action(action)
                        .code(code)
                        .message(actor + " may not " + action)
                        .build());
    }

    void approved(String changeId, Digest plan) {
        append(
                "desk",
                ChangeEvents.changeStream(changeId),
                ChangeEvents.APPROVED,
                ChangeApproved.builder()
                        .changeId(changeId)
                        .decision(Decision.builder()
                                .planDigest(plan)
                                .policyDigest(POLICY)
                                .permitted(true)
                                .build())
                        .build());
    }

    void applied(String changeId, Digest plan) {
        append(
                "desk",
                ChangeEvents.changeStream(changeId),
                ChangeEvents.APPLIED,
                ChangeOutcome.builder()
                        .changeId(changeId)
                        .planDigest(plan)
                        .outcome("as planned")
                        .build());
    }

    private EventDraft draft(String actor, String stream, String type, Object payload) {
        return new EventDraft(stream, type, ChangeEvents.SCHEMA_VERSION, Actor.of(actor), now, JsonText.of(payload));
    }

    private void appendAll(List<EventDraft> drafts) {
        batches++;
        journal.append(AppendBatch.of("batch-" + batches, drafts));
    }
}
