package io.countersign.client.rule;

import io.countersign.model.ValidationGapException;
import io.countersign.model.diff.FieldMeaning;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import java.util.Optional;

/** A finding in the making: has the rule's greatest severity until told otherwise. {@link #say} ends it. */
public final class FindingDraft {
    private final RuleRun run;
    private final ChangeRule rule;
    private final Severity greatest;
    private final Finding.Builder finding;
    private final DocumentId document;
    private final String path;
    private Severity severity;
    private boolean unitKnown;

    FindingDraft(RuleRun run, ChangeRule rule, DocumentId document, String path, Severity greatest) {
        this.run = run;
        this.rule = rule;
        this.greatest = greatest;
        this.severity = rule.severity();
        this.document = document;
        this.path = path;
        this.finding = Finding.builder()
                .ruleId(rule.id())
                .document(document.toString())
                .path(path);
    }

    /** The severity of this finding, not above the rule's. */
    public FindingDraft as(Severity lesser) {
        if (!rule.severity().atLeast(lesser)) {
            throw new ValidationGapException(
                    "Rule " + rule.id() + " declares " + rule.severity() + " and reports " + lesser);
        }
        this.severity = lesser;
        return this;
    }

    public FindingDraft before(Object value) {
        finding.before(value.toString());
        return this;
    }

    /** The value found, or the value after the change. */
    public FindingDraft found(Object value) {
        finding.after(value.toString());
        return this;
    }

    /** What the values are counted in, where it is not what the model says of the field. */
    public FindingDraft unit(String value) {
        finding.unit(value);
        unitKnown = true;
        return this;
    }

    /** A figure behind the message; the unit ends the name where it is no count. */
    public FindingDraft evidence(String name, Object value) {
        finding.putEvidence(name, value.toString());
        return this;
    }

    /** Makes the finding: what is wrong, with the values and their unit, and what to do. */
    public void say(String message) {
        Severity shown = severity == rule.severity() || severity.compareTo(greatest) < 0 ? greatest : severity;
        if (!unitKnown && !path.isEmpty()) {
            Optional.of(FieldMeaning.of(document.kind(), path).unit())
                    .filter(unit -> !unit.isEmpty())
                    .ifPresent(finding::unit);
        }
        run.found(finding.severity(shown).message(message).build());
    }
}
