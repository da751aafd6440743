package io.countersign.client.desk;

import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.EnforcementLevel;
import io.countersign.client.policy.GivenVerdict;
import io.countersign.client.policy.Involved;
import io.countersign.client.policy.Principal;
import io.countersign.client.policy.RoleDelegations;
import io.countersign.client.policy.VerdictSigner;
import io.countersign.model.change.ChangeApproved;
import io.countersign.model.change.ChangeEnded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeHeldUp;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.change.Verdict;
import io.countersign.model.change.VerdictCarried;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.change.VerdictStatement;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.json.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Giving verdicts, and what follows from them. */
final class Review {
    private final DeskParts parts;
    private final DeskJournal journal;

    Review(DeskParts parts) {
        this.parts = parts;
        this.journal = parts.journal();
    }

    /** A requirement that somebody's verdict counts for, in their own role or in somebody's place. */
    private record Seat(ApprovalRequirement requirement, Optional<Actor> onBehalfOf) {}

    /**
     * Gives a verdict on the plan under review, for every requirement that it counts for, and records what follows.
     *
     * @param action what the person calls it
     */
    void give(
            Change change,
            Actor reviewer,
            @Nullable VerdictSigner signer,
            String action,
            Verdict verdict,
            String comment) {
        ChangePlan plan = DeskParts.planOf(change);
        Digest planDigest = DeskParts.planDigestOf(change);
        Instant at = journal.now();
        List<EventDraft> drafts = new ArrayList<>();
        List<GivenVerdict> given = new ArrayList<>();
        for (Seat seat : seats(change, reviewer, action, verdict, at)) {
            VerdictGiven said = VerdictGiven.builder()
                    .changeId(change.id())
                    .requirement(seat.requirement().id())
                    .verdict(verdict)
                    .planDigest(planDigest)
                    .policyDigest(plan.policyDigest())
                    .scopeDigest(seat.requirement().scopeDigest(plan))
                    .onBehalfOf(seat.onBehalfOf())
                    .comment(comment)
                    .build();
            VerdictGiven signed = signed(said, seat.requirement(), reviewer, signer, at);
            drafts.add(journal.changeDraft(change.id(), ChangeEvents.VERDICT_GIVEN, reviewer, at, signed));
            given.add(new GivenVerdict(reviewer, at, at, signed));
        }
        if (verdict == Verdict.VETO) {
            ChangeEnded rejected = ChangeEnded.builder()
                    .changeId(change.id())
                    .reason("vetoed by " + reviewer + ": " + comment)
                    .build();
            drafts.add(journal.changeDraft(change.id(), ChangeEvents.REJECTED, DeskParts.DESK, rejected));
        } else {
            Change.Builder next = Change.builder();
            next.from(change).addAllVerdicts(given);
            consequence(next.build(), at).ifPresent(drafts::add);
        }
        journal.append(ChangeEvents.changeStream(change.id()), change.streamRevision(), drafts);
    }

    private VerdictGiven signed(
            VerdictGiven said,
            ApprovalRequirement requirement,
            Actor reviewer,
            @Nullable VerdictSigner signer,
            Instant at) {
        VerdictGiven signed = said;
        if (signer != null) {
            byte[] toSign = VerdictStatement.of(reviewer, at, said).toSign();
            signed = VerdictGiven.builder()
                    .from(said)
                    .signature(signer.sign(toSign))
                    .build();
        }
        GivenVerdict given = new GivenVerdict(reviewer, at, at, signed);
        boolean isTheirs = signed.signature()
                .filter(signature ->
                        parts.keys().isSignedBy(reviewer, at, given.statement().toSign(), signature))
                .isPresent();
        if (requirement.signatureRequired() && !isTheirs) {
            throw ApplyGuard.refused(
                    Refusal.NOT_SIGNED,
                    "Requirement " + requirement.id() + " counts only verdicts that " + reviewer
                            + " signed with a key that the desk knows as theirs: desk.as(person, signer)");
        }
        return signed;
    }

    private List<Seat> seats(Change change, Actor reviewer, String action, Verdict verdict, Instant at) {
        ChangePlan plan = DeskParts.planOf(change);
        Principal now = parts.now(reviewer);
        RoleDelegations delegations = new RoleDelegations(journal.delegationsTo(reviewer));
        Map<String, Seat> found = new LinkedHashMap<>();
        Optional<ApprovalRequirement> own = Optional.empty();
        for (ApprovalRequirement requirement : requirements(change, plan)) {
            Set<Actor> excluded = DeskParts.involved(change, Optional.empty()).excludedFrom(requirement);
            if (excluded.contains(reviewer)) {
                own = Optional.of(requirement);
                continue;
            }
            for (Actor authority : authorities(change, requirement, verdict, now, delegations, at)) {
                if (excluded.contains(authority)) {
                    own = Optional.of(requirement);
                } else {
                    found.putIfAbsent(
                            requirement.id(),
                            new Seat(
                                    requirement,
                                    authority.equals(reviewer) ? Optional.empty() : Optional.of(authority)));
                }
            }
        }
        List<Seat> seats = List.copyOf(found.values());
        if (!seats.isEmpty()) {
            return seats;
        }
        String explained = Explanation.of(change, parts.evaluate(change, Optional.empty(), at));
        own.ifPresent(requirement -> {
            throw ApplyGuard.refused(
                    Refusal.SELF_APPROVAL,
                    reviewer + " cannot " + action + " " + change.id()
                            + ": it is their own change, or that of the one in whose place they act, and requirement "
                            + requirement.id() + " asks for somebody else: ask somebody who did not edit it. "
                            + explained);
        });
        throw ApplyGuard.refused(
                Refusal.NOT_ELIGIBLE,
                reviewer + " with roles " + now.roles() + " cannot " + action + " " + change.id() + ". " + explained);
    }

