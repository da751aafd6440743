package io.countersign.client.readiness;

import io.countersign.client.policy.GivenVerdict;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.JsonText;
import io.countersign.model.view.Displayable;
import io.countersign.model.view.Html;
import io.countersign.model.view.Html.Attributes;
import io.countersign.model.view.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One change on one page: what it does, what validation and scenarios found, who agreed and who still must.
 *
 * @param proposal the change
 * @param plan what would be done
 * @param scenarios the results that the plan's figures come from; their charts are shown
 * @param decision where the approvals stand; empty while nothing was submitted
 * @param verdicts what reviewers said about this plan, in order
 */
public record ReadinessReport(
        ChangeProposed proposal,
        ChangePlan plan,
        List<ScenarioResult> scenarios,
        Optional<Decision> decision,
        List<GivenVerdict> verdicts)
        implements Displayable {
    public ReadinessReport {
        scenarios = List.copyOf(scenarios);
        verdicts = List.copyOf(verdicts);
        if (decision.isPresent() && !decision.get().planDigest().equals(plan.digest())) {
            throw new IllegalArgumentException(
                    "The decision is about plan " + decision.get().planDigest() + ", the report about " + plan.digest()
                            + ": show the plan that was submitted");
        }
    }

    /** Whether nothing stands in the way: no finding that forbids it, and every requirement met. */
    public boolean isGo() {
        return !plan.report().hasErrors() && decision.map(Decision::permitted).orElse(false);
    }

    /** Why it is a go or not, in one line. */
    public String headline() {
        int errors = plan.report().atLeast(Severity.ERROR).size();
        if (errors > 0) {
            return "NO-GO: " + errors + (errors == 1 ? " finding forbids it" : " findings forbid it");
        }
        if (decision.isEmpty()) {
            return "NO-GO: not submitted for review";
        }
        List<String> missing = decision.get().requirements().stream()
                .filter(result -> switch (result.status()) {
                    case UNSATISFIED, ERROR -> true;
                    default -> false;
                })
                .map(RequirementResult::requirement)
                .toList();
        return missing.isEmpty() ? "GO: every requirement is met" : "NO-GO: waits for " + String.join(", ", missing);
    }

    /** The report for a terminal. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        text.append(plan.changeId())
                .append(" r")
                .append(plan.revision())
                .append("  ")
                .append(proposal.title())
                .append('\n');
        text.append(headline())
                .append("  (risk ")
                .append(plan.risk().tier())
                .append(", plan ")
                .append(plan.digest().abbreviated())
                .append(")\n\n");
        text.append(changesTable()).append('\n');
        if (!plan.report().isEmpty()) {
            text.append('\n').append(plan.report()).append('\n');
        }
        for (ScenarioEvidence scenario : plan.scenarios()) {
            text.append('\n')
                    .append(scenario.scenario())
                    .append(": ")
                    .append(scenario.summary())
                    .append('\n');
            scenario.worst().forEach(line -> text.append("  ").append(line).append('\n'));
        }
        decision.ifPresent(
                value -> text.append('\n').append(approvalsTable(value)).append('\n'));
        return text.toString();
    }

    @Override
    public String toHtml() {
        List<Html> parts = new ArrayList<>();
        parts.add(Html.heading(2, plan.changeId() + " r" + plan.revision() + ": " + proposal.title()));
        parts.add(Html.element(
                "p",
                Html.element(
                        "span",
                        Attributes.of("class", "verdict " + (isGo() ? "go" : "no-go")),
                        Html.text(headline()))));
        parts.add(Html.table(
                "What it is",
                List.of("", ""),
                List.of(
                        List.of("Scope", plan.scope().toString()),
                        List.of("Why", proposal.rationale().orElse("not said")),
                        List.of("When it goes wrong", proposal.rollbackPlan().orElse("not said")),
                        List.of("Ticket", proposal.ticket().orElse("none")),
                        List.of(
                                "Risk",
                                plan.risk().tier() + ": "
                                        + String.join("; ", plan.risk().reasons())),
                        List.of("Plan", plan.digest().toString()),
                        List.of("Rules", plan.rulesDigest().toString()),
                        List.of("Made on", plan.baseRoot().toString()))));
        parts.add(Html.heading(3, "What it changes"));
        parts.add(Html.trusted(changesTable()));
        parts.add(Html.heading(3, "Findings"));
        parts.add(plan.report().isEmpty() ? Html.paragraph("None.") : findings());
        for (ScenarioEvidence scenario : plan.scenarios()) {
            parts.add(Html.heading(
                    3,
                    "Scenario " + scenario.scenario() + ": "
                            + scenario.document().id()));
            parts.add(Html.paragraph(scenario.summary()));
            if (!scenario.worst().isEmpty()) {
                parts.add(Html.list(scenario.worst()));
            }
        }
        scenarios.forEach(result -> parts.add(Html.trusted(result.chart())));
        decision.ifPresent(value -> {
            parts.add(Html.heading(3, "Who agreed, and who still must"));
            parts.add(Html.trusted(approvalsTable(value)));
            parts.add(verdictTable());
        });
        return Html.element("section", parts.toArray(Html[]::new)).toHtml();
    }

    private Html findings() {
        List<Html> points = new ArrayList<>();
        for (Finding finding : plan.report().findings()) {
            points.add(Html.element(
                    "li",
                    Html.element(
                            "strong",
                            Attributes.of("class", finding.severity().name()),
                            Html.text(finding.severity() + " " + finding.ruleId())),
                    Html.text(" " + finding.document() + " " + finding.path() + ": " + finding.message())));
        }
        return Html.element("ul", points.toArray(Html[]::new));
    }

    private TextTable changesTable() {
        TextTable table = TextTable.of("document", "field", "before", "after");
        for (FieldChange change : plan.changes().changes()) {
            table = table.row(
                    change.document().toString(),
                    change.path(),
                    change.before().map(JsonText::display).orElse("(absent)"),
                    change.after().map(JsonText::display).orElse("(absent)"));
        }
        return table;
    }

    private static TextTable approvalsTable(Decision decision) {
        TextTable table = TextTable.of("requirement", "status", "why", "who can");
        for (RequirementResult result : decision.requirements()) {
            String approvers = result.approvers().stream().map(Actor::id).collect(Collectors.joining(", "));
            table = table.row(
                    result.requirement(),
                    result.status().name(),
                    result.why() + (approvers.isEmpty() ? "" : ": " + approvers),
                    result.whoCanSatisfy());
        }
        return table;
    }

    private Html verdictTable() {
        List<List<String>> rows = verdicts.stream()
                .map(given -> List.of(
                        given.recordedAt().toString(),
                        given.reviewer().id(),
                        given.verdict().verdict() + " for " + given.verdict().requirement(),
                        given.verdict().planDigest().abbreviated(),
                        given.verdict().comment()))
                .toList();
        return rows.isEmpty()
                ? Html.nothing()
                : Html.table("What reviewers said", List.of("when", "who", "verdict", "plan", "comment"), rows);
    }
}
