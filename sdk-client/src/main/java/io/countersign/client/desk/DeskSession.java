package io.countersign.client.desk;

import io.countersign.client.policy.ChangeTemplate;
import io.countersign.client.policy.Principal;
import io.countersign.client.policy.RequiredDocument;
import io.countersign.client.policy.VerdictSigner;
import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.client.rule.ChangeContext;
import io.countersign.model.ChangeConflictException;
import io.countersign.model.change.ChangeAmended;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeClosed;
import io.countersign.model.change.ChangeEnded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeHeldUp;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.ChangeScheduled;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.CheckOutcome;
import io.countersign.model.change.CheckReported;
import io.countersign.model.change.ConfigTagged;
import io.countersign.model.change.EvidenceReference;
import io.countersign.model.change.ReviewOutcome;
import io.countersign.model.change.RoleDelegated;
import io.countersign.model.change.Verdict;
import io.countersign.model.change.VerdictSuperseded;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one person does at the desk. Every method either does it and records it, or throws and records the attempt.
 *
 * <p>All methods throw {@link ChangeRefusedException} when the flow or the policy forbids it, {@link
 * io.countersign.model.NotFoundException} when there is no such change, and {@link
 * io.countersign.model.AppendConflictException} when somebody else acted on the change at the same moment: look at it again, and decide
 * anew. In each case nothing was done, but for one: when somebody else settles a change while the exchange is still being asked
 * for it, the conflict comes after the exchange has answered, says what that was, and nothing more is written.
 */
public final class DeskSession {
    /** Under which an attempt is recorded that is about no change. */
    private static final String NO_CHANGE = "none";

    private final Actor actor;
    private final @Nullable VerdictSigner signer;
    private final DeskParts parts;
    private final DeskJournal journal;
    private final ApplyGuard guard;
    private final Review review;
    private final Execution execution;

    DeskSession(Principal person, @Nullable VerdictSigner signer, DeskParts parts) {
        this.actor = person.actor();
        this.signer = signer;
        this.parts = parts;
        this.journal = parts.journal();
        this.guard = new ApplyGuard(parts);
        this.review = new Review(parts);
        this.execution = new Execution(parts);
    }

    /** Proposes a change to what is in force in a scope. */
    public Change propose(Scope scope, Consumer<ChangeDraft> fill) {
        return open("propose", scope, fill);
    }

    /**
     * Proposes a change that undoes one that is in force, on top of what has happened since. It is a change as every other: it is planned,
     * reviewed and applied.
     *
     * @param fill what is to be said about it, and edited beside it
     * @throws ChangeConflictException if what it changed has been changed again since; the message names the fields
     */
    public Change revert(String changeId, Consumer<ChangeDraft> fill) {
        Change change = journal.load(changeId);
        return open("revert " + changeId, change.proposal().scope(), draft -> {
            if (!change.inForce()) {
                throw ApplyGuard.refused(
                        Refusal.WRONG_STATE,
                        changeId + " is " + change.state() + " and not in force: there is nothing to revert");
            }
            fill.accept(draft.undoing(changeId, DeskParts.planOf(change).inverse()));
        });
    }

    /**
     * Proposes a standard change: sets fields as a template lets them be set. Within its bounds and its budget nobody needs to be asked for
     * what the template stands for.
     *
     * @param documents which documents; each must have one of the fields
     * @param values what the template's parameters are set to, by their names
     * @param fill what is to be said about it beside what the template says
     */
    public Change proposeStandard(
            Scope scope,
            String templateId,
            Collection<DocumentId> documents,
            Map<String, String> values,
            Consumer<ChangeDraft> fill) {
        return open("propose by template " + templateId, scope, draft -> {
            ChangeTemplate template = parts.governing().now().loadTemplate(templateId);
            guard.requireRole(actor, template.role(), "propose by template " + templateId);
            fill.accept(draft.standard(template, documents, values));
            List<String> objections = template.objections(draft.changes());
            if (!objections.isEmpty()) {
                throw ApplyGuard.refused(
                        Refusal.OUT_OF_BOUNDS,
                        "Template " + templateId + " does not cover it: " + String.join("; ", objections)
                                + ". Propose it as a change of its own, or within the bounds");
            }
        });
    }

