package io.countersign.model.diff;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.model.ChangeConflictException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.json.JsonPatch;
import io.countersign.model.json.JsonText;
import io.countersign.model.json.MergePatch;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
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
        List<FieldChange> changes = new ArrayList<>();
        TreeSet<DocumentId> ids = new TreeSet<>(before.documents().keySet());
        ids.addAll(after.documents().keySet());
        for (DocumentId id : ids) {
            collect(id, before.find(id), after.find(id), changes);
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

    /** The changes here of a field that the other changes too, or of one that holds such a field or stands in it. */
    public List<FieldChange> overlapping(SemanticDiff other) {
        Map<DocumentId, List<String>> paths = other.changes.stream()
                .collect(Collectors.groupingBy(
                        FieldChange::document, Collectors.mapping(FieldChange::path, Collectors.toList())));
        return changes.stream()
                .filter(change -> paths.getOrDefault(change.document(), List.of()).stream()
                        .anyMatch(path -> isWithin(path, change.path()) || isWithin(change.path(), path)))
                .toList();
    }

    private static boolean isWithin(String path, String holder) {
        return path.equals(holder) || path.startsWith(holder + "/");
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

    /**
     * The changes of one document as a JSON Patch (RFC 6902). Elements that a path names by key stand at their position in this
     * version, and the patch tests all that the changes rest on, so that it refuses a document that has moved. Applied to the
     * canonical JSON of this version it gives the canonical JSON of the next.
     *
     * @param before the version that the diff was made from; a diff that does not touch it gives a patch without operations
     * @throws ChangeConflictException if the changes do not fit that version, as in {@link #applyTo}
     * @throws MalformedInputException as in {@link #applyTo}
     */
    public JsonPatch toJsonPatch(MarketDocument before) {
        return jsonPatch(before.documentId(), Optional.of(before));
    }

    /** As {@link #toJsonPatch}, for each document touched. A document that is not there stands in its patch as {@code null}. */
    public SortedMap<DocumentId, JsonPatch> toJsonPatches(ConfigSnapshot before) {
        return patches(id -> jsonPatch(id, before.find(id)));
    }

    /**
     * The changes of one document as a merge patch (RFC 7396), in which lists are replaced whole. It cannot test what it changes.
     *
     * @throws ChangeConflictException as in {@link #toJsonPatch}
     * @throws MalformedInputException as in {@link #applyTo}
     */
    public MergePatch toMergePatch(MarketDocument before) {
        return mergePatch(before.documentId(), Optional.of(before));
    }

    /** As {@link #toMergePatch}, for each document touched. A document that is not there stands in its patch as {@code null}. */
    public SortedMap<DocumentId, MergePatch> toMergePatches(ConfigSnapshot before) {
        return patches(id -> mergePatch(id, before.find(id)));
    }

    /**
     * One line a change, as {@link #toString}, with the units that the documents name.
     *
     * @param version the configuration before or after the changes
     */
    public String summary(ConfigSnapshot version) {
        return isEmpty()
                ? "No differences"
                : changes.stream()
                        .map(change -> place(change) + ": "
                                + version.find(change.document())
                                        .map(change::reading)
                                        .orElseGet(change::reading))
                        .collect(Collectors.joining("\n"));
    }

    /** One line a change. */
    @Override
    public String toString() {
        return isEmpty()
                ? "No differences"
                : changes.stream().map(FieldChange::toString).collect(Collectors.joining("\n"));
    }

    private <P> SortedMap<DocumentId, P> patches(Function<DocumentId, P> patch) {
        SortedMap<DocumentId, P> patches = new TreeMap<>();
        documents().forEach(id -> patches.put(id, patch.apply(id)));
        return patches;
    }

    private JsonPatch jsonPatch(DocumentId id, Optional<MarketDocument> before) {
        List<FieldChange> touched = changesOf(id);
        Optional<MarketDocument> after = changed(before, id, touched);
        return before.isPresent() && after.isPresent()
                ? PatchExport.within(before.get(), touched)
                : PatchExport.whole(json(before), json(after));
    }

    private MergePatch mergePatch(DocumentId id, Optional<MarketDocument> before) {
        return MergePatch.between(json(before), json(changed(before, id, changesOf(id))));
    }

    private List<FieldChange> changesOf(DocumentId id) {
        return changes.stream().filter(change -> change.document().equals(id)).toList();
    }

    private static String json(Optional<MarketDocument> document) {
        return document.map(MarketDocument::canonical).orElse(PatchExport.ABSENT);
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

    static MarketDocument requireIdentity(DocumentId id, MarketDocument document) {
        if (!document.documentId().equals(id)) {
            throw new MalformedInputException("A change of " + id + " must not make it " + document.documentId()
                    + ": remove the one and add the other");
        }
        return document;
    }

    private static void collect(
            DocumentId id,
            Optional<? extends MarketDocument> before,
            Optional<? extends MarketDocument> after,
            List<FieldChange> changes) {
        new ValueComparison(id, changes).compare("", before.map(d -> d), after.map(d -> d));
    }

    /** Compares two values that are no generated types of ours, by their JSON. */
    static void compareJson(DocumentId id, String path, Object before, Object after, List<FieldChange> changes) {
        compare(
                id,
                path,
                Optional.of(JsonText.of(before).as(JsonNode.class)),
                Optional.of(JsonText.of(after).as(JsonNode.class)),
                changes);
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

    static Map<String, JsonNode> byName(JsonNode object) {
        Map<String, JsonNode> children = new LinkedHashMap<>();
        object.properties().forEach(field -> children.put(field.getKey(), field.getValue()));
        return children;
    }

    static Map<String, JsonNode> byKey(DocumentKind kind, String path, JsonNode array) {
        String key = Paths.keyOf(kind, path);
        Map<String, JsonNode> children = new LinkedHashMap<>();
        array.forEach(element -> children.put(key + "=" + element.get(key).asText(), element));
        return children;
    }

    static boolean isKeyed(DocumentKind kind, String path, JsonNode node) {
        String key = Paths.keyOf(kind, path);
        return node.isArray() && !key.isEmpty() && Paths.isKeyed(node, key);
    }
}