    /** The requirements of the policy in force, and those of the submission. */
    private Set<ApprovalRequirement> requirements(Change change, ChangePlan plan) {
        Set<ApprovalRequirement> all = new LinkedHashSet<>(parts.policy().requirementsOf(plan));
        change.pinnedPolicy().map(pinned -> pinned.requirementsOf(plan)).ifPresent(all::addAll);
        return all;
    }

    /** The role with which such a verdict can be given, if it can. */
    private static Optional<String> role(ApprovalRequirement requirement, Verdict verdict) {
        return switch (verdict) {
            case OVERRIDE ->
                requirement.level() == EnforcementLevel.HARD_MANDATORY ? Optional.empty() : requirement.overridableBy();
            case VETO -> requirement.vetoBlocks() ? Optional.of(requirement.role()) : Optional.empty();
            case APPROVE, REQUEST_CHANGES, ABSTAIN, WITHDRAW -> Optional.of(requirement.role());
        };
    }

    /** In whose role somebody may say this: their own first. What one has said one can take back, whatever one's roles are now. */
    private List<Actor> authorities(
            Change change,
            ApprovalRequirement requirement,
            Verdict verdict,
            Principal reviewer,
            RoleDelegations delegations,
            Instant at) {
        if (verdict == Verdict.WITHDRAW) {
            return change.verdicts().stream()
                    .filter(given -> given.reviewer().equals(reviewer.actor())
                            && given.verdict().requirement().equals(requirement.id()))
                    .map(GivenVerdict::authority)
                    .toList();
        }
        Optional<String> role = role(requirement, verdict);
        if (role.isEmpty()) {
            return List.of();
        }
        List<Actor> authorities = new ArrayList<>();
        if (reviewer.hasRole(role.get())) {
            authorities.add(reviewer.actor());
        }
        delegations.delegators(reviewer.actor(), role.get(), at).stream()
                .filter(delegator -> parts.now(delegator).hasRole(role.get()))
                .forEach(authorities::add);
        return authorities;
    }

    /** What the desk records when a review stands as it does: an approval that is complete, or no longer. */
    Optional<EventDraft> consequence(Change change, Instant at) {
        Decision decision = parts.evaluate(change, Optional.empty(), at);
        boolean isKnown =
                decision.requirements().stream().noneMatch(result -> result.status() == RequirementStatus.ERROR);
        if (!isKnown) {
            return Optional.empty(); // nothing turns because a directory does not answer
        }
        return switch (change.state()) {
            case IN_REVIEW ->
                decision.permitted() && isCurrent(change)
                        ? Optional.of(journal.changeDraft(
                                change.id(),
                                ChangeEvents.APPROVED,
                                DeskParts.DESK,
                                ChangeApproved.builder()
                                        .changeId(change.id())
                                        .decision(decision)
                                        .build()))
                        : Optional.empty();
            case APPROVED -> {
                if (!decision.permitted()) {
                    yield Optional.of(heldUp(
                            change, ChangeEvents.REOPENED, Refusal.NOT_APPROVED, Explanation.of(change, decision)));
                }
                yield isCurrent(change)
                        ? Optional.empty()
                        : Optional.of(heldUp(
                                change,
                                ChangeEvents.REOPENED,
                                Refusal.BASE_MOVED,
                                "What is in force moved under the plan: rebase the change"));
            }
            case SCHEDULED ->
                decision.permitted()
                        ? Optional.empty()
                        : Optional.of(heldUp(
                                change,
                                ChangeEvents.SUSPENDED,
                                Refusal.NOT_APPROVED,
                                Explanation.of(change, decision)));
            default -> Optional.empty();
        };
    }

    EventDraft heldUp(Change change, String event, Refusal cause, String reason) {
        ChangeHeldUp heldUp = ChangeHeldUp.builder()
                .changeId(change.id())
                .cause(cause.name())
                .reason(reason)
                .build();
        return journal.changeDraft(change.id(), event, DeskParts.DESK, heldUp);
    }

    /** Whether the plan of a change was made on what is in force. */
    boolean isCurrent(Change change) {
        ChangePlan plan = DeskParts.planOf(change);
        return plan.baseRoot().equals(journal.head(plan.scope()).snapshot().root());
    }

    /**
     * The verdicts on earlier plans that count for another one of the same change, too.
     *
     * @param executor who carries it out, where that is known
     */
    List<VerdictCarried> carried(Change change, ChangePlan plan, Digest planDigest, Optional<Actor> executor) {
        List<VerdictCarried> carried = new ArrayList<>();
        Involved involved = DeskParts.involved(change, executor);
        for (ApprovalRequirement requirement : parts.policy().requirementsOf(plan)) {
            Set<Actor> excluded = involved.excludedFrom(requirement);
            for (GivenVerdict given : requirement.lastWords(plan, planDigest, change.verdicts())) {
                VerdictGiven verdict = given.verdict();
                boolean counts = verdict.verdict() != Verdict.WITHDRAW
                        && !verdict.planDigest().equals(planDigest)
                        && !excluded.contains(given.reviewer())
                        && !excluded.contains(given.authority());
                if (counts) {
                    carried.add(VerdictCarried.builder()
                            .reviewer(given.reviewer())
                            .requirement(requirement.id())
                            .planDigest(verdict.planDigest())
                            .scopeDigest(requirement.scopeDigest(plan))
                            .build());
                }
            }
        }
        return carried;
    }
}
