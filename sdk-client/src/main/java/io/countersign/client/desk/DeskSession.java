package io.countersign.client.desk;

import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.Availability;
import io.countersign.client.policy.GivenVerdict;
import io.countersign.client.policy.Principal;
import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.ChangeConflictException;
import io.countersign.model.change.ChangeAmended;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeApproved;
import io.countersign.model.change.ChangeEnded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeOutcome;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.Decision;
import io.countersign.model.change.Verdict;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.change.VerdictSuperseded;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What one person does at the desk. Every method either does it and records it, or throws and records the attempt.
 *
 * <p>All methods throw {@link ChangeRefusedException} when the flow or the policy forbids it, {@link
 * io.countersign.model.NotFoundException} when there is no such change, and {@link
 * io.countersign.model.AppendConflictException} when somebody else acted on the change at the same moment. In each case nothing was
 * done, but for one: when another change of the same scope is carried out at the very same time, the conflict can come after the
 * exchange has answered, and the change stays {@link ChangeState#APPLYING} for people to look at.
 */
public final class DeskSession {
    /** Who records what follows from others' acts, such as an approval that becomes complete. */
    private static final Actor SYSTEM = Actor.of("system:desk");

    private final Principal person;
    private final ChangeDesk desk;
    private final DeskJournal journal;

    DeskSession(Principal person, ChangeDesk desk) {
        this.person = person;
        this.desk = desk;
        this.journal = desk.journal();
    }

    /** Proposes a change to what is in force in a scope. */
    public Change propose(Scope scope, Consumer<ChangeDraft> fill) {
        requireRole(desk.policy().proposerRole(), "propose a change");
        ChangeDraft draft = new ChangeDraft(desk.head(scope));
        fill.accept(draft);
        String changeId = "CHG-" + (journal.journal().head().size() + 1); // an id of its own: proposing adds an entry
        ChangeProposed proposal = draft.toProposal(changeId, 1);
        requireContent(proposal);
        append(changeId, 0, journal.changeDraft(changeId, ChangeEvents.PROPOSED, person.actor(), proposal));
        return desk.load(changeId);
    }

    /**
     * Edits a change, on top of what is in force now. Voids every verdict.
     *
     * @throws ChangeConflictException if the live configuration moved under the change
     */
    public Change amend(String changeId, Consumer<ChangeDraft> edit) {
        return attempt("amend", changeId, change -> {
            requireRole(desk.policy().proposerRole(), "edit a change");
            requireState(change, ChangeEvents.AMENDED);
            ChangeDraft draft = new ChangeDraft(desk.head(change.proposal().scope()), change.proposal());
            edit.accept(draft);
            ChangeProposed proposal =
                    draft.toProposal(changeId, change.proposal().revision() + 1);
            requireContent(proposal);
            ChangeAmended amended = ChangeAmended.builder()
                    .proposal(proposal)
                    .superseded(superseded(change, proposal.revision()))
                    .build();
            append(
                    changeId,
                    change.streamRevision(),
                    journal.changeDraft(changeId, ChangeEvents.AMENDED, person.actor(), amended));
        });
    }

    /** Makes a change again on what is in force now, without another edit. */
    public Change rebase(String changeId) {
        return amend(changeId, draft -> {});
    }

    /**
     * Freezes a change for review. The desk makes the plan anew from the facts of the market and takes it only if it is the one
     * that was looked at: what reviewers see cannot be handed in.
     *
     * @param planDigest the plan that {@link ChangeDesk#plan} made of the same facts
     */
    public Change submit(String changeId, Digest planDigest, ChangeContext facts) {
        return attempt("submit", changeId, change -> {
            requireRole(desk.policy().proposerRole(), "submit a change");
            requireState(change, ChangeEvents.SUBMITTED);
            requireDocument(change.proposal().rationale(), "a rationale");
            requireDocument(change.proposal().rollbackPlan(), "a rollback plan");
            ChangePlan plan = desk.plan(changeId, facts).plan();
            if (!plan.digest().equals(planDigest)) {
                throw refused(
                        Refusal.STALE_PLAN,
                        "What " + changeId + " would do now is plan " + plan.digest() + ", not " + planDigest
                                + ": the live configuration or the market moved; look at the plan again");
            }
            List<Finding> errors = plan.report().atLeast(Severity.ERROR);
            if (!errors.isEmpty()) {
                throw refused(
                        Refusal.VALIDATION_FAILED,
                        changeId + " has " + errors.size() + (errors.size() == 1 ? " finding" : " findings")
                                + " of severity ERROR or BLOCK: "
                                + errors.stream().map(Finding::ruleId).collect(Collectors.joining(", ")) + "\n"
                                + errors.stream().map(Finding::toString).collect(Collectors.joining("\n")));
            }
            ChangeSubmitted submitted = ChangeSubmitted.builder()
                    .changeId(changeId)
                    .planDigest(planDigest)
                    .plan(plan)
                    .build();
            append(
                    changeId,
                    change.streamRevision(),
                    journal.changeDraft(changeId, ChangeEvents.SUBMITTED, person.actor(), submitted));
        });
    }

    /**
     * Approves a plan, by its digest. Counts for every requirement that this person is eligible for; when that completes the
     * last one, the change is approved.
     */
    public Change approve(String changeId, Digest planDigest, String comment) {
        return review("approve", changeId, planDigest, Verdict.APPROVE, comment);
    }

    /** Asks for changes; the requirement is not met while this is this person's last word. */
    public Change requestChanges(String changeId, Digest planDigest, String comment) {
        return review("request changes to", changeId, planDigest, Verdict.REQUEST_CHANGES, comment);
    }

    /** Refuses a plan for good, where a requirement that this person is eligible for gives a veto. The change ends. */
    public Change veto(String changeId, Digest planDigest, String reason) {
        return review("veto", changeId, planDigest, Verdict.VETO, reason);
    }

    /**
     * Carries out an approved plan, when the calendar allows it: writes the intent, asks the exchange, reads back, and records what
     * is then in force. The change ends up {@link ChangeState#APPLIED}, or {@link ChangeState#FAILED} when the exchange refused or
     * has something else in force.
     */
    public Change apply(String changeId, Digest planDigest) {
        return attempt("apply", changeId, change -> {
            requireRole(desk.policy().applierRole(), "apply a change");
            requireState(change, ChangeEvents.APPLYING);
            if (change.editors().contains(person.actor())) {
                throw refused(
                        Refusal.NOT_ELIGIBLE,
                        person.id() + " edited " + changeId + " and cannot apply it: ask somebody who did not");
            }
            ChangePlan plan = planOf(change);
            requirePlan(change, planDigest);
            requireSamePolicy(plan);
            requireNotice(change, plan);
            requireWindow(changeId);
            Decision decision = desk.evaluate(change);
            if (!decision.permitted()) {
                throw refused(Refusal.NOT_APPROVED, Explanation.of(change, decision));
            }
            ConfigSnapshot head = desk.head(plan.scope());
            if (!plan.baseRoot().equals(head.root())) {
                throw baseMoved(change, plan, head);
            }
            ConfigSnapshot expected = expectedAfter(plan.scope(), plan.changes());
            carryOut(
                    change,
                    plan,
                    decision,
                    new Direction(
                            ChangeEvents.APPLYING,
                            plan.changes(),
                            plan.resultRoot(),
                            expected.root(),
                            Optional.empty()));
        });
    }

    /** Undoes an applied change by exactly the inverse that was approved with it, whatever the calendar says. */
    public Change rollback(String changeId, String reason) {
        return attempt("roll back", changeId, change -> {
            requireRole(desk.policy().applierRole(), "roll back a change");
            requireState(change, ChangeEvents.ROLLING_BACK);
            ChangePlan plan = planOf(change);
            ConfigSnapshot restored;
            try {
                restored = plan.inverse().applyTo(desk.head(plan.scope()));
            } catch (ChangeConflictException e) {
                throw refused(
                        Refusal.BASE_MOVED,
                        "Another change touched the same fields since " + changeId
                                + " was applied, so undoing it needs a change of its own. " + e.getMessage());
            }
            ConfigSnapshot expected = expectedAfter(plan.scope(), plan.inverse());
            carryOut(
                    change,
                    plan,
                    change.decision().orElseGet(() -> desk.evaluate(change)),
                    new Direction(
                            ChangeEvents.ROLLING_BACK,
                            plan.inverse(),
                            restored.root(),
                            expected.root(),
                            Optional.of(reason)));
        });
    }

    /** Gives a change up before anything touches the exchange. */
    public Change cancel(String changeId, String reason) {
        return end("cancel", ChangeEvents.CANCELLED, changeId, reason);
    }

    /** Ends a change that touched the exchange. */
    public Change close(String changeId, String reason) {
        return end("close", ChangeEvents.CLOSED, changeId, reason);
    }

    private Change end(String action, String event, String changeId, String reason) {
        return attempt(action, changeId, change -> {
            requireRole(desk.policy().proposerRole(), action + " a change");
            requireState(change, event);
            ChangeEnded ended =
                    ChangeEnded.builder().changeId(changeId).reason(reason).build();
            append(changeId, change.streamRevision(), journal.changeDraft(changeId, event, person.actor(), ended));
        });
    }

    private Change review(String action, String changeId, Digest planDigest, Verdict verdict, String comment) {
        return attempt(action, changeId, change -> {
            requireState(change, ChangeEvents.VERDICT_GIVEN);
            ChangePlan plan = planOf(change);
            requirePlan(change, planDigest);
            if (change.editors().contains(person.actor())) {
                throw refused(
                        Refusal.SELF_APPROVAL,
                        person.id() + " edited " + changeId + " and cannot " + action
                                + " it: ask somebody who did not. " + Explanation.of(change, desk.evaluate(change)));
            }
            requireSamePolicy(plan);
            List<ApprovalRequirement> requirements = desk.policy().requirementsFor(desk.now(person), plan).stream()
                    .filter(requirement -> verdict != Verdict.VETO || requirement.vetoBlocks())
                    .toList();
            if (requirements.isEmpty()) {
                throw refused(
                        Refusal.NOT_ELIGIBLE,
                        person.id() + " with roles " + desk.now(person).roles() + " cannot " + action + " " + changeId
                                + ". " + Explanation.of(change, desk.evaluate(change)));
            }
            List<EventDraft> drafts = new ArrayList<>();
            List<GivenVerdict> verdicts = new ArrayList<>(change.verdicts());
            Instant now = journal.now();
            for (ApprovalRequirement requirement : requirements) {
                VerdictGiven given = VerdictGiven.builder()
                        .changeId(changeId)
                        .requirement(requirement.id())
                        .verdict(verdict)
                        .planDigest(planDigest)
                        .policyDigest(desk.policy().digest())
                        .comment(comment)
                        .build();
                drafts.add(journal.changeDraft(changeId, ChangeEvents.VERDICT_GIVEN, person.actor(), given));
                verdicts.add(new GivenVerdict(person.actor(), now, given));
            }
            Decision decision = desk.evaluate(withVerdicts(change, verdicts));
            if (verdict == Verdict.VETO) {
                ChangeEnded rejected = ChangeEnded.builder()
                        .changeId(changeId)
                        .reason("vetoed by " + person.id() + ": " + comment)
                        .build();
                drafts.add(journal.changeDraft(changeId, ChangeEvents.REJECTED, SYSTEM, rejected));
            } else if (decision.permitted()) {
                ChangeApproved approved = ChangeApproved.builder()
                        .changeId(changeId)
                        .decision(decision)
                        .build();
                drafts.add(journal.changeDraft(changeId, ChangeEvents.APPROVED, SYSTEM, approved));
            }
            journal.append(ChangeEvents.changeStream(changeId), change.streamRevision(), drafts);
        });
    }

    private static Change withVerdicts(Change change, List<GivenVerdict> verdicts) {
        return new Change(
                change.state(),
                change.proposal(),
                change.plan(),
                verdicts,
                change.decision(),
                change.editors(),
                change.streamRevision());
    }

    /**
     * Which way the exchange is moved.
     *
     * @param event the journal entry that says so
     * @param resultRoot what the journal then says is in force
     * @param readBackRoot what the exchange must then read back
     * @param reason why, for a rollback
     */
    private record Direction(
            String event, SemanticDiff changes, Digest resultRoot, Digest readBackRoot, Optional<String> reason) {
        boolean isRollback() {
            return event.equals(ChangeEvents.ROLLING_BACK);
        }
    }

    private void carryOut(Change change, ChangePlan plan, Decision decision, Direction direction) {
        String changeId = change.id();
        Digest planDigest = plan.digest();
        ChangeApplying intent = ChangeApplying.builder()
                .changeId(changeId)
                .planDigest(planDigest)
                .applyKey(changeId + "/" + change.proposal().revision()
                        + (direction.isRollback() ? "/rollback" : "/apply"))
                .decision(decision)
                .calendarDigest(
                        direction.isRollback()
                                ? Optional.empty()
                                : Optional.of(desk.calendar().digest()))
                .reason(direction.reason())
                .build();
        JournalEntry entry = writeIntent(change, planDigest, direction, intent);
        ApplyOutcome outcome =
                desk.rollout().apply(journal.journal(), entry, plan.scope(), direction.changes(), plan.policy());
        if (outcome.answer() != ApplyOutcome.Answer.APPLIED) {
            record(
                    changeId,
                    ChangeEvents.FAILED,
                    planDigest,
                    outcome.answer() + ": " + outcome.message(),
                    Optional.empty());
            return;
        }
        Instant effectiveAt = journal.now();
        Digest readBack = desk.rollout().readBack(plan.scope());
        if (!readBack.equals(direction.readBackRoot())) {
            record(
                    changeId,
                    ChangeEvents.FAILED,
                    planDigest,
                    "The exchange answered APPLIED but has root " + readBack + " in force, planned was "
                            + direction.resultRoot(),
                    Optional.of(readBack));
            return;
        }
        recordInForce(changeId, plan, direction, effectiveAt, readBack);
    }

    /** Writes that the exchange is touched now; a plan can go forward only once, whichever desk tries. */
    private JournalEntry writeIntent(Change change, Digest planDigest, Direction direction, ChangeApplying intent) {
        String stream = ChangeEvents.changeStream(change.id());
        List<EventDraft> drafts = new ArrayList<>();
        drafts.add(journal.changeDraft(change.id(), direction.event(), person.actor(), intent));
        if (direction.isRollback()) {
            return journal.append(stream, change.streamRevision(), drafts)
                    .entries()
                    .get(0);
        }
        String planStream = ChangeEvents.planStream(planDigest);
        drafts.add(journal.draft(planStream, ChangeEvents.PLAN_USED, person.actor(), intent));
        return journal.journal()
                .append(journal.batch(stream, change.streamRevision(), drafts)
                        .expecting(planStream, ExpectedRevision.NONE))
                .entries()
                .get(0);
    }

    private void recordInForce(
            String changeId, ChangePlan plan, Direction direction, Instant effectiveAt, Digest readBack) {
        String changeStream = ChangeEvents.changeStream(changeId);
        String configStream = ChangeEvents.configStream(plan.scope());
        List<EventDraft> drafts = new ArrayList<>();
        if (!direction.isRollback()) {
            drafts.add(journal.changeDraft(
                    changeId,
                    ChangeEvents.VERIFYING,
                    SYSTEM,
                    outcome(changeId, plan.digest(), "The exchange answered APPLIED", Optional.empty())));
        }
        drafts.add(journal.changeDraft(
                changeId,
                direction.isRollback() ? ChangeEvents.ROLLED_BACK : ChangeEvents.APPLIED,
                SYSTEM,
                outcome(changeId, plan.digest(), "Read back as planned", Optional.of(readBack))));
        drafts.add(journal.draft(
                configStream,
                ChangeEvents.CONFIG_CHANGED,
                person.actor(),
                ConfigChanged.builder()
                        .scope(plan.scope())
                        .changeId(changeId)
                        .planDigest(plan.digest())
                        .rollback(direction.isRollback())
                        .effectiveAt(effectiveAt)
                        .changes(direction.changes())
                        .resultRoot(direction.resultRoot())
                        .build()));
        long configRevision = journal.head(plan.scope()).revision();
        journal.journal()
                .append(journal.batch(changeStream, journal.journal().revision(changeStream), drafts)
                        .expecting(configStream, ExpectedRevision.of(configRevision)));
    }

    private void record(String changeId, String event, Digest planDigest, String text, Optional<Digest> readBack) {
        String stream = ChangeEvents.changeStream(changeId);
        append(
                changeId,
                journal.journal().revision(stream),
                journal.changeDraft(changeId, event, SYSTEM, outcome(changeId, planDigest, text, readBack)));
    }

    private static ChangeOutcome outcome(String changeId, Digest planDigest, String text, Optional<Digest> readBack) {
        return ChangeOutcome.builder()
                .changeId(changeId)
                .planDigest(planDigest)
                .outcome(text)
                .readBackRoot(readBack)
                .build();
    }

    private List<VerdictSuperseded> superseded(Change change, int revision) {
        return change.verdicts().stream()
                .<VerdictSuperseded>map(given -> VerdictSuperseded.builder()
                        .reviewer(given.reviewer())
                        .requirement(given.verdict().requirement())
                        .planDigest(given.verdict().planDigest())
                        .reason("edited by " + person.id() + " (revision " + revision + ")")
                        .build())
                .toList();
    }

    /** Does something to a change; a refusal is recorded before it is thrown. */
    private Change attempt(String action, String changeId, Consumer<Change> act) {
        Change change = desk.load(changeId);
        try {
            act.accept(change);
        } catch (ChangeRefusedException refusal) {
            journal.refuse(changeId, person.actor(), action, refusal);
            throw refusal;
        }
        return desk.load(changeId);
    }

    private void append(String changeId, long revision, EventDraft draft) {
        journal.append(ChangeEvents.changeStream(changeId), revision, List.of(draft));
    }

    private void requireRole(String role, String what) {
        Principal now = desk.now(person);
        if (!now.hasRole(role)) {
            throw refused(
                    Refusal.NOT_ELIGIBLE,
                    person.id() + " with roles " + now.roles() + " cannot " + what + ": the role " + role + " can");
        }
    }

    private static void requireState(Change change, String event) {
        boolean allowed = ChangeFlow.of(event)
                .map(row -> row.from().contains(change.state()))
                .orElse(false);
        if (!allowed) {
            throw refused(
                    Refusal.WRONG_STATE,
                    "Change " + change.id() + " is " + change.state() + "; " + event + " can only follow "
                            + ChangeFlow.of(event)
                                    .map(row -> row.from().toString())
                                    .orElse("nothing"));
        }
    }

    private static void requireContent(ChangeProposed proposal) {
        if (proposal.changes().isEmpty()) {
            throw refused(Refusal.EMPTY_CHANGE, "The change changes nothing in " + proposal.scope());
        }
        if (proposal.title().isBlank()) {
            throw refused(Refusal.DOCUMENT_MISSING, "The change needs a title");
        }
    }

    private static void requireDocument(Optional<String> text, String what) {
        if (text.map(String::isBlank).orElse(true)) {
            throw refused(
                    Refusal.DOCUMENT_MISSING, "The change needs " + what + " before it can be reviewed: amend it");
        }
    }

    private static void requirePlan(Change change, Digest planDigest) {
        Digest current = planOf(change).digest();
        if (!current.equals(planDigest)) {
            throw refused(
                    Refusal.STALE_PLAN,
                    "The plan of " + change.id() + " is " + current + ", not " + planDigest
                            + ": look at what changed and decide again");
        }
    }

    private void requireNotice(Change change, ChangePlan plan) {
        plan.policy().noticePeriod().ifPresent(notice -> {
            Instant from = journal.approvedAt(change.id()).plus(notice);
            if (journal.now().isBefore(from)) {
                throw refused(
                        Refusal.NOTICE_PERIOD,
                        "The notice period of " + notice + " of " + change.id() + " runs until " + from);
            }
        });
    }

    private void requireWindow(String changeId) {
        Availability now = desk.availability();
        if (!now.isOpen()) {
            throw refused(Refusal.WINDOW_CLOSED, changeId + " cannot be applied now: " + now.why());
        }
    }

    private void requireSamePolicy(ChangePlan plan) {
        Digest now = desk.policy().digest();
        if (!plan.policyDigest().equals(now)) {
            throw refused(
                    Refusal.POLICY_CHANGED,
                    "The plan of " + plan.changeId() + " was submitted under policy "
                            + plan.policyDigest().abbreviated() + ", in force is " + now.abbreviated()
                            + ": rebase the change, submit it again and have it reviewed under the policy of today");
        }
    }

    private static ChangePlan planOf(Change change) {
        Supplier<ChangeRefusedException> none =
                () -> refused(Refusal.WRONG_STATE, "Change " + change.id() + " has no plan: submit one");
        return change.plan().orElseThrow(none);
    }

    /**
     * What the exchange will have in force when it does exactly these changes to what it has now. Something else elsewhere in its
     * configuration is not this change's concern; something else where it changes is.
     */
    private ConfigSnapshot expectedAfter(Scope scope, SemanticDiff changes) {
        try {
            return changes.applyTo(desk.rollout().live(scope));
        } catch (ChangeConflictException e) {
            throw refused(
                    Refusal.DRIFT, "The exchange has something else in force than the journal says. " + e.getMessage());
        }
    }

    private static ChangeRefusedException baseMoved(Change change, ChangePlan plan, ConfigSnapshot head) {
        return refused(
                Refusal.BASE_MOVED,
                "The plan of " + change.id() + " was made on root "
                        + plan.baseRoot().abbreviated() + ", in force is "
                        + head.root().abbreviated() + ": rebase the change, plan it again and have it reviewed");
    }

    private static ChangeRefusedException refused(Refusal refusal, String message) {
        return new ChangeRefusedException(refusal, message);
    }
}