    private Change open(String action, Scope scope, Consumer<ChangeDraft> fill) {
        try {
            parts.requireClock(journal.now());
            requireProposer("propose a change");
            ChangeDraft draft = new ChangeDraft(journal.head(scope).snapshot());
            fill.accept(draft);
            parts.governing().requireValid(draft.base(), draft.edited());
            String changeId =
                    "CHG-" + (journal.journal().head().size() + 1); // an id of its own: proposing adds an entry
            ChangeProposed proposal = draft.toProposal(changeId, 1);
            requireContent(proposal);
            journal.append(
                    ChangeEvents.changeStream(changeId),
                    0,
                    List.of(journal.changeDraft(changeId, ChangeEvents.PROPOSED, actor, proposal)));
            return journal.load(changeId);
        } catch (ChangeRefusedException refusal) {
            journal.refuse(NO_CHANGE, actor, action, refusal);
            throw refusal;
        }
    }

    /**
     * Edits a change, on top of what is in force now. Voids every verdict, but for those of requirements that let them count again for a
     * plan in which nothing changed of what they are about.
     *
     * @throws ChangeConflictException if the live configuration moved under the change
     */
    public Change amend(String changeId, Consumer<ChangeDraft> edit) {
        return attempt("amend", changeId, change -> {
            requireProposer("edit a change");
            ChangeFlow.require(change, ChangeEvents.AMENDED);
            ConfigSnapshot live = journal.head(change.proposal().scope()).snapshot();
            ChangeDraft draft = new ChangeDraft(live, change.proposal());
            edit.accept(draft);
            draft.renewTemplate(parts.governing().now());
            parts.governing().requireValid(draft.base(), draft.edited());
            ChangeProposed proposal =
                    draft.toProposal(changeId, change.proposal().revision() + 1);
            requireContent(proposal);
            ChangeAmended amended = ChangeAmended.builder()
                    .proposal(proposal)
                    .superseded(superseded(change, proposal.revision()))
                    .build();
            append(change, ChangeEvents.AMENDED, amended);
        });
    }

    /** Makes a change again on what is in force now, without another edit. */
    public Change rebase(String changeId) {
        return amend(changeId, draft -> {});
    }

    /**
     * Freezes a change for review. Where what was said before counts again and completes it, or a template stands for its approvals, it is
     * approved at once. The desk makes the plan anew from the facts of the market and takes it only if it is the one
     * that was looked at: what reviewers see cannot be handed in.
     *
     * @param planDigest the plan that {@link ChangeDesk#plan} made of the same facts
     */
    public Change submit(String changeId, Digest planDigest, ChangeContext facts) {
        return attempt("submit", changeId, change -> {
            requireProposer("submit a change");
            ChangeFlow.require(change, ChangeEvents.SUBMITTED);
            requireDocuments(change.proposal());
            ChangePlan plan = parts.plan(change, facts).plan();
            if (!plan.digest().equals(planDigest)) {
                throw ApplyGuard.refused(
                        Refusal.STALE_PLAN,
                        "What " + changeId + " would do now is plan " + plan.digest() + ", not " + planDigest
                                + ": the live configuration or the market moved; look at the plan again");
            }
            requireNoErrors(changeId, plan);
            ChangeSubmitted anew = ChangeSubmitted.builder()
                    .changeId(changeId)
                    .planDigest(planDigest)
                    .plan(plan)
                    .policy(JsonText.of(parts.policy()))
                    .build();
            Instant at = journal.now();
            ChangeSubmitted submitted = ChangeSubmitted.builder()
                    .from(anew)
                    .carried(review.carried(
                            ChangeFold.submitted(change, anew, actor, at), plan, planDigest, Optional.empty()))
                    .build();
            List<EventDraft> drafts = new ArrayList<>(
                    List.of(journal.changeDraft(changeId, ChangeEvents.SUBMITTED, actor, at, submitted)));
            review.consequence(ChangeFold.submitted(change, submitted, actor, at), at)
                    .ifPresent(drafts::add);
            journal.append(ChangeEvents.changeStream(changeId), change.streamRevision(), drafts);
        });
    }

    /**
     * Approves a plan, by its digest. Counts for every requirement that this person is eligible for; when that completes the
     * last one, the change is approved.
     */
    public Change approve(String changeId, Digest planDigest, String comment) {
        return say("approve", changeId, planDigest, Verdict.APPROVE, comment);
    }

