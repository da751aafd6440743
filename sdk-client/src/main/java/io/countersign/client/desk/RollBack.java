package io.countersign.client.desk;

import io.countersign.model.ChangeConflictException;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.Decision;
import io.countersign.model.journal.Actor;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Undoing a change by the inverse that was approved with it: one that is in force, or one of which nobody knows whether it is. */
final class RollBack {
    private final DeskParts parts;
    private final ApplyGuard guard;
    private final Execution execution;

    RollBack(DeskParts parts, ApplyGuard guard, Execution execution) {
        this.parts = parts;
        this.guard = guard;
        this.execution = execution;
    }

    void carryOut(Change change, Actor executor, String reason) {
        guard.requireMarkets(change, "roll back");
        ChangePlan plan = DeskParts.planOf(change);
        requireInTime(change, parts.journal().now());
        Head head = parts.journal().head(plan.scope());
        guard.requireFree(change, head, plan.scope());
        requireUntouched(change, plan, head);
        Optional<ConfigSnapshot> without = withoutIt(plan);
        ConfigSnapshot expected = without.orElseGet(() -> guard.expectedAfter(plan.scope(), plan.inverse()));
        ChangeApplying applying = ChangeApplying.builder()
                .changeId(change.id())
                .planDigest(DeskParts.planDigestOf(change))
                .applyKey(change.id() + "/" + change.proposal().revision() + "/rollback/" + change.streamRevision())
                .decision(decisionOf(change))
                .expectedRoot(expected.root())
                .reason(reason)
                .build();
        execution.undo(
                change,
                parts.journal().changeDraft(change.id(), ChangeEvents.ROLLING_BACK, executor, applying),
                head,
                without.isEmpty());
    }

    /** The decision by which it was carried out. */
    private static Decision decisionOf(Change change) {
        return change.intent()
                .map(ChangeApplying::decision)
                .orElseThrow(() ->
                        ApplyGuard.refused(Refusal.WRONG_STATE, change.id() + " was never brought to the exchange"));
    }

    /** By the policy in force and by that of the submission, whichever ends first. */
    private void requireInTime(Change change, Instant now) {
        Stream.concat(Stream.of(parts.policy()), change.pinnedPolicy().stream())
                .flatMap(policy -> policy.rollbackWindow().stream())
                .min(Comparator.naturalOrder())
                .flatMap(window -> change.appliedAt().map(applied -> applied.plus(window)))
                .filter(end -> !now.isBefore(end))
                .ifPresent(end -> {
                    throw ApplyGuard.refused(
                            Refusal.ROLLBACK_WINDOW,
                            change.id() + " could be rolled back until " + end
                                    + ": propose a change of its own that undoes it");
                });
    }

    /** What is in force can be undone only where nothing changed it again; what is not, only where nothing else put the same into force. */
    private static void requireUntouched(Change change, ChangePlan plan, Head head) {
        try {
            (change.inForce() ? plan.inverse() : plan.changes()).applyTo(head.snapshot());
        } catch (ChangeConflictException e) {
            throw ApplyGuard.refused(
                    Refusal.BASE_MOVED,
                    "Another change touched the same fields since " + change.id()
                            + " was carried out, so undoing it needs a change of its own. " + e.getMessage());
        }
    }

    /** What the exchange has, if that is as it was before the change: it never took it, or undid it without saying so. */
    private Optional<ConfigSnapshot> withoutIt(ChangePlan plan) {
        ConfigSnapshot live = parts.live(plan.scope());
        try {
            plan.changes().applyTo(live);
            return Optional.of(live);
        } catch (ChangeConflictException e) {
            return Optional.empty();
        }
    }
}
