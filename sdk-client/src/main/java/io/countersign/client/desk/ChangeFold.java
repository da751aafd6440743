package io.countersign.client.desk;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.GivenReport;
import io.countersign.client.policy.GivenVerdict;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.change.ChangeAmended;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeApproved;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeHeldUp;
import io.countersign.model.change.ChangeOutcome;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.ChangeScheduled;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.CheckReported;
import io.countersign.model.change.GlassBroken;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import java.time.Instant;
import java.util.Optional;

/** The fold of a change out of its stream. Takes nothing that {@link ChangeFlow} does not allow. */
final class ChangeFold {
    private ChangeFold() {}

    /** The change that a stream's first entry opens. */
    static Change opened(JournalEntry entry) {
        if (!entry.type().equals(ChangeEvents.PROPOSED)) {
            throw new LedgerIntegrityException(
                    "The stream of a change must begin with " + ChangeEvents.PROPOSED + ": " + entry);
        }
        return Change.builder()
                .state(ChangeState.DRAFT)
                .proposal(entry.payloadAs(ChangeProposed.class))
                .author(entry.actor())
                .addEditors(entry.actor())
                .lastEditor(entry.actor())
                .inForce(false)
                .recordedAt(entry.recordedAt())
                .streamRevision(entry.revision())
                .nextSequence(entry.sequence() + 1)
                .build();
    }

    /**
     * A change after one more entry.
     *
     * @throws LedgerIntegrityException if the flow does not allow the entry here
     */
    static Change after(Change change, JournalEntry entry) {
        Change.Builder next = Change.builder();
        next.from(change)
                .state(ChangeFlow.after(change.state(), entry))
                .recordedAt(entry.recordedAt())
                .streamRevision(entry.revision())
                .nextSequence(entry.sequence() + 1);
        Optional<ChangeState> moved = ChangeFlow.find(entry.type()).flatMap(ChangeFlow.Transition::to);
        if (moved.isPresent()) {
            next.heldUpBy(Optional.empty());
        }
        if (moved.filter(state -> state != ChangeState.SUSPENDED).isPresent()) {
            next.schedule(Optional.empty()).scheduler(Optional.empty());
        }
        switch (entry.type()) {
            case ChangeEvents.AMENDED ->
                withoutPlan(next)
                        .proposal(entry.payloadAs(ChangeAmended.class).proposal())
                        .addEditors(entry.actor())
                        .lastEditor(entry.actor());
            case ChangeEvents.SUBMITTED -> submit(next, entry);
            case ChangeEvents.VERDICT_GIVEN -> next.addVerdicts(given(entry));
            case ChangeEvents.CHECK_REPORTED ->
                next.addReports(
                        new GivenReport(entry.actor(), entry.recordedAt(), entry.payloadAs(CheckReported.class)));
            case ChangeEvents.APPROVED ->
                next.decision(entry.payloadAs(ChangeApproved.class).decision()).approvedAt(entry.recordedAt());
            case ChangeEvents.SCHEDULED ->
                next.schedule(entry.payloadAs(ChangeScheduled.class)).scheduler(entry.actor());
            case ChangeEvents.UNSCHEDULED -> next.schedule(Optional.empty()).scheduler(Optional.empty());
            case ChangeEvents.REOPENED ->
                next.decision(Optional.empty())
                        .heldUpBy(entry.payloadAs(ChangeHeldUp.class).reason());
            case ChangeEvents.SUSPENDED, ChangeEvents.PAUSED ->
                next.heldUpBy(entry.payloadAs(ChangeHeldUp.class).reason());
            case ChangeEvents.APPLYING, ChangeEvents.ROLLING_BACK ->
                next.intent(entry.payloadAs(ChangeApplying.class))
                        .executor(entry.actor())
                        .addExecutors(entry.actor());
            case ChangeEvents.GLASS_BROKEN -> breakGlass(next, entry);
            case ChangeEvents.APPLIED -> next.inForce(true).appliedAt(entry.recordedAt());
            case ChangeEvents.ROLLED_BACK -> next.inForce(false);
            case ChangeEvents.FAILED ->
                next.heldUpBy(entry.payloadAs(ChangeOutcome.class).outcome());
            default -> {}
        }
        return next.build();
    }

    private static ImmutableChange.Builder withoutPlan(Change.Builder next) {
        return next.plan(Optional.empty())
                .planDigest(Optional.empty())
                .pinnedPolicy(Optional.empty())
                .decision(Optional.empty())
                .submittedAt(Optional.empty())
                .approvedAt(Optional.empty());
    }

    private static void submit(Change.Builder next, JournalEntry entry) {
        ChangeSubmitted submitted = entry.payloadAs(ChangeSubmitted.class);
        ChangePlan plan = submitted.plan();
        requireDigest(plan.digest(), submitted.planDigest(), "plan", entry);
        submitted.policy().ifPresent(text -> requireDigest(text.digest(), plan.policyDigest(), "policy", entry));
        submit(next, submitted, entry.actor(), entry.recordedAt());
    }

    private static void submit(Change.Builder next, ChangeSubmitted submitted, Actor actor, Instant at) {
        next.plan(submitted.plan())
                .planDigest(submitted.planDigest())
                .addEditors(actor)
                .lastEditor(actor)
                .submittedAt(at);
        submitted.policy().ifPresent(text -> next.pinnedPolicy(text.as(ApprovalPolicy.class)));
    }

    /** The change as it will be when somebody has submitted it. */
    static Change submitted(Change change, ChangeSubmitted submitted, Actor actor, Instant at) {
        Change.Builder next = Change.builder();
        next.from(change).state(ChangeState.IN_REVIEW);
        submit(next, submitted, actor, at);
        return next.build();
    }

    private static void breakGlass(Change.Builder next, JournalEntry entry) {
        GlassBroken broken = entry.payloadAs(GlassBroken.class);
        requireDigest(broken.plan().digest(), broken.intent().planDigest(), "plan", entry);
        next.plan(broken.plan())
                .planDigest(broken.intent().planDigest())
                .emergency(broken)
                .intent(broken.intent())
                .executor(entry.actor())
                .addExecutors(entry.actor());
    }

    private static GivenVerdict given(JournalEntry entry) {
        return new GivenVerdict(
                entry.actor(), entry.occurredAt(), entry.recordedAt(), entry.payloadAs(VerdictGiven.class));
    }

    private static void requireDigest(Digest actual, Digest named, String thing, JournalEntry entry) {
        if (!actual.equals(named)) {
            throw new LedgerIntegrityException("The " + thing + " in " + entry
                    + " is not the one that the entry names: " + actual + ", not " + named);
        }
    }
}
