package io.countersign.client.desk;

import io.countersign.client.policy.Availability;
import io.countersign.client.policy.OverrunPolicy;
import io.countersign.client.policy.Principal;
import io.countersign.client.policy.StandardChange;
import io.countersign.model.ChangeConflictException;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.Decision;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What must hold at the moment at which an exchange is touched. Every method throws {@link ChangeRefusedException} when it does not. */
final class ApplyGuard {
    /** How far the clocks of those who write one journal may be apart. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private final DeskParts parts;

    ApplyGuard(DeskParts parts) {
        this.parts = parts;
    }

    /**
     * All that holds when a plan may be carried out.
     *
     * @param decision the decision by which it may
     * @param head what is in force
     * @param expectedRoot what the exchange has in force afterwards
     * @param reliedOn streams that the decision rests on, as they were before it was made
     * @param standard the template that stood for approvals, where one did
     */
    record Go(
            Decision decision,
            Head head,
            Digest expectedRoot,
            SortedMap<String, ExpectedRevision> reliedOn,
            Optional<StandardChange> standard) {}

    /** Whether somebody may carry a plan out now. */
    Go requireNow(Change change, Actor executor, Instant at) {
        SortedMap<String, ExpectedRevision> reliedOn = parts.governing().reliedOn(change);
        Decision decision = requireAgreement(change, executor, at);
        boolean mayOverrun =
                change.state() == ChangeState.PAUSED && parts.calendar().overrun() == OverrunPolicy.FINISH;
        if (!mayOverrun) {
            requireWindow(change, at);
        }
        ChangePlan plan = DeskParts.planOf(change);
        Go go = requireBase(change, plan, decision);
        return new Go(decision, go.head(), go.expectedRoot(), reliedOn, parts.standard(change, plan, at));
    }

    /** Whether somebody may leave a plan to be carried out at a later moment, as far as one can know now. */
    void requireLater(Change change, Actor executor, Instant activateAt) {
        requireAgreement(change, executor, activateAt);
        requireWindow(change, activateAt);
        Head head = parts.journal().head(DeskParts.planOf(change).scope());
        requireSameBase(change, DeskParts.planOf(change), head);
    }

    private Decision requireAgreement(Change change, Actor executor, Instant at) {
        ChangePlan plan = DeskParts.planOf(change);
        requireApplier(executor, "apply a change");
        if (change.editors().contains(executor)) {
            throw refused(
                    Refusal.SELF_APPROVAL,
                    executor + " edited " + change.id() + " and cannot apply it: ask somebody who did not");
        }
        requireNotice(change, plan, at);
        requireFresh(change, at);
        Decision decision = parts.evaluate(change, Optional.of(executor), at);
        if (!decision.permitted()) {
            throw refused(Refusal.NOT_APPROVED, Explanation.of(change, decision));
        }
        return decision;
    }

    /** What governs the desk has one way in and one way out: a change of its own, agreed to under what is in force. */
    void requireMarkets(Change change, String what) {
        if (parts.governing().isIn(change.proposal().scope())) {
            throw refused(
                    Refusal.GOVERNED,
                    change.id() + " is about what governs the desk, which nobody can " + what
                            + ": propose a change of its own and have it agreed to");
        }
    }

    void requireApplier(Actor executor, String what) {
        requireRole(executor, parts.policy().applierRole(), what);
    }

    void requireRole(Actor actor, String role, String what) {
        Principal now = parts.now(actor);
        if (!now.hasRole(role)) {
            throw refused(
                    Refusal.NOT_ELIGIBLE,
                    actor + " with roles " + now.roles() + " cannot " + what + ": the role " + role + " can");
        }
    }

    private static void requireNotice(Change change, ChangePlan plan, Instant at) {
        plan.policy().noticePeriod().ifPresent(notice -> {
            Instant from = change.approvedAt()
                    .orElseThrow(() -> refused(Refusal.NOTICE_PERIOD, change.id() + " was never approved"))
                    .plus(notice);
            if (at.isBefore(from)) {
                throw refused(
                        Refusal.NOTICE_PERIOD,
                        "The notice period of " + notice + " of " + change.id() + " runs until " + from);
            }
        });
    }

    private void requireFresh(Change change, Instant at) {
        expiresAt(change).filter(end -> !at.isBefore(end)).ifPresent(end -> {
            throw refused(
                    Refusal.PLAN_EXPIRED,
                    "The plan of " + change.id() + " stands until " + end + ": rebase the change and submit it again");
        });
    }

