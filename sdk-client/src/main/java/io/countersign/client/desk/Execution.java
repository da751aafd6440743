package io.countersign.client.desk;

import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.model.AppendConflictException;
import io.countersign.model.ChangeConflictException;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeHeldUp;
import io.countersign.model.change.ChangeOutcome;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.ConfigHeld;
import io.countersign.model.change.GlassBroken;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carrying a plan to the exchange and back. The intent is written before the exchange is asked, with a hold on the scope, so that nothing
 * else begins there; each answer is written before the next step. Whatever is cut off between two of these is settled from what the
 * journal says and from what the exchange answers when it is asked for the same key again.
 */
final class Execution {
    private static final System.Logger LOG = System.getLogger(Execution.class.getName());

    private final DeskParts parts;
    private final DeskJournal journal;

    Execution(DeskParts parts) {
        this.parts = parts;
        this.journal = parts.journal();
    }

    /** Writes an intent that uses a plan up and holds its scope, and carries it out. */
    void begin(Change change, EventDraft intent, ChangeApplying applying, ApplyGuard.Go go) {
        ChangePlan plan = planFor(change, intent);
        String planStream = ChangeEvents.planStream(applying.planDigest());
        List<EventDraft> drafts = new ArrayList<>(
                List.of(intent, journal.draft(planStream, ChangeEvents.PLAN_USED, intent.actor(), applying)));
        go.standard()
                .flatMap(standard -> parts.governing().use(change, applying.planDigest(), standard, intent.actor()))
                .ifPresent(drafts::add);
        AppendBatch batch = holding(change, go.head(), plan.scope(), applying.planDigest(), drafts)
                .expecting(planStream, ExpectedRevision.NONE);
        for (Map.Entry<String, ExpectedRevision> stream : go.reliedOn().entrySet()) {
            batch = batch.expecting(stream.getKey(), stream.getValue());
        }
        ask(change, journal.journal().append(batch).entries().get(0), plan, plan.changes());
    }

    /** Asks again for what was begun, under the same key. */
    void again(Change change, EventDraft intent) {
        ChangePlan plan = DeskParts.planOf(change);
        ask(change, journal.append(change, intent).entries().get(0), plan, plan.changes());
    }

    /** Writes the intent to undo a change, and carries it out. Where the exchange has nothing of it in force, it is not asked. */
    void undo(Change change, EventDraft intent, Head head, boolean isAtTheExchange) {
        ChangePlan plan = DeskParts.planOf(change);
        List<EventDraft> drafts = new ArrayList<>(List.of(intent));
        JournalEntry entry = head.heldBy().isPresent()
                ? journal.append(change, intent).entries().get(0)
                : journal.journal()
                        .append(holding(change, head, plan.scope(), DeskParts.planDigestOf(change), drafts))
                        .entries()
                        .get(0);
        if (isAtTheExchange) {
            ask(change, entry, plan, plan.inverse());
        } else {
            verify(journal.load(change.id()), false);
        }
    }

    private static ChangePlan planFor(Change change, EventDraft intent) {
        return intent.type().equals(ChangeEvents.GLASS_BROKEN)
                ? intent.payload().as(GlassBroken.class).plan()
                : DeskParts.planOf(change);
    }

    private AppendBatch holding(Change change, Head head, Scope scope, Digest planDigest, List<EventDraft> drafts) {
        String configStream = ChangeEvents.configStream(scope);
        drafts.add(
                journal.draft(configStream, ChangeEvents.CONFIG_HELD, DeskParts.DESK, held(change, scope, planDigest)));
        return journal.batch(ChangeEvents.changeStream(change.id()), change.streamRevision(), drafts)
                .expecting(configStream, ExpectedRevision.of(head.revision()));
    }

