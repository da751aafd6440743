package io.countersign.client.desk;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.GivenVerdict;
import io.countersign.client.policy.PolicyEvaluation;
import io.countersign.client.policy.ReviewCase;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.Decision;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.ArrayList;
import java.util.List;

/** Puts another policy and other rules to the changes of the past, in shadow: nothing is written. */
final class Replay {
    private final DeskParts parts;

    Replay(DeskParts parts) {
        this.parts = parts;
    }

    List<ReplayedChange> of(Scope scope, ApprovalPolicy policy, Validator rules) {
        List<ReplayedChange> replayed = new ArrayList<>();
        ConfigHistory history = ConfigHistory.read(parts.journal().journal(), scope);
        ConfigSnapshot before = history.baseline();
        for (ConfigHistory.Version version : history.versions()) {
            ConfigSnapshot after = version.changes().applyTo(before);
            if (!version.rollback()) {
                Change change = parts.journal().load(version.changeId());
                ChangePlan plan = DeskParts.planOf(change);
                ChangeContext context =
                        ChangeContext.builder().policy(plan.policy()).build();
                replayed.add(new ReplayedChange(
                        change.id(),
                        version.effectiveAt(),
                        decision(change, plan, policy, version),
                        rules.assess(before, after, context).report()));
            }
            before = after;
        }
        return replayed;
    }

    private Decision decision(Change change, ChangePlan plan, ApprovalPolicy policy, ConfigHistory.Version version) {
        List<GivenVerdict> until = change.verdicts().stream()
                .filter(given -> !given.recordedAt().isAfter(version.effectiveAt()))
                .toList();
        ReviewCase review = ReviewCase.builder()
                .from(parts.reviewCase(
                        change, plan, DeskParts.planDigestOf(change), change.executor(), version.effectiveAt()))
                .verdicts(until)
                .build();
        return new PolicyEvaluation(parts.directory(), parts.keys()).evaluate(policy, review);
    }
}
