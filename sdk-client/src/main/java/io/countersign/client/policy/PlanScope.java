package io.countersign.client.policy;

import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.finding.Finding;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a plan a requirement is about: its fields, with what was found about the documents they are in. Two plans of which these are
 * equal ask the requirement's reviewers the same question.
 *
 * @param changes the fields
 * @param policy how the change treats what is already there
 * @param findings about those documents
 * @param scenarios about those documents
 */
record PlanScope(
        List<FieldChange> changes, ChangePolicy policy, List<Finding> findings, List<ScenarioEvidence> scenarios) {

    static PlanScope of(ApprovalRequirement requirement, ChangePlan plan) {
        List<FieldChange> changes =
                plan.changes().changes().stream().filter(requirement::isAbout).toList();
        Set<String> documents = changes.stream()
                .map(FieldChange::document)
                .map(DocumentId::toString)
                .collect(Collectors.toSet());
        return new PlanScope(
                changes,
                plan.policy(),
                plan.report().findings().stream()
                        .filter(finding -> documents.contains(finding.document()))
                        .toList(),
                plan.scenarios().stream()
                        .filter(scenario ->
                                documents.contains(scenario.document().toString()))
                        .toList());
    }

    Digest digest() {
        return Digest.ofCanonical(this);
    }
}