    private void ask(Change change, JournalEntry intent, ChangePlan plan, SemanticDiff changes) {
        ApplyOutcome outcome =
                parts.rollout(plan.scope()).apply(journal.journal(), intent, plan.scope(), changes, plan.policy());
        Change now = journal.load(change.id());
        if (now.streamRevision() != intent.revision()) {
            throw new AppendConflictException("The exchange answered " + outcome.answer() + " for " + intent
                    + ", which somebody else has settled meanwhile: " + now.id() + " is " + now.state()
                    + ". Compare what the exchange has in force with the journal");
        }
        settle(now, outcome, false);
    }

    /**
     * Goes on from an answer of the exchange.
     *
     * @param isLate whether others may have acted on the exchange since it was asked, so that only what the change is about is compared
     */
    void settle(Change change, ApplyOutcome outcome, boolean isLate) {
        boolean isRollback = change.state() == ChangeState.ROLLING_BACK;
        switch (outcome.answer()) {
            case APPLIED -> {
                if (!isRollback) {
                    journal.append(
                            change,
                            outcomeDraft(
                                    change, ChangeEvents.VERIFYING, "The exchange answered APPLIED", Optional.empty()));
                }
                verify(journal.load(change.id()), isLate);
            }
            case REJECTED -> end(change, ChangeEvents.FAILED, "REJECTED: " + outcome.message(), Optional.empty());
            case UNKNOWN -> {
                String what = "Nobody knows what the exchange did: " + outcome.message();
                if (isRollback) {
                    end(change, ChangeEvents.FAILED, what, Optional.empty());
                } else if (change.state() == ChangeState.APPLYING) {
                    pause(change, Refusal.OUTCOME_UNKNOWN.name(), what);
                }
            }
        }
    }

    /** Reads back what the exchange has, and records what is then in force. */
    void verify(Change change, boolean isLate) {
        boolean isRollback = change.state() == ChangeState.ROLLING_BACK;
        ConfigSnapshot live;
        try {
            live = parts.live(DeskParts.planOf(change).scope());
        } catch (RuntimeException e) { // whatever a host's gateway throws
            String what = "The exchange answered APPLIED and cannot be read: " + e;
            if (isRollback) {
                end(change, ChangeEvents.FAILED, what, Optional.empty());
            } else {
                pause(change, "UNREADABLE", what);
            }
            return;
        }
        Optional<Digest> expected = change.intent().flatMap(ChangeApplying::expectedRoot);
        boolean isAsPlanned = expected.filter(live.root()::equals).isPresent() || (isLate && holds(change, live));
        if (isAsPlanned) {
            recordInForce(change, live.root());
        } else {
            end(
                    change,
                    ChangeEvents.FAILED,
                    "The exchange answered APPLIED but has root " + live.root() + " in force, planned was "
                            + expected.map(Digest::toString).orElse("not recorded"),
                    Optional.of(live.root()));
        }
    }

    /** Whether the exchange has what the change leads to, where it changes something. */
    private static boolean holds(Change change, ConfigSnapshot live) {
        ChangePlan plan = DeskParts.planOf(change);
        SemanticDiff back = change.state() == ChangeState.ROLLING_BACK ? plan.changes() : plan.inverse();
        try {
            back.applyTo(live);
            return true;
        } catch (ChangeConflictException e) {
            return false;
        }
    }

