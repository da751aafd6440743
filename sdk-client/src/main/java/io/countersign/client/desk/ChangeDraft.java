package io.countersign.client.desk;

import io.countersign.client.policy.ChangeTemplate;
import io.countersign.client.policy.Governance;
import io.countersign.client.policy.TemplateParameter;
import io.countersign.model.MalformedInputException;
import io.countersign.model.NotFoundException;
import io.countersign.model.change.Attachment;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.TemplateReference;
import io.countersign.model.diff.DocumentFields;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What a proposer fills in. Not for use by several threads. */
public final class ChangeDraft {
    private final ConfigSnapshot base;
    private ConfigSnapshot edited;
    private String title = "";
    private Optional<String> ticket = Optional.empty();
    private Optional<String> rationale = Optional.empty();
    private Optional<String> rollbackPlan = Optional.empty();
    private Optional<URI> runbook = Optional.empty();
    private List<Attachment> attachments = List.of();
    private Optional<String> reverts = Optional.empty();
    private Optional<TemplateReference> template = Optional.empty();
    private ChangePolicy policy = ChangePolicy.none();

    ChangeDraft(ConfigSnapshot base) {
        this.base = base;
        this.edited = base;
    }

    /** A draft that starts from an earlier revision, made again on the live configuration. */
    ChangeDraft(ConfigSnapshot base, ChangeProposed earlier) {
        this.base = base;
        this.edited = earlier.changes().applyTo(base);
        this.title = earlier.title();
        this.ticket = earlier.ticket();
        this.rationale = earlier.rationale();
        this.rollbackPlan = earlier.rollbackPlan();
        this.runbook = earlier.runbook();
        this.attachments = earlier.attachments();
        this.reverts = earlier.reverts();
        this.template = earlier.template();
        this.policy = earlier.policy();
    }

    /** What it is, in one line. */
    public ChangeDraft title(String text) {
        this.title = text;
        return this;
    }

    /** Id of the ticket that asks for it. */
    public ChangeDraft ticket(String id) {
        this.ticket = Optional.of(id);
        return this;
    }

    /** Why it is wanted. */
    public ChangeDraft rationale(String text) {
        this.rationale = Optional.of(text);
        return this;
    }

    /** What to do when it goes wrong. */
    public ChangeDraft rollbackPlan(String text) {
        this.rollbackPlan = Optional.of(text);
        return this;
    }

    /** How to carry it out and what to look at. */
    public ChangeDraft runbook(URI link) {
        this.runbook = Optional.of(link);
        return this;
    }

    /**
     * Attaches a document. The host keeps it; the change holds its hash, so that what was approved cannot be exchanged.
     *
     * @param mediaType such as {@code application/pdf}
     */
    public ChangeDraft attach(String name, String mediaType, byte[] bytes) {
        List<Attachment> all = new ArrayList<>(attachments);
        all.removeIf(attachment -> attachment.name().equals(name));
        all.add(Attachment.builder()
                .name(name)
                .mediaType(mediaType)
                .digest(Digest.of(bytes))
                .build());
        this.attachments = List.copyOf(all);
        return this;
    }

    /** How it treats what is already there. */
    public ChangeDraft policy(ChangePolicy choices) {
        this.policy = choices;
        return this;
    }

    /**
     * Edits a document.
     *
     * @throws io.countersign.model.NotFoundException if there is none of that id
     */
    public <T extends MarketDocument> ChangeDraft edit(Class<T> type, String id, UnaryOperator<T> edit) {
        edited = edited.with(edit.apply(edited.load(type, id)));
        return this;
    }

    /**
     * Edits every document of a type that something is true of. However many they are, it is one change with one plan.
     *
     * @throws io.countersign.model.NotFoundException if it is true of none
     */
    public <T extends MarketDocument> ChangeDraft editAll(
            Class<T> type, Predicate<? super T> which, UnaryOperator<T> edit) {
        Map<DocumentId, MarketDocument> documents = new LinkedHashMap<>(edited.documents());
        int count = 0;
        for (T document : edited.all(type)) {
            if (which.test(document)) {
                documents.put(document.documentId(), edit.apply(document));
                count++;
            }
        }
        if (count == 0) {
            throw new NotFoundException("None of the " + edited.all(type).size() + " documents of type "
                    + type.getSimpleName() + " in " + edited.scope() + " is one to be edited");
        }
        edited = ConfigSnapshot.of(edited.scope(), documents.values());
        return this;
    }

    /** Adds a document, or replaces the one of the same identity. */
    public ChangeDraft put(MarketDocument document) {
        edited = edited.with(document);
        return this;
    }

