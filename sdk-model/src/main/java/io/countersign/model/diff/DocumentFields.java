package io.countersign.model.diff;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A document taken apart into single fields, by path, and put together again.
 *
 * <p>A keyed collection leaves a field of its own with the value {@code []} beside its elements' fields, and an object inside
 * the document one with the value {@code {}} beside its own, so that empty and absent stay apart, also while fields come and go.
 */
public final class DocumentFields {
    private DocumentFields() {}

    /** The fields of a document by path, in order of path. */
    public static SortedMap<String, JsonText> of(MarketDocument document) {
        return under(document.documentKind(), "", JsonText.of(document));
    }

    /** The fields of a value that stands at a path of a document of this kind. */
    static SortedMap<String, JsonText> under(DocumentKind kind, String path, JsonText value) {
        SortedMap<String, JsonText> fields = new TreeMap<>();
        JsonNode node = value.as(JsonNode.class);
        if (isElement(kind, path) && node.isObject()) {
            collectFields(kind, path, node, fields);
        } else {
            collect(kind, path, node, fields);
        }
        return fields;
    }

    /**
     * The document that has these fields.
     *
     * @throws io.countersign.model.MalformedInputException if they do not make one
     */
    public static MarketDocument toDocument(DocumentKind kind, Map<String, JsonText> fields) {
        DocumentTree tree = DocumentTree.empty(kind);
        new TreeMap<>(fields).forEach(tree::put);
        return tree.toDocument();
    }

    private static void collect(DocumentKind kind, String path, JsonNode node, SortedMap<String, JsonText> fields) {
        if (node.isObject()) {
            if (!path.isEmpty()) {
                fields.put(path, JsonText.ofCanonical("{}"));
            }
            collectFields(kind, path, node, fields);
            return;
        }
        String key = Paths.keyOf(kind, path);
        if (node.isArray() && !key.isEmpty() && Paths.isKeyed(node, key)) {
            fields.put(path, JsonText.ofCanonical("[]"));
            node.forEach(element -> collectFields(
                    kind, Paths.child(path, key + "=" + element.get(key).asText()), element, fields));
            return;
        }
        fields.put(path, JsonText.of(node));
    }

    /** Whether an element of a keyed collection stands at a path; it always holds its key, and so is never empty. */
    private static boolean isElement(DocumentKind kind, String path) {
        return !path.isEmpty() && !Paths.keyOf(kind, Paths.parent(path)).isEmpty();
    }

    private static void collectFields(
            DocumentKind kind, String path, JsonNode object, SortedMap<String, JsonText> fields) {
        object.properties()
                .forEach(field -> collect(kind, Paths.child(path, field.getKey()), field.getValue(), fields));
    }
}