    /** Gives up what is paused: whatever the exchange has of it, the journal does not say that it is in force. */
    void giveUp(Change change, String reason) {
        Optional<Digest> readBack = Optional.empty();
        try {
            readBack = Optional.of(parts.live(DeskParts.planOf(change).scope()).root());
        } catch (RuntimeException e) { // whatever a host's gateway throws
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The exchange cannot be read while " + change.id() + " is given up",
                    e);
        }
        end(change, ChangeEvents.FAILED, reason, readBack);
    }

    private void recordInForce(Change change, Digest readBack) {
        boolean isRollback = change.state() == ChangeState.ROLLING_BACK;
        if (isRollback && !change.inForce()) {
            end(change, ChangeEvents.ROLLED_BACK, "Read back as before", Optional.of(readBack));
            return;
        }
        ChangePlan plan = DeskParts.planOf(change);
        Head head = journal.head(plan.scope());
        SemanticDiff changes = isRollback ? plan.inverse() : plan.changes();
        EventDraft changed = journal.draft(
                ChangeEvents.configStream(plan.scope()),
                ChangeEvents.CONFIG_CHANGED,
                change.executor().orElse(DeskParts.DESK),
                ConfigChanged.builder()
                        .scope(plan.scope())
                        .changeId(change.id())
                        .planDigest(DeskParts.planDigestOf(change))
                        .rollback(isRollback)
                        .effectiveAt(journal.now())
                        .changes(changes)
                        .resultRoot(changes.applyTo(head.snapshot()).root())
                        .build());
        EventDraft applied = isRollback
                ? outcomeDraft(change, ChangeEvents.ROLLED_BACK, "Read back as before", Optional.of(readBack))
                : outcomeDraft(change, ChangeEvents.APPLIED, "Read back as planned", Optional.of(readBack));
        release(change, head, plan.scope(), List.of(applied, changed));
    }

    /** Writes how it ended at the exchange, without a change of what the journal says is in force. */
    private void end(Change change, String event, String what, Optional<Digest> readBack) {
        Scope scope = DeskParts.planOf(change).scope();
        Head head = journal.head(scope);
        EventDraft released = journal.draft(
                ChangeEvents.configStream(scope),
                ChangeEvents.CONFIG_RELEASED,
                DeskParts.DESK,
                held(change, scope, DeskParts.planDigestOf(change)));
        release(change, head, scope, List.of(outcomeDraft(change, event, what, readBack), released));
    }

    private void release(Change change, Head head, Scope scope, List<EventDraft> drafts) {
        journal.journal()
                .append(journal.batch(ChangeEvents.changeStream(change.id()), change.streamRevision(), drafts)
                        .expecting(ChangeEvents.configStream(scope), ExpectedRevision.of(head.revision())));
    }

    private void pause(Change change, String cause, String reason) {
        requireAllowed(change, ChangeEvents.PAUSED);
        ChangeHeldUp heldUp = ChangeHeldUp.builder()
                .changeId(change.id())
                .cause(cause)
                .reason(reason + ". Resume it, or roll it back")
                .build();
        journal.append(change, journal.changeDraft(change.id(), ChangeEvents.PAUSED, DeskParts.DESK, heldUp));
    }

    /** Nothing is written that the flow does not allow: somebody else was quicker. */
    private static void requireAllowed(Change change, String event) {
        boolean isAllowed = ChangeFlow.find(event)
                .filter(row -> row.from().contains(change.state()))
                .isPresent();
        if (!isAllowed) {
            throw new AppendConflictException("Somebody else has settled " + change.id() + " meanwhile, which is "
                    + change.state() + ": look at it again");
        }
    }

    private EventDraft outcomeDraft(Change change, String event, String what, Optional<Digest> readBack) {
        requireAllowed(change, event);
        ChangeOutcome outcome = ChangeOutcome.builder()
                .changeId(change.id())
                .planDigest(DeskParts.planDigestOf(change))
                .outcome(what)
                .readBackRoot(readBack)
                .build();
        return journal.changeDraft(change.id(), event, DeskParts.DESK, outcome);
    }

    private static ConfigHeld held(Change change, Scope scope, Digest planDigest) {
        return ConfigHeld.builder()
                .scope(scope)
                .changeId(change.id())
                .planDigest(planDigest)
                .build();
    }

    /** The intent to have a plan carried out. */
    static ChangeApplying applying(
            Change change, Digest planDigest, ApplyGuard.Go go, DeskParts parts, Optional<String> reason) {
        return ChangeApplying.builder()
                .changeId(change.id())
                .planDigest(planDigest)
                .applyKey(change.id() + "/" + change.proposal().revision() + "/apply")
                .decision(go.decision())
                .calendarDigest(parts.calendar().digest())
                .expectedRoot(go.expectedRoot())
                .reason(reason)
                .build();
    }
}