    /**
     * Edits what governs the desk: its policy, its calendar, its templates. Who edits one gives it a new version; the desk refuses it
     * otherwise.
     *
     * @throws io.countersign.model.NotFoundException if the scope of the change does not govern a desk
     */
    public ChangeDraft govern(UnaryOperator<Governance> edit) {
        edited = edit.apply(Governance.of(edited)).toSnapshot(edited.scope());
        return this;
    }

    /** Takes a document out. */
    public ChangeDraft remove(DocumentId id) {
        edited = edited.without(id);
        return this;
    }

    /** Starts from what undoes a change, on top of what has happened since. */
    ChangeDraft undoing(String changeId, SemanticDiff inverse) {
        this.edited = inverse.applyTo(edited);
        this.reverts = Optional.of(changeId);
        this.title = "Revert " + changeId;
        return this;
    }

    /** Starts from what a template says, with these values for its parameters. */
    ChangeDraft standard(ChangeTemplate from, Collection<DocumentId> documents, Map<String, String> values) {
        this.title = from.title();
        this.rationale = from.rationale();
        this.rollbackPlan = from.rollbackPlan();
        this.runbook = from.runbook();
        this.template = Optional.of(TemplateReference.of(from.id(), from.digest()));
        values.forEach((name, value) -> set(from, name, value, documents));
        List<DocumentId> untouched = documents.stream()
                .filter(id -> values.keySet().stream()
                        .flatMap(name -> from.findParameter(name).stream())
                        .noneMatch(parameter -> parameter.isOf(id)))
                .toList();
        if (!untouched.isEmpty()) {
            throw outOfBounds(from, "sets nothing of " + untouched + " by " + values.keySet());
        }
        return this;
    }

    private void set(ChangeTemplate from, String name, String value, Collection<DocumentId> documents) {
        TemplateParameter parameter = from.findParameter(name)
                .orElseThrow(() -> outOfBounds(
                        from,
                        "has no parameter \"" + name + "\", but "
                                + from.parameters().stream()
                                        .map(TemplateParameter::name)
                                        .toList()));
        List<DocumentId> of = documents.stream().filter(parameter::isOf).toList();
        if (of.isEmpty()) {
            throw outOfBounds(from, "sets " + name + " of " + parameter.documents() + ", and of none of " + documents);
        }
        for (DocumentId id : of) {
            MarketDocument document = edited.find(id)
                    .orElseThrow(() -> new NotFoundException("No document " + id + " in force in " + base.scope()));
            try {
                edited = edited.with(with(document, parameter.path(), value));
            } catch (IllegalArgumentException | MalformedInputException e) {
                throw outOfBounds(
                        from, "cannot set " + name + " of " + id + " to \"" + value + "\": " + e.getMessage());
            }
        }
    }

    /** The document with another value at a path, of the kind of JSON value that stands there. */
    private static MarketDocument with(MarketDocument document, String path, String value) {
        SortedMap<String, JsonText> fields = new TreeMap<>(DocumentFields.of(document));
        boolean isText = Optional.ofNullable(fields.get(path))
                .map(before -> before.toString().startsWith("\""))
                .orElse(true);
        fields.put(path, isText ? JsonText.of(value) : JsonText.parse(value));
        return DocumentFields.toDocument(document.documentKind(), fields);
    }

    private static ChangeRefusedException outOfBounds(ChangeTemplate template, String what) {
        return ApplyGuard.refused(Refusal.OUT_OF_BOUNDS, "Template " + template.id() + " " + what);
    }

    /** Goes on under the template as it is in force now, where there still is one. */
    void renewTemplate(Governance governance) {
        this.template = template.map(
                reference -> Optional.ofNullable(governance.templates().get(reference.id()))
                        .map(now -> TemplateReference.of(now.id(), now.digest()))
                        .orElse(reference));
    }

    ConfigSnapshot base() {
        return base;
    }

    ConfigSnapshot edited() {
        return edited;
    }

    SemanticDiff changes() {
        return SemanticDiff.between(base, edited);
    }

    ChangeProposed toProposal(String changeId, int revision) {
        return ChangeProposed.builder()
                .changeId(changeId)
                .revision(revision)
                .scope(base.scope())
                .title(title)
                .ticket(ticket)
                .rationale(rationale)
                .rollbackPlan(rollbackPlan)
                .runbook(runbook)
                .attachments(attachments)
                .reverts(reverts)
                .template(template)
                .baseRoot(base.root())
                .changes(changes())
                .policy(policy)
                .build();
    }
}
