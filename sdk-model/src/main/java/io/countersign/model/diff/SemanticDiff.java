package io.countersign.model.diff;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.model.ChangeConflictException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What differs between two configurations: the changed fields, in order of document and path. {@code
 * between(a, b).applyTo(a)} is {@code b}.
 */
public record SemanticDiff(@JsonValue List<FieldChange> changes) {
    @JsonCreator
    public SemanticDiff {
        changes = changes.stream().sorted().toList();
    }

    /** What differs between two snapshots. A document that only one of them has is one change. */
    public static SemanticDiff between(ConfigSnapshot before, ConfigSnapshot after) {
        TreeSet<DocumentId> ids = new TreeSet<>(before.documents().keySet());
        ids.addAll(after.documents().keySet());
        List<FieldChange> changes = new ArrayList<>();
        for (DocumentId id : ids) {
            Optional<MarketDocument> from = before.find(id);
            Optional<MarketDocument> to = after.find(id);
            if (!from.equals(to)) {
                collect(id, from, to, changes);
            }
        }
        return new SemanticDiff(changes);
    }

    /**
     * What differs between two versions of one document.
     *
     * @throws IllegalArgumentException if they are not of one identity
     */
    public static SemanticDiff between(MarketDocument before, MarketDocument after) {
        if (!before.documentId().equals(after.documentId())) {
            throw new IllegalArgumentException(
                    "Two documents, not two versions of one: " + before.documentId() + " and " + after.documentId());
        }
        List<FieldChange> changes = new ArrayList<>();
        collect(before.documentId(), Optional.of(before), Optional.of(after), changes);
        return new SemanticDiff(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The documents touched, in order. */
    public List<DocumentId> documents() {
        return changes.stream().map(FieldChange::document).distinct().toList();
    }

    /** The diff that undoes this one. */
    public SemanticDiff inverse() {
        return new SemanticDiff(changes.stream().map(FieldChange::inverse).toList());
    }

    /**
     * Puts the changes into a snapshot.
     *
     * @throws ChangeConflictException if a field does not have the value that the diff says it had, or what holds the field is
     *     gone; the message names the field, the snapshot stays
     * @throws io.countersign.model.MalformedInputException if a change leaves no document, or one of another identity
     */
    public ConfigSnapshot applyTo(ConfigSnapshot snapshot) {
        Map<DocumentId, List<FieldChange>> byDocument = changes.stream()
                .collect(Collectors.groupingBy(FieldChange::document, LinkedHashMap::new, Collectors.toList()));
        Map<DocumentId, MarketDocument> result = new TreeMap<>(snapshot.documents());
        byDocument.forEach((id, touched) -> changed(snapshot.find(id), id, touched)
                .ifPresentOrElse(document -> result.put(id, document), () -> result.remove(id)));
        return ConfigSnapshot.of(snapshot.scope(), result.values());
    }

    /** One line a change. */
    @Override
    public String toString() {
        return isEmpty()
                ? "No differences"
                : changes.stream().map(FieldChange::toString).collect(Collectors.joining("\n"));
    }

    private static Optional<MarketDocument> changed(
            Optional<MarketDocument> document, DocumentId id, List<FieldChange> changes) {
        DocumentTree tree = document.map(DocumentTree::of).orElseGet(() -> DocumentTree.empty(id.kind()));
        boolean present = document.isPresent();
        for (FieldChange change : changes) {
            requireUnmoved(change, present, tree);
            if (change.path().isEmpty()) {
                present = change.after().isPresent();
            }
            change.after().ifPresentOrElse(value -> tree.put(change.path(), value), () -> tree.remove(change.path()));
        }
        return present ? Optional.of(requireIdentity(id, tree.toDocument())) : Optional.empty();
    }

    private static void requireUnmoved(FieldChange change, boolean present, DocumentTree tree) {
        String path = change.path();
        Optional<JsonText> found = present ? tree.find(path) : Optional.empty();
        if (!found.equals(change.before())) {
            throw new ChangeConflictException("Field " + place(change) + " is "
                    + found.map(JsonText::display).orElse("absent")
                    + ", the change expects "
                    + change.before().map(JsonText::display).orElse("absent")
                    + ": make it again on the live configuration");
        }
        if (!path.isEmpty() && !(present && tree.holdsFields(Paths.parent(path)))) {
            throw new ChangeConflictException("Field " + place(change)
                    + " has no place any more, what held it is gone: make the change again on the live configuration");
        }
    }

    private static String place(FieldChange change) {
        return change.document() + (change.path().isEmpty() ? "" : " " + change.path());
    }

    private static MarketDocument requireIdentity(DocumentId id, MarketDocument document) {
        if (!document.documentId().equals(id)) {
            throw new MalformedInputException("A change of " + id + " must not make it " + document.documentId()
                    + ": remove the one and add the other");
        }
        return document;
    }

    private static void collect(
            DocumentId id, Optional<MarketDocument> before, Optional<MarketDocument> after, List<FieldChange> changes) {
        Optional<JsonNode> from = before.map(d -> JsonText.of(d).as(JsonNode.class));
        Optional<JsonNode> to = after.map(d -> JsonText.of(d).as(JsonNode.class));
        compare(id, "", from, to, changes);
    }

    private static void compare(
            DocumentId id,
            String path,
            Optional<JsonNode> before,
            Optional<JsonNode> after,
            List<FieldChange> changes) {
        if (before.equals(after)) {
            return;
        }
        if (before.isPresent() && after.isPresent()) {
            JsonNode from = before.get();
            JsonNode to = after.get();
            if (from.isObject() && to.isObject()) {
                compareChildren(id, path, byName(from), byName(to), changes);
                return;
            }
            if (isKeyed(id.kind(), path, from) && isKeyed(id.kind(), path, to)) {
                compareChildren(id, path, byKey(id.kind(), path, from), byKey(id.kind(), path, to), changes);
                return;
            }
        }
        changes.add(FieldChange.builder()
                .document(id)
                .path(path)
                .before(before.map(JsonText::of))
                .after(after.map(JsonText::of))
                .build());
    }

    /** Compares what two objects or keyed collections hold, by the path of each child. */
    private static void compareChildren(
            DocumentId id,
            String path,
            Map<String, JsonNode> before,
            Map<String, JsonNode> after,
            List<FieldChange> changes) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            compare(
                    id,
                    Paths.child(path, name),
                    Optional.ofNullable(before.get(name)),
                    Optional.ofNullable(after.get(name)),
                    changes);
        }
    }

    private static Map<String, JsonNode> byName(JsonNode object) {
        Map<String, JsonNode> children = new LinkedHashMap<>();
        object.properties().forEach(field -> children.put(field.getKey(), field.getValue()));
        return children;
    }

    private static Map<String, JsonNode> byKey(DocumentKind kind, String path, JsonNode array) {
        String key = Paths.keyOf(kind, path);
        Map<String, JsonNode> children = new LinkedHashMap<>();
        array.forEach(element -> children.put(key + "=" + element.get(key).asText(), element));
        return children;
    }

    private static boolean isKeyed(DocumentKind kind, String path, JsonNode node) {
        String key = Paths.keyOf(kind, path);
        return node.isArray() && !key.isEmpty() && Paths.isKeyed(node, key);
    }
}