    /** Asks for changes; the requirement is not met while this is this person's last word. */
    public Change requestChanges(String changeId, Digest planDigest, String comment) {
        return say("request changes to", changeId, planDigest, Verdict.REQUEST_CHANGES, comment);
    }

    /** Says that one has looked, and leaves the decision to others. */
    public Change abstain(String changeId, Digest planDigest, String comment) {
        return say("abstain on", changeId, planDigest, Verdict.ABSTAIN, comment);
    }

    /** Takes back what one said about a plan. What was approved by it is in review again. */
    public Change withdraw(String changeId, Digest planDigest, String comment) {
        return say("withdraw a verdict on", changeId, planDigest, Verdict.WITHDRAW, comment);
    }

    /**
     * Lets a plan pass without what the requirements ask for that this person can override.
     *
     * @param justification why; reviewers and auditors read it
     */
    public Change override(String changeId, Digest planDigest, String justification) {
        return say("override a requirement of", changeId, planDigest, Verdict.OVERRIDE, justification);
    }

    /** Refuses a plan for good, where a requirement that this person is eligible for gives a veto. The change ends. */
    public Change veto(String changeId, Digest planDigest, String reason) {
        return say("veto", changeId, planDigest, Verdict.VETO, reason);
    }

    /**
     * Says what a check of a plan came to, in place of what was said of it before. A plan whose last missing check passes is approved; one
     * that was approved and fails is in review again.
     *
     * @param check the id of a check of the policy that is reported
     * @param summary the outcome in a sentence, with its figures
     * @param evidence what it rests on, kept by the host
     */
    public Change report(
            String changeId,
            Digest planDigest,
            String check,
            CheckOutcome outcome,
            String summary,
            List<EvidenceReference> evidence) {
        CheckReported.Builder report = CheckReported.builder();
        report.changeId(changeId)
                .planDigest(planDigest)
                .check(check)
                .outcome(outcome)
                .summary(summary)
                .evidence(evidence);
        return report(report.build());
    }

    /**
     * Says that an item of a checklist was done for a plan. Items are done in their order.
     *
     * @param note what was seen
     */
    public Change signOff(String changeId, Digest planDigest, String check, String item, String note) {
        CheckReported.Builder report = CheckReported.builder();
        report.changeId(changeId)
                .planDigest(planDigest)
                .check(check)
                .item(item)
                .outcome(CheckOutcome.PASS)
                .summary(note);
        return report(report.build());
    }

    private Change report(CheckReported report) {
        return attempt("report check " + report.check() + " of", report.changeId(), change -> {
            ChangeFlow.require(change, ChangeEvents.CHECK_REPORTED);
            requirePlan(change, report.planDigest());
            new Reporting(parts, guard, review).report(change, actor, report);
        });
    }

    /** Lets somebody else give verdicts in one's place for a time. Counts while one has the role oneself. */
    public void delegate(Actor delegate, String role, Instant begins, Instant ends, String reason) {
        if (delegate.equals(actor) || !begins.isBefore(ends)) {
            throw new IllegalArgumentException("A role is delegated to somebody else, and for some time: " + actor
                    + " to " + delegate + ", " + begins + " to " + ends);
        }
        String stream = ChangeEvents.delegationStream(delegate);
        try {
            guard.requireRole(actor, role, "delegate the role " + role);
        } catch (ChangeRefusedException refusal) {
            journal.refuse(NO_CHANGE, actor, "delegate " + role, refusal);
            throw refusal;
        }
        RoleDelegated delegated = RoleDelegated.builder()
                .delegator(actor)
                .delegate(delegate)
                .role(role)
                .begins(begins)
                .ends(ends)
                .reason(reason)
                .build();
        journal.append(
                stream,
                journal.journal().revision(stream),
                List.of(journal.draft(stream, ChangeEvents.ROLE_DELEGATED, actor, delegated)));
    }

