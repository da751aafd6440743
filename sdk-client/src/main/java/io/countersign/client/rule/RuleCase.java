package io.countersign.client.rule;

import io.countersign.model.CountersignException;
import io.countersign.model.ValidationGapException;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What lies before a rule: a document or a change, with everything that is known around it, and where its findings go. A rule
 * receives one and does not keep it.
 */
public final class RuleCase {
    private final RuleRun run;
    private final Surroundings around;
    private final ChangeRule rule;
    private final DocumentId document;
    private final List<RuleRun> earlier;

    RuleCase(RuleRun run, Surroundings around, ChangeRule rule, DocumentId document, List<RuleRun> earlier) {
        this.run = run;
        this.around = around;
        this.rule = rule;
        this.document = document;
        this.earlier = earlier;
    }

    /** The document in question; of a configuration or a change as a whole, one of its documents. */
    public DocumentId document() {
        return document;
    }

    /**
     * Another document of the configuration (after the change, where there is one), by the venue's id. Looking is remembered:
     * the rule runs again when that document changes.
     */
    public <T extends MarketDocument> Optional<T> find(Class<T> type, String id) {
        DocumentId wanted = around.after().idOf(type, id);
        run.read(wanted);
        return around.after().snapshot().find(wanted).map(type::cast);
    }

    /** As {@link #find(Class, String)}, by identity. */
    public Optional<MarketDocument> find(DocumentId id) {
        run.read(id);
        return around.after().snapshot().find(id);
    }

    /** All documents of a type, in order of id. The rule runs again when any of them changes. */
    public <T extends MarketDocument> List<T> all(Class<T> type) {
        SnapshotIndex.kindsOf(type).forEach(run::read);
        return around.after().all(type);
    }

    /** The configuration before the change; empty where a configuration is looked at by itself. */
    public Optional<ConfigSnapshot> before() {
        return around.before();
    }

    public ChangeContext context() {
        return around.context();
    }

    public ChangePolicy policy() {
        return context().policy();
    }

    public RuleData data() {
        return around.rules().data();
    }

    /** A threshold of this rule: the name is completed by the rule's id, a value for the document's venue goes first. */
    public BigDecimal threshold(String name) {
        return data().threshold(rule.id() + "." + name, document.venue());
    }

    /**
     * An input of the document in question; where it is not known, the rule is reported as inconclusive.
     *
     * @throws ValidationGapException if the rule does not declare that it needs it
     */
    public <T> Optional<T> need(RuleInput<T> input) {
        return need(input, document);
    }

    /** As {@link #need(RuleInput)}, of another document. */
    public <T> Optional<T> need(RuleInput<T> input, DocumentId of) {
        return known(input, context().find(input, of), Optional.of(of));
    }

    /** As {@link #need(RuleInput)}, of the change or the configuration as a whole. */
    public <T> Optional<T> needOfTheWhole(RuleInput<T> input) {
        return known(input, context().find(input), Optional.empty());
    }

    private <T> Optional<T> known(RuleInput<T> input, Optional<T> value, Optional<DocumentId> where) {
        if (!rule.needs().contains(input)) {
            throw new ValidationGapException(
                    "Rule " + rule.id() + " asks for " + input + " and does not declare that it needs it");
        }
        if (value.isEmpty()) {
            run.lacks(rule, input.toString(), where);
        }
        return value;
    }

    /** What scenarios of that id have shown so far for the document in question. */
    public List<ScenarioEvidence> scenarios(String id) {
        return Stream.concat(earlier.stream(), Stream.of(run))
                .flatMap(r -> r.results().stream())
                .filter(result ->
                        result.scenario().equals(id) && result.document().equals(document))
                .map(ScenarioResult::toEvidence)
                .toList();
    }

    /** Starts a finding at a path of the document in question; {@link FindingDraft#say} makes it. */
    public FindingDraft at(String path) {
        return at(document, path);
    }

    /** Starts a finding at a path of any document. */
    public FindingDraft at(DocumentId where, String path) {
        return new FindingDraft(run, rule, where, path, greatest());
    }

    /** Says that the rule could not judge the document in question, for want of what is named. */
    public void lacks(String what) {
        lacks(what, document);
    }

    /** Says that the rule could not judge something, for want of what is named. */
    public void lacks(String what, DocumentId where) {
        run.lacks(rule, what, Optional.of(where));
    }

    /** Says that the rule could not judge the configuration or the change as a whole, for want of what is named. */
    public void lacksOfTheWhole(String what) {
        run.lacks(rule, what, Optional.empty());
    }

    /** Keeps what a scenario has shown, for the rules that come after it and for the plan. */
    public void played(ScenarioResult result) {
        run.played(result);
    }

    /** The greatest severity that findings of another rule can have; empty where it is not in the rule set. */
    public Optional<Severity> greatest(String ruleId) {
        return around.rules().find(ruleId).map(around.rules()::greatest);
    }

    /** The greatest severity that findings of the rule can have here. */
    public Severity greatest() {
        return around.rules().greatest(rule);
    }

    /** Does a part of the rule's work; what it throws becomes an error that names the rule and the document. */
    <R> R guarded(Supplier<R> work) {
        try {
            return work.get();
        } catch (CountersignException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ValidationGapException("Rule " + rule.id() + " failed on " + document + ": " + e, e);
        }
    }
}
