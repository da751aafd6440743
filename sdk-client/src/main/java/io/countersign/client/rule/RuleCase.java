package io.countersign.client.rule;

import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What lies before a rule: a document or a change, with everything that is known around it, and where its findings go. A rule
 * receives one and does not keep it.
 */
public final class RuleCase {
    private final RuleRun run;
    private final ChangeRule rule;
    private final DocumentId document;
    private final ConfigSnapshot snapshot;
    private final Optional<ConfigSnapshot> before;

    RuleCase(
            RuleRun run,
            ChangeRule rule,
            DocumentId document,
            ConfigSnapshot snapshot,
            Optional<ConfigSnapshot> before) {
        this.run = run;
        this.rule = rule;
        this.document = document;
        this.snapshot = snapshot;
        this.before = before;
    }

    /** The document in question. */
    public DocumentId document() {
        return document;
    }

    /** The configuration that it stands in; after the change, where there is one. */
    public ConfigSnapshot snapshot() {
        return snapshot;
    }

    /** The configuration before the change; empty where a configuration is looked at by itself. */
    public Optional<ConfigSnapshot> before() {
        return before;
    }

    public ChangeContext context() {
        return run.context();
    }

    public ChangePolicy policy() {
        return run.context().policy();
    }

    public RuleData data() {
        return run.rules().data();
    }

    /** A threshold of this rule: the name is completed by the rule's id, a value for the document's venue goes first. */
    public BigDecimal threshold(String name) {
        return data().threshold(rule.id() + "." + name, document.venue());
    }

    /** What scenarios of that id have shown for the document in question. */
    public List<ScenarioEvidence> scenarios(String id) {
        return run.evidence(id, document);
    }

    /** Starts a finding at a path of the document in question; {@link FindingDraft#say} makes it. */
    public FindingDraft at(String path) {
        return at(document, path);
    }

    /** Starts a finding at a path of any document. */
    public FindingDraft at(DocumentId where, String path) {
        return new FindingDraft(run, rule, where, path, run.rules().greatest(rule));
    }

    /** Says that the rule could not judge the document in question, for want of an input. */
    public void lacks(RuleInput input) {
        lacks(input.toString(), document);
    }

    /** Says that the rule could not judge something, for want of what is named. */
    public void lacks(String what, DocumentId where) {
        run.missing(rule, what, where);
    }

    /** Keeps what a scenario has shown, for the rules that come after it and for the plan. */
    public void played(ScenarioResult result) {
        run.played(result);
    }

    /** The greatest severity that findings of the rule can have here. */
    public Severity greatest() {
        return run.rules().greatest(rule);
    }
}