    /**
     * Gives what is in force in a scope now a name, by which {@link ConfigHistory#tagged} finds it.
     *
     * @param note what it is for
     * @throws io.countersign.model.AppendConflictException if the name is taken; nothing was written
     */
    public void tag(Scope scope, String name, String note) {
        Head head = journal.head(scope);
        ConfigTagged tagged = ConfigTagged.builder()
                .scope(scope)
                .name(name)
                .root(head.snapshot().root())
                .revision(head.revision())
                .note(note)
                .build();
        try {
            requireProposer("name a configuration");
        } catch (ChangeRefusedException refusal) {
            journal.refuse(NO_CHANGE, actor, "tag " + name, refusal);
            throw refusal;
        }
        String stream = ChangeEvents.tagStream(scope, name);
        journal.append(stream, 0, List.of(journal.draft(stream, ChangeEvents.CONFIG_TAGGED, actor, tagged)));
    }

    /**
     * Has an approved plan carried out by itself at a moment: by the first {@link ChangeDesk#tick} from then on, when all that applying
     * takes holds then. The desk suspends it as soon as it sees that it will not.
     *
     * @param at by the clocks of a zone; where they show a time twice, the first unless the offset says otherwise
     */
    public Change schedule(String changeId, Digest planDigest, ZonedDateTime at) {
        return attempt("schedule", changeId, change -> {
            ChangeFlow.require(change, ChangeEvents.SCHEDULED);
            requirePlan(change, planDigest);
            Instant now = journal.now();
            if (!at.toInstant().isAfter(now)) {
                throw ApplyGuard.refused(
                        Refusal.WINDOW_CLOSED,
                        at + " has passed: schedule " + changeId + " for later, or apply it now");
            }
            guard.requireLater(change, actor, at.toInstant());
            ChangeScheduled scheduled = ChangeScheduled.builder()
                    .changeId(changeId)
                    .planDigest(planDigest)
                    .activateAt(at.toInstant())
                    .local(at.toLocalDateTime())
                    .zone(at.getZone())
                    .calendarDigest(parts.calendar().digest())
                    .build();
            append(change, ChangeEvents.SCHEDULED, scheduled);
        });
    }

    /** Takes a schedule back. A change that was suspended because it lost an approval, or its base, goes back to review. */
    public Change unschedule(String changeId, String reason) {
        return attempt("unschedule", changeId, change -> {
            guard.requireApplier(actor, "unschedule a change");
            ChangeFlow.require(change, ChangeEvents.UNSCHEDULED);
            boolean isAgreed =
                    parts.evaluate(change, Optional.empty(), journal.now()).permitted() && review.isCurrent(change);
            if (isAgreed || change.state() == ChangeState.SCHEDULED) {
                append(change, ChangeEvents.UNSCHEDULED, heldUp(changeId, "UNSCHEDULED", reason));
            } else {
                append(change, ChangeEvents.REOPENED, heldUp(changeId, Refusal.NOT_APPROVED.name(), reason));
            }
        });
    }

    /**
     * Carries out an approved plan, when the calendar allows it: writes the intent, asks the exchange, reads back, and records what
     * is then in force. The change ends up {@link ChangeState#APPLIED}; {@link ChangeState#FAILED} when the exchange refused or
     * has something else in force; {@link ChangeState#PAUSED} when nobody knows.
     */
    public Change apply(String changeId, Digest planDigest) {
        return attempt("apply", changeId, change -> {
            guard.requireApplier(actor, "apply a change");
            if (change.state() == ChangeState.PAUSED) {
                throw ApplyGuard.refused(
                        Refusal.WRONG_STATE, changeId + " was begun and is PAUSED: resume it or roll it back");
            }
            ChangeFlow.require(change, ChangeEvents.APPLYING);
            requirePlan(change, planDigest);
            ApplyGuard.Go go = guard.requireNow(change, actor, journal.now());
            ChangeApplying applying = Execution.applying(change, planDigest, go, parts, Optional.empty());
            execution.begin(
                    change, journal.changeDraft(change.id(), ChangeEvents.APPLYING, actor, applying), applying, go);
        });
    }

