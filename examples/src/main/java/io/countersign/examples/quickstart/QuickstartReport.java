package io.countersign.examples.quickstart;

import io.countersign.audit.VerificationReport;
import io.countersign.client.readiness.ReadinessReport;
import io.countersign.examples.quickstart.Quickstart.Answers;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.JsonText;
import io.countersign.model.view.Html;
import io.countersign.model.view.HtmlPage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The page that the quick start leaves: each change, what the ledger proves, and what the warehouse answers. */
record QuickstartReport(
        List<ReadinessReport> changes,
        VerificationReport verified,
        String checkpoint,
        String vkey,
        String proof,
        Answers answers) {

    String page() {
        List<Html> parts = new ArrayList<>();
        parts.add(Html.heading(1, "Three changes to Kraken's markets"));
        parts.add(Html.paragraph(
                "One was blocked by a rule, one was applied, one was applied and rolled back. The markets are "
                        + "real; orders, positions and people are made up."));
        changes.forEach(change -> parts.add(Html.trusted(change)));
        parts.add(Html.heading(2, "What is proven"));
        parts.add(Html.paragraph(verified.toString()));
        parts.add(Html.heading(3, "Signed checkpoint"));
        parts.add(Html.element("pre", checkpoint));
        parts.add(Html.heading(3, "Public key that checks it"));
        parts.add(Html.element("pre", vkey));
        parts.add(Html.heading(3, "Proof that the approval is in the ledger"));
        parts.add(Html.element("pre", proof));
        parts.add(Html.heading(2, "What the past answers"));
        parts.add(Html.table(
                "What differs between " + answers.beforeTheChange() + " and the end",
                List.of("document", "field", "then", "now"),
                answers.since().changes().stream()
                        .map(change -> List.of(
                                change.document().toString(),
                                change.path(),
                                change.before().map(JsonText::display).orElse("(absent)"),
                                change.after().map(JsonText::display).orElse("(absent)")))
                        .toList()));
        parts.add(Html.table(
                "Who last changed a field",
                List.of("field", "value", "before", "by", "change", "approved by", "in force since"),
                answers.blame().stream()
                        .map(field -> List.of(
                                field.path(),
                                field.value().map(JsonText::display).orElse("(absent)"),
                                field.previousValue().map(JsonText::display).orElse("(absent)"),
                                field.actor().id(),
                                field.changeId().orElse(""),
                                field.approvers().stream().map(Actor::id).collect(Collectors.joining(", ")),
                                field.effectiveAt().toString()))
                        .toList()));
        parts.add(Html.table(
                "Who approved what",
                List.of("when", "who", "what became of it", "requirement", "comment or reason"),
                answers.approvals().stream()
                        .map(approval -> List.of(
                                approval.recordedAt().toString(),
                                approval.reviewer().id(),
                                approval.standing().toString(),
                                approval.requirement().orElse(""),
                                approval.comment().or(approval::reason).orElse("")))
                        .toList()));
        return new HtmlPage("Countersign quick start", parts).toFile();
    }
}
