package io.countersign.model.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts together what two sides made of one configuration, field by field and element by element. What one side alone changed is
 * taken, as is what both changed alike; everything else is a {@link Conflict}, and nothing is chosen silently.
 */
public final class ThreeWayMerge {
    private final DocumentId id;
    private final List<Conflict> conflicts = new ArrayList<>();

    private ThreeWayMerge(DocumentId id) {
        this.id = id;
    }

    /**
     * Merges two versions of a document.
     *
     * @throws IllegalArgumentException if the three are not of one identity
     */
    public static <D extends MarketDocument> MergeResult<D> merge(D base, D ours, D theirs) {
        DocumentId id = base.documentId();
        for (D side : List.of(ours, theirs)) {
            if (!side.documentId().equals(id)) {
                throw new IllegalArgumentException(
                        "Two documents, not versions of one: " + id + " and " + side.documentId());
            }
        }
        SortedMap<DocumentId, MergedDocument> documents = new TreeMap<>();
        documents.put(id, document(id, Optional.of(base), Optional.of(ours), Optional.of(theirs)));
        return new MergeResult<>(documents, merged -> {
            MarketDocument document = merged.get(id);
            if (document == null) {
                throw new IllegalArgumentException("A document merged on its own cannot be removed: " + id);
            }
            @SuppressWarnings("unchecked") // the identity holds the kind, and the kind one type
            D same = (D) document;
            return same;
        });
    }

    /**
     * Merges two versions of a configuration.
     *
     * @throws IllegalArgumentException if the three are not of one scope
     */
    public static MergeResult<ConfigSnapshot> merge(ConfigSnapshot base, ConfigSnapshot ours, ConfigSnapshot theirs) {
        if (!base.scope().equals(ours.scope()) || !base.scope().equals(theirs.scope())) {
            throw new IllegalArgumentException(
                    "A merge is of one scope: " + base.scope() + ", " + ours.scope() + " and " + theirs.scope());
        }
        TreeSet<DocumentId> ids = new TreeSet<>(base.documents().keySet());
        ids.addAll(ours.documents().keySet());
        ids.addAll(theirs.documents().keySet());
        SortedMap<DocumentId, MergedDocument> documents = new TreeMap<>();
        for (DocumentId id : ids) {
            documents.put(id, document(id, base.find(id), ours.find(id), theirs.find(id)));
        }
        return new MergeResult<>(documents, merged -> ConfigSnapshot.of(base.scope(), merged.values()));
    }

    private static MergedDocument document(
            DocumentId id,
            Optional<? extends MarketDocument> base,
            Optional<? extends MarketDocument> ours,
            Optional<? extends MarketDocument> theirs) {
        if (ours.equals(theirs) || base.equals(theirs)) {
            return MergedDocument.settled(id, ours);
        }
        if (base.equals(ours)) {
            return MergedDocument.settled(id, theirs);
        }
        ThreeWayMerge merge = new ThreeWayMerge(id);
        Optional<JsonNode> tree = merge.merged("", json(base), json(ours), json(theirs));
        return MergedDocument.merged(id, base, ours, theirs, tree.map(JsonText::of), merge.conflicts);
    }

    private static Optional<JsonNode> json(Optional<? extends MarketDocument> document) {
        return document.map(value -> JsonText.of(value).as(JsonNode.class));
    }

    private Optional<JsonNode> merged(
            String path, Optional<JsonNode> base, Optional<JsonNode> ours, Optional<JsonNode> theirs) {
        if (ours.equals(theirs) || base.equals(theirs)) {
            return ours;
        }
        if (base.equals(ours)) {
            return theirs;
        }
        if (base.isPresent() && ours.isPresent() && theirs.isPresent()) {
            JsonNode from = base.get();
            if (from.isObject() && ours.get().isObject() && theirs.get().isObject()) {
                return Optional.of(mergedObject(path, from, ours.get(), theirs.get()));
            }
            if (isKeyed(path, from) && isKeyed(path, ours.get()) && isKeyed(path, theirs.get())) {
                return Optional.of(mergedCollection(path, from, ours.get(), theirs.get()));
            }
        }
        conflicts.add(Conflict.builder()
                .document(id)
                .path(path)
                .kind(kind(base, ours, theirs))
                .base(base.map(JsonText::of))
                .ours(ours.map(JsonText::of))
                .theirs(theirs.map(JsonText::of))
                .build());
        return base;
    }

    private JsonNode mergedObject(String path, JsonNode base, JsonNode ours, JsonNode theirs) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        children(path, SemanticDiff.byName(base), SemanticDiff.byName(ours), SemanticDiff.byName(theirs))
                .forEach(merged::set);
        return merged;
    }

    /** The elements of all, in order of key; keys that are one number in two spellings in order of their text. */
    private JsonNode mergedCollection(String path, JsonNode base, JsonNode ours, JsonNode theirs) {
        String key = Paths.keyOf(id.kind(), path);
        Comparator<String> byValue = Paths::compareKeys;
        Comparator<JsonNode> byKey = Comparator.comparing(
                element -> element.path(key).asText(), byValue.thenComparing(Comparator.naturalOrder()));
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        children(
                        path,
                        SemanticDiff.byKey(id.kind(), path, base),
                        SemanticDiff.byKey(id.kind(), path, ours),
                        SemanticDiff.byKey(id.kind(), path, theirs))
                .values()
                .stream()
                .sorted(byKey)
                .forEach(merged::add);
        return merged;
    }

    private Map<String, JsonNode> children(
            String path, Map<String, JsonNode> base, Map<String, JsonNode> ours, Map<String, JsonNode> theirs) {
        TreeSet<String> names = new TreeSet<>(base.keySet());
        names.addAll(ours.keySet());
        names.addAll(theirs.keySet());
        Map<String, JsonNode> merged = new TreeMap<>();
        for (String name : names) {
            merged(
                            Paths.child(path, name),
                            Optional.ofNullable(base.get(name)),
                            Optional.ofNullable(ours.get(name)),
                            Optional.ofNullable(theirs.get(name)))
                    .ifPresent(value -> merged.put(name, value));
        }
        return merged;
    }

    private boolean isKeyed(String path, JsonNode node) {
        return SemanticDiff.isKeyed(id.kind(), path, node);
    }

    private static ConflictKind kind(Optional<?> base, Optional<?> ours, Optional<?> theirs) {
        if (base.isEmpty()) {
            return ConflictKind.BOTH_ADDED;
        }
        return ours.isEmpty() || theirs.isEmpty() ? ConflictKind.REMOVED_AND_CHANGED : ConflictKind.BOTH_CHANGED;
    }
}
