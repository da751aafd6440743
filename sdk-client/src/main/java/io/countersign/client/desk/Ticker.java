package io.countersign.client.desk;

import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.model.AppendConflictException;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeEnded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EventDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What the desk does without being asked: what is due, what has run out, and what a crash left. */
final class Ticker {
    private static final System.Logger LOG = System.getLogger(Ticker.class.getName());

    private final DeskParts parts;
    private final DeskJournal journal;
    private final ApplyGuard guard;
    private final Review review;
    private final Execution execution;

    Ticker(DeskParts parts, ApplyGuard guard, Review review, Execution execution) {
        this.parts = parts;
        this.journal = parts.journal();
        this.guard = guard;
        this.review = review;
        this.execution = execution;
    }

    TickReport tick(Instant at) {
        parts.requireClock(at);
        return overOpen(at, this::tick);
    }

    /** Settles what was under way when somebody's program ended. */
    TickReport recover(Instant at) {
        return overOpen(at, (change, now) -> recover(change));
    }

    private TickReport overOpen(Instant at, BiConsumer<Change, Instant> act) {
        List<TickReport.Step> steps = new ArrayList<>();
        List<String> overdue = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (String id : journal.open().keySet()) {
            try {
                Change before = journal.load(id);
                act.accept(before, at);
                Change after = journal.load(id);
                if (after.state() != before.state()) {
                    steps.add(new TickReport.Step(
                            id, before.state(), after.state(), after.heldUpBy().orElse("")));
                }
                if (isReviewOverdue(after, at)) {
                    overdue.add(id);
                }
            } catch (AppendConflictException e) {
                LOG.log(System.Logger.Level.INFO, "Somebody acted on {0} at the same moment: {1}", id, e.getMessage());
            } catch (RuntimeException e) { // whatever is wrong with one change, the others have their turn
                LOG.log(System.Logger.Level.WARNING, "Nothing could be done about {0}: {1}", id, e);
                failures.add(id + ": " + e);
            }
        }
        return new TickReport(at, steps, overdue, failures);
    }

    private static boolean isReviewOverdue(Change change, Instant at) {
        return !change.state().isTerminal()
                && change.emergency()
                        .filter(broken -> broken.reviewDue().isBefore(at))
                        .isPresent();
    }

    private void tick(Change change, Instant at) {
        switch (change.state()) {
            case IN_REVIEW, APPROVED, SUSPENDED -> {
                Optional<Instant> end = guard.expiresAt(change).filter(expires -> !at.isBefore(expires));
                Optional<EventDraft> follows =
                        end.isPresent() ? end.map(expires -> expired(change, expires)) : review.consequence(change, at);
                follows.ifPresent(draft -> journal.append(change, draft));
            }
            case SCHEDULED -> scheduled(change, at);
            default -> {}
        }
    }

    private EventDraft expired(Change change, Instant end) {
        ChangeEnded ended = ChangeEnded.builder()
                .changeId(change.id())
                .reason("its plan stood until " + end)
                .build();
        return journal.changeDraft(change.id(), ChangeEvents.EXPIRED, DeskParts.DESK, ended);
    }

    private void scheduled(Change change, Instant at) {
        Actor scheduler = change.scheduler().orElse(DeskParts.DESK);
        Instant activateAt =
                change.schedule().map(schedule -> schedule.activateAt()).orElse(at);
        try {
            if (at.isBefore(activateAt)) {
                guard.requireLater(change, scheduler, activateAt);
                return;
            }
            ApplyGuard.Go go = guard.requireNow(change, scheduler, at);
            ChangeApplying applying = Execution.applying(
                    change,
                    DeskParts.planDigestOf(change),
                    go,
                    parts,
                    Optional.of("scheduled by " + scheduler + " for " + activateAt));
            execution.begin(
                    change, journal.changeDraft(change.id(), ChangeEvents.APPLYING, scheduler, applying), applying, go);
        } catch (ChangeRefusedException refusal) {
            journal.append(
                    change,
                    review.heldUp(
                            change, ChangeEvents.SUSPENDED, refusal.refusal(), String.valueOf(refusal.getMessage())));
        }
    }

    private void recover(Change change) {
        switch (change.state()) {
            case APPLYING, ROLLING_BACK ->
                execution.settle(
                        change,
                        change.intent()
                                .flatMap(intent ->
                                        parts.rollout(change.proposal().scope()).find(intent.applyKey()))
                                .orElse(ApplyOutcome.unknown(
                                        "it was asked or about to be asked when the desk's program ended")),
                        true);
            case VERIFYING -> execution.verify(change, true);
            default -> {}
        }
    }
}