    /**
     * Goes on with a change that is paused. The exchange is asked what became of it; if it never saw it, all that applying takes must hold
     * again, and it is asked once more under the same key.
     */
    public Change resume(String changeId) {
        return attempt("resume", changeId, change -> {
            guard.requireApplier(actor, "resume a change");
            if (change.state() != ChangeState.PAUSED) {
                throw ApplyGuard.refused(
                        Refusal.WRONG_STATE, changeId + " is " + change.state() + "; only what is PAUSED is resumed");
            }
            String key = change.intent().map(ChangeApplying::applyKey).orElse("");
            Optional<ApplyOutcome> found =
                    parts.rollout(change.proposal().scope()).find(key);
            if (found.isPresent()) {
                execution.settle(change, found.get(), true);
                return;
            }
            if (change.emergency().isPresent()) {
                new BreakGlass(parts, guard, review, execution).requireHard(change, actor, journal.now());
            }
            ApplyGuard.Go go = change.emergency().isPresent()
                    ? guard.requireBase(
                            change,
                            DeskParts.planOf(change),
                            change.emergency().get().intent().decision())
                    : guard.requireNow(change, actor, journal.now());
            ChangeApplying applying = Execution.applying(
                    change, DeskParts.planDigestOf(change), go, parts, Optional.of("resumed by " + actor));
            execution.again(change, journal.changeDraft(change.id(), ChangeEvents.APPLYING, actor, applying));
        });
    }

    /**
     * Gives up a change that is paused and can neither be resumed nor rolled back, because the exchange has something else in force: it has
     * failed, what the exchange has is recorded, and the scope is free for the change that puts it right.
     */
    public Change giveUp(String changeId, String reason) {
        return attempt("give up", changeId, change -> {
            guard.requireApplier(actor, "give up a change");
            if (change.state() != ChangeState.PAUSED) {
                throw ApplyGuard.refused(
                        Refusal.WRONG_STATE, changeId + " is " + change.state() + "; only what is PAUSED is given up");
            }
            requireReason(reason, "give up", changeId);
            execution.giveUp(change, "given up by " + actor + ": " + reason);
        });
    }

    /**
     * Carries a change out in an emergency, without the approvals and outside the windows that its policy asks for, when this person has
     * the role for it. Hard requirements and rules that block hold nonetheless. The change must be reviewed afterwards, by somebody
     * else, before it can be closed.
     *
     * @param planDigest the plan under review, or for a draft the one that {@link ChangeDesk#plan} made of these facts
     * @param incident id of the incident that makes it necessary
     */
    public Change breakGlass(
            String changeId, Digest planDigest, ChangeContext facts, String incident, String justification) {
        return attempt("break glass for", changeId, change -> {
            ChangeFlow.require(change, ChangeEvents.GLASS_BROKEN);
            new BreakGlass(parts, guard, review, execution)
                    .carryOut(change, actor, planDigest, facts, incident, justification);
        });
    }

    /** Undoes a change by exactly the inverse that was approved with it, whatever the calendar says. */
    public Change rollback(String changeId, String reason) {
        return attempt("roll back", changeId, change -> {
            guard.requireApplier(actor, "roll back a change");
            ChangeFlow.require(change, ChangeEvents.ROLLING_BACK);
            new RollBack(parts, guard, execution).carryOut(change, actor, reason);
        });
    }

    /** Gives a change up before anything touches the exchange. */
    public Change cancel(String changeId, String reason) {
        return attempt("cancel", changeId, change -> {
            requireProposer("cancel a change");
            ChangeFlow.require(change, ChangeEvents.CANCELLED);
            requireReason(reason, "cancel", changeId);
            append(
                    change,
                    ChangeEvents.CANCELLED,
                    ChangeEnded.builder().changeId(changeId).reason(reason).build());
        });
    }

    /**
     * Ends a change that touched the exchange, with what was learnt. What was an emergency, was critical, failed or was rolled back is
     * closed by somebody who neither edited it nor carried it out.
     *
     * @param text the post-implementation review
     * @param followUps what is still to be done
     */
    public Change close(String changeId, ReviewOutcome outcome, String text, List<String> followUps) {
        return attempt("close", changeId, change -> {
            Principal now = parts.now(actor);
            if (parts.policy().roles().stream().noneMatch(now::hasRole)) {
                throw ApplyGuard.refused(
                        Refusal.NOT_ELIGIBLE,
                        actor + " with roles " + now.roles() + " cannot close a change: any of "
                                + parts.policy().roles() + " can");
            }
            ChangeFlow.require(change, ChangeEvents.CLOSED);
            boolean isOnesOwn =
                    change.editors().contains(actor) || change.executors().contains(actor);
            if (change.needsIndependentReview() && isOnesOwn) {
                throw ApplyGuard.refused(
                        Refusal.SELF_APPROVAL,
                        actor + " edited " + changeId
                                + " or carried it out, and it needs a review by somebody else before it is closed");
            }
            if (text.isBlank()) {
                throw ApplyGuard.refused(Refusal.DOCUMENT_MISSING, changeId + " needs a review before it is closed");
            }
            append(
                    change,
                    ChangeEvents.CLOSED,
                    ChangeClosed.builder()
                            .changeId(changeId)
                            .outcome(outcome)
                            .review(text)
                            .followUps(followUps)
                            .build());
        });
    }