    /** Until when the plan of a change may be carried out, where its policies limit that. */
    Optional<Instant> expiresAt(Change change) {
        Optional<Duration> limit = parts.policy().planExpiresAfter();
        Optional<Duration> pinned = change.pinnedPolicy().flatMap(policy -> policy.planExpiresAfter());
        if (limit.isEmpty() || (pinned.isPresent() && pinned.get().compareTo(limit.get()) < 0)) {
            limit = pinned;
        }
        return limit.flatMap(after -> change.submittedAt().map(submitted -> submitted.plus(after)));
    }

    private void requireWindow(Change change, Instant at) {
        Availability then = parts.calendar().at(at);
        if (!then.isOpen()) {
            throw refused(Refusal.WINDOW_CLOSED, change.id() + " cannot be applied at " + at + ": " + then.why());
        }
    }

    /** Whether a plan fits what is in force, in the journal and at the exchange, and nothing else is under way there. */
    Go requireBase(Change change, ChangePlan plan, Decision decision) {
        Head head = parts.journal().head(plan.scope());
        requireSameBase(change, plan, head);
        requireFree(change, head, plan.scope());
        boolean isUsed = change.state() != ChangeState.PAUSED
                && parts.journal().journal().revision(ChangeEvents.planStream(plan.digest())) > 0;
        if (isUsed) {
            throw refused(
                    Refusal.PLAN_USED,
                    "Plan " + plan.digest() + " of " + change.id() + " was carried out before: rebase the change");
        }
        Digest expected = expectedAfter(plan.scope(), plan.changes()).root();
        return new Go(decision, head, expected, new TreeMap<>(), Optional.empty());
    }

    private static void requireSameBase(Change change, ChangePlan plan, Head head) {
        if (!plan.baseRoot().equals(head.snapshot().root())) {
            throw refused(
                    Refusal.BASE_MOVED,
                    "The plan of " + change.id() + " was made on root "
                            + plan.baseRoot().abbreviated() + ", in force is "
                            + head.snapshot().root().abbreviated()
                            + ": rebase the change, plan it again and have it reviewed");
        }
    }

    void requireFree(Change change, Head head, Scope scope) {
        head.heldBy().filter(holder -> !holder.equals(change.id())).ifPresent(holder -> {
            throw refused(
                    Refusal.SCOPE_HELD,
                    holder + " is under way in " + scope + ", and " + change.id()
                            + " cannot begin before it ends: resume it or roll it back");
        });
    }

    /**
     * What the exchange will have in force when it does exactly these changes to what it has now. Something else elsewhere in its
     * configuration is not this change's concern; something else where it changes is.
     */
    ConfigSnapshot expectedAfter(Scope scope, SemanticDiff changes) {
        try {
            return changes.applyTo(parts.live(scope));
        } catch (ChangeConflictException e) {
            throw refused(
                    Refusal.DRIFT, "The exchange has something else in force than the journal says. " + e.getMessage());
        }
    }

    /** What the exchange has in force that the journal does not know of, where a plan changes something; empty where it is as it should be. */
    Optional<String> drift(ChangePlan plan) {
        try {
            expectedAfter(plan.scope(), plan.changes());
            return Optional.empty();
        } catch (ChangeRefusedException refusal) {
            return Optional.of(String.valueOf(refusal.getMessage()));
        } catch (RuntimeException e) { // whatever a host's gateway throws
            return Optional.of("The exchange cannot be read: " + e);
        }
    }

    /** What keeps a change from being carried out now, besides findings, requirements and the calendar; a sentence each. */
    List<String> obstacles(Change change, Instant at) {
        List<String> obstacles = new ArrayList<>();
        change.heldUpBy().map(why -> "it is " + change.state() + ": " + why).ifPresent(obstacles::add);
        change.plan().ifPresent(plan -> {
            Head head = parts.journal().head(plan.scope());
            for (Runnable check : List.<Runnable>of(
                    () -> requireSameBase(change, plan, head),
                    () -> requireFree(change, head, plan.scope()),
                    () -> requireFresh(change, at),
                    () -> requireNotice(change, plan, at))) {
                try {
                    check.run();
                } catch (ChangeRefusedException refusal) {
                    obstacles.add(String.valueOf(refusal.getMessage()));
                }
            }
        });
        return obstacles;
    }

    static ChangeRefusedException refused(Refusal refusal, String message) {
        return new ChangeRefusedException(refusal, message);
    }
}
