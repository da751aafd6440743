package io.countersign.client.desk;

import io.countersign.client.policy.RiskPolicy;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleData;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.RuleSet;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;

/** Works out what a proposal would do to the live configuration, and what validation and scenarios say about it. */
final class PlanMaker {
    /** For what governs the desk: the rules are about markets. */
    static final PlanMaker WITHOUT_RULES = new PlanMaker(Validator.of(RuleSet.of(List.of(), RuleData.standard())));

    private final Validator validator;

    PlanMaker(Validator validator) {
        this.validator = validator;
    }

    PlannedChange plan(ChangeProposed proposal, ConfigSnapshot head, ChangeContext facts, Digest policyDigest) {
        ConfigSnapshot result = proposal.changes().applyTo(head);
        SemanticDiff changes = SemanticDiff.between(head, result);
        ChangeContext context = facts.toBuilder()
                .policy(proposal.policy())
                .put(RuleInput.BASE_ROOT, head.root())
                .build();
        Validation validation = validator.assess(head, result, context);
        ChangePlan plan = ChangePlan.builder()
                .changeId(proposal.changeId())
                .revision(proposal.revision())
                .scope(proposal.scope())
                .baseRoot(head.root())
                .resultRoot(result.root())
                .changes(changes)
                .inverse(changes.inverse())
                .policy(proposal.policy())
                .report(validation.report())
                .scenarios(validation.evidence())
                .risk(RiskPolicy.assess(changes, validation.report(), validation.evidence()))
                .policyDigest(policyDigest)
                .rulesDigest(validation.ruleSet())
                .build();
        return new PlannedChange(plan, validation.scenarios());
    }
}
