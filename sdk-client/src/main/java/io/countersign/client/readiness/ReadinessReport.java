package io.countersign.client.readiness;

import io.countersign.client.policy.Availability;
import io.countersign.client.policy.GivenReport;
import io.countersign.client.policy.GivenVerdict;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.CheckReported;
import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.change.TemplateReference;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.JsonText;
import io.countersign.model.view.Displayable;
import io.countersign.model.view.Html;
import io.countersign.model.view.Html.Attributes;
import io.countersign.model.view.HtmlPage;
import io.countersign.model.view.Markdown;
import io.countersign.model.view.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
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
 * @param reports what checks of this plan came to, in order
 * @param alongside other open changes of the same fields, a sentence each
 * @param window whether the calendar lets it begin now, and otherwise when
 * @param obstacles what else keeps it from being carried out now, a sentence each
 */
public record ReadinessReport(
        ChangeProposed proposal,
        ChangePlan plan,
        List<ScenarioResult> scenarios,
        Optional<Decision> decision,
        List<GivenVerdict> verdicts,
        List<GivenReport> reports,
        List<String> alongside,
        Availability window,
        List<String> obstacles)
        implements Displayable {
    private static final List<String> APPROVALS = List.of("requirement", "status", "why", "who can");

    public ReadinessReport {
        scenarios = List.copyOf(scenarios);
        verdicts = List.copyOf(verdicts);
        reports = List.copyOf(reports);
        alongside = List.copyOf(alongside);
        obstacles = List.copyOf(obstacles);
        if (decision.isPresent() && !decision.get().planDigest().equals(plan.digest())) {
            throw new IllegalArgumentException(
                    "The decision is about plan " + decision.get().planDigest() + ", the report about " + plan.digest()
                            + ": show the plan that was submitted");
        }
    }

    /** Whether nothing stands in the way: no finding that forbids it, every requirement met, a window open, no other obstacle. */
    public boolean isGo() {
        return inTheWay().isEmpty();
    }

    /** Why it is a go or not, in one line. */
    public String headline() {
        List<String> inTheWay = inTheWay();
        return inTheWay.isEmpty()
                ? "GO: every requirement is met, " + window.why()
                : "NO-GO: " + String.join("; ", inTheWay);
    }

    private List<String> inTheWay() {
        List<String> all = new ArrayList<>();
        int errors = plan.report().atLeast(Severity.ERROR).size();
        if (errors > 0) {
            all.add(errors + (errors == 1 ? " finding forbids it" : " findings forbid it"));
        }
        if (decision.isEmpty()) {
            all.add("not submitted for review");
        }
        List<String> missing = decision.stream()
                .flatMap(value -> value.requirements().stream())
                .filter(result -> !result.passes())
                .map(RequirementResult::requirement)
                .toList();
        if (!missing.isEmpty()) {
            all.add("waits for " + String.join(", ", missing));
        }
        if (!window.isOpen()) {
            all.add(window.why());
        }
        all.addAll(obstacles);
        return all;
    }

    /** The report as one file that needs nothing else, for a screen in light or dark and for paper. */
    public String toPage() {
        return new HtmlPage(plan.changeId() + ": " + proposal.title(), Html.trusted(this)).toFile();
    }

    /** The report in Markdown, for a ticket. Without charts. */
    public String toMarkdown() {
        List<String> parts = new ArrayList<>();
        parts.add("## " + plan.changeId() + " r" + plan.revision() + ": " + Markdown.escape(proposal.title()));
        parts.add("**" + Markdown.escape(headline()) + "**");
        parts.add(facts().toMarkdown());
        parts.add("### What it changes");
        parts.add(changesTable().toMarkdown());
        decision.ifPresent(value -> {
            parts.add("### Who agreed, and who still must");
            parts.add(approvalsTable(value).toMarkdown());
            if (!reports.isEmpty()) {
                parts.add(evidenceTable().toMarkdown());
            }
        });
        if (!alongside.isEmpty()) {
            parts.add("### Other changes of the same fields");
            parts.add(points(alongside));
        }
        if (!plan.report().isEmpty()) {
            parts.add("### Findings");
            parts.add(findingsTable().toMarkdown());
        }
        for (ScenarioEvidence scenario : plan.scenarios()) {
            parts.add("### Scenario " + scenario.scenario() + ": "
                    + scenario.document().id());
            parts.add(Markdown.escape(scenario.summary()));
            if (!scenario.worst().isEmpty()) {
                parts.add(points(scenario.worst()));
            }
        }
        return String.join("\n\n", parts) + "\n";
    }

    private static String points(List<String> lines) {
        return lines.stream().map(line -> "- " + Markdown.escape(line)).collect(Collectors.joining("\n"));
    }

    private TextTable facts() {
        return TextTable.of("", "")
                .row("Scope", plan.scope().toString())
                .row("Why", proposal.rationale().orElse("not said"))
                .row("When it goes wrong", proposal.rollbackPlan().orElse("not said"))
                .row("Ticket", proposal.ticket().orElse("none"))
                .row("Template", proposal.template().map(TemplateReference::id).orElse("none"))
                .row(
                        "Risk",
                        plan.risk().tier() + ": "
                                + String.join("; ", plan.risk().reasons()))
                .row("When", window.why())
                .row("Plan", plan.digest().toString())
                .row("Rules", plan.rulesDigest().toString())
                .row("Made on", plan.baseRoot().toString());
    }

    private TextTable findingsTable() {
        TextTable table = TextTable.of("severity", "rule", "document", "field", "finding");
        for (Finding finding : gravestFirst()) {
            table = table.row(
                    finding.severity().name(), finding.ruleId(), finding.document(), finding.path(), finding.message());
        }
        return table;
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
        if (!reports.isEmpty()) {
            text.append('\n').append(evidenceTable()).append('\n');
        }
        alongside.forEach(line -> text.append('\n').append(line).append('\n'));
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
        parts.add(Html.table("", List.of(), facts().rows()));
        parts.add(Html.heading(3, "What it changes"));
        parts.add(Html.trusted(changesTable()));
        decision.ifPresent(value -> {
            parts.add(Html.heading(3, "Who agreed, and who still must"));
            parts.add(approvals(value));
            parts.add(verdictTable());
            parts.add(reports.isEmpty() ? Html.nothing() : Html.trusted(evidenceTable()));
        });
        if (!alongside.isEmpty()) {
            parts.add(Html.heading(3, "Other changes of the same fields"));
            parts.add(Html.list(alongside));
        }
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
                chart(scenario).ifPresent(parts::add);
            }
        }
        return Html.element("section", parts.toArray(Html[]::new)).toHtml();
    }

    /** The distribution behind a scenario's figures, where the plan is the one that was just played through. */
    private Optional<Html> chart(ScenarioEvidence evidence) {
        return scenarios.stream()
                .filter(result -> result.scenario().equals(evidence.scenario())
                        && result.document().equals(evidence.document())
                        && result.inputs().equals(evidence.inputs()))
                .findFirst()
                .map(result -> Html.trusted(result.chart()));
    }

    /** The gravest first. */
    private List<Finding> gravestFirst() {
        return plan.report().findings().stream()
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }

    private Html findings() {
        List<Html> points = new ArrayList<>();
        for (Finding finding : gravestFirst()) {
            String where = finding.document() + (finding.path().isEmpty() ? "" : " " + finding.path());
            points.add(Html.element(
                    "li",
                    Html.element(
                            "strong",
                            Attributes.of("class", finding.severity().name()),
                            Html.text(finding.severity() + " " + finding.ruleId())),
                    Html.text(" " + where + ": " + finding.message())));
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
        TextTable table = TextTable.of(APPROVALS.toArray(String[]::new));
        for (RequirementResult result : decision.requirements()) {
            table = table.row(result.requirement(), status(result), why(result), whoCan(result));
        }
        return table;
    }

    private static Html approvals(Decision decision) {
        List<Html> rows = new ArrayList<>();
        for (RequirementResult result : decision.requirements()) {
            rows.add(Html.element(
                    "tr",
                    Html.element("td", result.requirement()),
                    Html.element("td", Attributes.of("class", result.status().name()), Html.text(status(result))),
                    Html.element("td", why(result)),
                    Html.element("td", whoCan(result))));
        }
        return Html.table("", APPROVALS, Html.of(rows));
    }

    private static String status(RequirementResult result) {
        return result.status().name()
                + result.nonBinding().map(mode -> " (" + mode + ")").orElse("");
    }

    private static String whoCan(RequirementResult result) {
        return result.status() == RequirementStatus.SATISFIED ? "" : result.whoCanSatisfy();
    }

    private static String why(RequirementResult result) {
        String approvers = result.approvers().stream().map(Actor::id).collect(Collectors.joining(", "));
        return result.why() + (approvers.isEmpty() ? "" : ": " + approvers);
    }

    /** What checks came to, and what that rests on: where it is, its hash, what made it and when. */
    private TextTable evidenceTable() {
        TextTable table = TextTable.of("check", "outcome", "who", "when", "found", "evidence");
        for (GivenReport given : reports) {
            CheckReported report = given.report();
            table = table.row(
                    report.check() + report.item().map(item -> ": " + item).orElse(""),
                    report.outcome().name(),
                    given.reporter().id(),
                    given.recordedAt().toString(),
                    report.summary(),
                    report.evidence().stream()
                            .map(evidence ->
                                    evidence.uri() + " (" + evidence.digest().abbreviated() + ", by "
                                            + evidence.source() + " at " + evidence.collectedAt() + ")")
                            .collect(Collectors.joining(", ")));
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
