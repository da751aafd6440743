package io.countersign.client.policy;

import io.countersign.model.change.Verdict;
import io.countersign.model.journal.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was said for one requirement, and what of it counts. Of several verdicts of one person the last is their word, and if that does
 * not count, no earlier one does.
 *
 * @param approvals from different people, by nobody's role twice
 * @param against who wants changes
 * @param override the last word that lets it pass
 * @param discounted whose word does not count and why, for people
 */
record Tally(
        ApprovalRequirement requirement,
        List<GivenVerdict> approvals,
        List<Actor> against,
        Optional<GivenVerdict> override,
        List<String> discounted) {

    static Tally of(ApprovalRequirement requirement, ReviewCase review, Directory directory, KeyDirectory keys) {
        List<GivenVerdict> approvals = new ArrayList<>();
        List<Actor> against = new ArrayList<>();
        List<String> discounted = new ArrayList<>();
        Optional<GivenVerdict> override = Optional.empty();
        Set<Actor> counted = new HashSet<>();
        Judge judge = new Judge(requirement, review, directory, keys);
        for (GivenVerdict given : lastWords(requirement, review, judge, discounted)) {
            Verdict verdict = given.verdict().verdict();
            if (verdict == Verdict.ABSTAIN || verdict == Verdict.WITHDRAW) {
                continue;
            }
            Optional<String> objection = judge.objectionTo(given);
            if (objection.isPresent()) {
                discounted.add(given.reviewer() + " (" + objection.get() + ")");
            } else if (verdict == Verdict.OVERRIDE) {
                override = Optional.of(given);
            } else if (verdict != Verdict.APPROVE) {
                against.add(given.reviewer());
            } else if (counted.contains(given.reviewer()) || counted.contains(given.authority())) {
                discounted.add(given.reviewer() + " (the same role is counted already)");
            } else {
                counted.add(given.reviewer());
                counted.add(given.authority());
                approvals.add(given);
            }
        }
        return new Tally(requirement, approvals, against, override, discounted);
    }

    /** Each person's last word; what had to be signed and is not is nobody's word, and takes none back. */
    private static List<GivenVerdict> lastWords(
            ApprovalRequirement requirement, ReviewCase review, Judge judge, List<String> discounted) {
        List<GivenVerdict> signed = new ArrayList<>();
        List<GivenVerdict> unsigned = new ArrayList<>();
        for (GivenVerdict given : review.verdicts()) {
            (requirement.signatureRequired() && !judge.isSigned(given) ? unsigned : signed).add(given);
        }
        words(requirement, review, unsigned)
                .forEach(given -> discounted.add(given.reviewer() + " (it is not signed with a key of theirs)"));
        return words(requirement, review, signed);
    }

    private static List<GivenVerdict> words(
            ApprovalRequirement requirement, ReviewCase review, List<GivenVerdict> verdicts) {
        return requirement.lastWords(review.plan(), review.planDigest(), verdicts);
    }

    /** Says why a verdict does not count. */
    private record Judge(ApprovalRequirement requirement, ReviewCase review, Directory directory, KeyDirectory keys) {

        Optional<String> objectionTo(GivenVerdict given) {
            Set<Actor> excluded = review.involved().excludedFrom(requirement);
            if (review.involved().executor().filter(given.reviewer()::equals).isPresent()
                    && excluded.contains(given.reviewer())) {
                return Optional.of("it must be somebody else than who carries it out");
            }
            if (excluded.contains(given.reviewer())) {
                return Optional.of("it is their own change");
            }
            if (excluded.contains(given.authority())) {
                return Optional.of("it is the own change of " + given.authority() + ", in whose place it was given");
            }
            boolean isOverride = given.verdict().verdict() == Verdict.OVERRIDE;
            Optional<String> role = isOverride ? requirement.overridableBy() : Optional.of(requirement.role());
            if (role.isEmpty()) {
                return Optional.of("nobody can override it");
            }
            if (!hasRole(given.authority(), role.get())) {
                return Optional.of(given.authority() + " no longer has role " + role.get());
            }
            if (!given.authority().equals(given.reviewer()) && !wasDelegated(given, role.get())) {
                return Optional.of(given.authority() + " had not delegated role " + role.get() + " to them then");
            }
            if (!given.isObjection() && isExpired(given.recordedAt())) {
                return Optional.of(
                        "it counted for " + requirement.expiresAfter().orElseThrow());
            }
            return Optional.empty();
        }

        private boolean hasRole(Actor actor, String role) {
            return directory.find(actor).map(person -> person.hasRole(role)).orElse(false);
        }

        private boolean wasDelegated(GivenVerdict given, String role) {
            return new RoleDelegations(review.delegations())
                    .delegators(given.reviewer(), role, given.recordedAt())
                    .contains(given.authority());
        }

        private boolean isExpired(Instant recordedAt) {
            return requirement
                    .expiresAfter()
                    .map(after -> !review.at().isBefore(recordedAt.plus(after)))
                    .orElse(false);
        }

        boolean isSigned(GivenVerdict given) {
            return given.verdict()
                    .signature()
                    .map(signature -> keys.isSignedBy(
                            given.reviewer(),
                            given.recordedAt(),
                            given.statement().toSign(),
                            signature))
                    .orElse(false);
        }
    }
}