    private Change say(String action, String changeId, Digest planDigest, Verdict verdict, String comment) {
        return attempt(action, changeId, change -> {
            ChangeFlow.require(change, ChangeEvents.VERDICT_GIVEN);
            requirePlan(change, planDigest);
            boolean needsWords = verdict == Verdict.VETO || verdict == Verdict.OVERRIDE;
            if (needsWords) {
                requireReason(comment, action, changeId);
            }
            review.give(change, actor, signer, action, verdict, comment);
        });
    }

    private List<VerdictSuperseded> superseded(Change change, int revision) {
        return change.verdictsOnPlan().stream()
                .<VerdictSuperseded>map(given -> VerdictSuperseded.builder()
                        .reviewer(given.reviewer())
                        .requirement(given.verdict().requirement())
                        .planDigest(given.verdict().planDigest())
                        .reason("edited by " + actor + " (revision " + revision + ")")
                        .build())
                .toList();
    }

    private static ChangeHeldUp heldUp(String changeId, String cause, String reason) {
        return ChangeHeldUp.builder()
                .changeId(changeId)
                .cause(cause)
                .reason(reason)
                .build();
    }

    /** Does something to a change; a refusal is recorded before it is thrown. */
    private Change attempt(String action, String changeId, Consumer<Change> act) {
        Change change = journal.load(changeId);
        try {
            parts.requireClock(journal.now());
            act.accept(change);
        } catch (ChangeRefusedException refusal) {
            journal.refuse(changeId, actor, action, refusal);
            throw refusal;
        }
        return journal.load(changeId);
    }

    private void append(Change change, String event, Object payload) {
        journal.append(change, journal.changeDraft(change.id(), event, actor, payload));
    }

    private void requireProposer(String what) {
        guard.requireRole(actor, parts.policy().proposerRole(), what);
    }

    private static void requireReason(String reason, String action, String changeId) {
        if (reason.isBlank()) {
            throw ApplyGuard.refused(Refusal.DOCUMENT_MISSING, "To " + action + " " + changeId + " one must say why");
        }
    }

    private static void requireContent(ChangeProposed proposal) {
        if (proposal.changes().isEmpty()) {
            throw ApplyGuard.refused(Refusal.EMPTY_CHANGE, "The change changes nothing in " + proposal.scope());
        }
        if (proposal.title().isBlank()) {
            throw ApplyGuard.refused(Refusal.DOCUMENT_MISSING, "The change needs a title");
        }
    }

    private void requireDocuments(ChangeProposed proposal) {
        List<RequiredDocument> missing = parts.policy().requiredDocuments().stream()
                .filter(document -> !document.isIn(proposal))
                .toList();
        if (!missing.isEmpty()) {
            throw ApplyGuard.refused(
                    Refusal.DOCUMENT_MISSING,
                    "Policy " + parts.policy().id() + " asks for " + missing + " before " + proposal.changeId()
                            + " can be reviewed: amend it");
        }
    }

    private static void requireNoErrors(String changeId, ChangePlan plan) {
        List<Finding> errors = plan.report().atLeast(Severity.ERROR);
        if (!errors.isEmpty()) {
            throw ApplyGuard.refused(
                    Refusal.VALIDATION_FAILED,
                    changeId + " has " + errors.size() + (errors.size() == 1 ? " finding" : " findings")
                            + " of severity ERROR or BLOCK: "
                            + errors.stream().map(Finding::ruleId).collect(Collectors.joining(", ")) + "\n"
                            + errors.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        }
    }

    private static void requirePlan(Change change, Digest planDigest) {
        Digest current = DeskParts.planDigestOf(change);
        if (!current.equals(planDigest)) {
            throw ApplyGuard.refused(
                    Refusal.STALE_PLAN,
                    "The plan of " + change.id() + " is " + current + ", not " + planDigest
                            + ": look at what changed and decide again");
        }
    }
}
