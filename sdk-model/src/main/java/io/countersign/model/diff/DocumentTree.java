package io.countersign.model.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.model.MalformedInputException;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import java.util.List;
import java.util.Optional;

/** A document's JSON while a diff is put into it. Not for use by several threads. */
final class DocumentTree {
    private final DocumentKind kind;
    private JsonNode root;

    private DocumentTree(DocumentKind kind, JsonNode root) {
        this.kind = kind;
        this.root = root;
    }

    static DocumentTree empty(DocumentKind kind) {
        return new DocumentTree(kind, JsonNodeFactory.instance.objectNode());
    }

    static DocumentTree of(MarketDocument document) {
        return of(document.documentKind(), JsonText.of(document));
    }

    static DocumentTree of(DocumentKind kind, JsonText json) {
        return new DocumentTree(kind, json.as(JsonNode.class));
    }

    MarketDocument toDocument() {
        return MarketDocument.parse(CanonicalJson.text(root));
    }

    Optional<JsonText> find(String path) {
        JsonNode at = at(path);
        return at.isMissingNode() ? Optional.empty() : Optional.of(JsonText.of(at));
    }

    /** Whether an object or a list stands at a path. */
    boolean holdsFields(String path) {
        return at(path).isContainerNode();
    }

    /** Whether a collection whose elements are named by key stands at a path. */
    boolean isCollection(String path) {
        return !keyOf(path).isEmpty() && at(path).isArray();
    }

    /** The key field of the collection at a path, empty when what stands there is no keyed collection. */
    String keyOf(String path) {
        return Paths.keyOf(kind, path);
    }

    /** The JSON Pointer (RFC 6901) of what stands at a path: elements by position. */
    String pointer(String path) {
        String pointer = "";
        String parent = "";
        JsonNode at = root;
        for (String token : Paths.tokens(path)) {
            if (at instanceof ArrayNode array) {
                at = elementOf(array, parent, token);
                pointer = Paths.child(pointer, Integer.toString(indexOf(array, at)));
            } else {
                at = at.path(token);
                pointer = Paths.child(pointer, token);
            }
            parent = Paths.child(parent, token);
        }
        return pointer;
    }

    private JsonNode at(String path) {
        JsonNode at = root;
        String parent = "";
        for (String token : Paths.tokens(path)) {
            at = at.isArray() ? elementOf((ArrayNode) at, parent, token) : at.path(token);
            parent = Paths.child(parent, token);
        }
        return at;
    }

    /** Puts a value at a path, making the objects and collections above it where they are missing. */
    void put(String path, JsonText value) {
        JsonNode node = value.as(JsonNode.class);
        List<String> tokens = Paths.tokens(path);
        if (tokens.isEmpty()) {
            root = node;
            return;
        }
        JsonNode at = root;
        String parent = "";
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            boolean last = i == tokens.size() - 1;
            if (at instanceof ArrayNode array) {
                JsonNode element = elementOf(array, parent, token);
                if (last && !element.isMissingNode()) {
                    array.remove(indexOf(array, element));
                }
                if (last) {
                    insert(array, parent, node);
                } else if (element.isMissingNode()) {
                    element = newElement(parent, token);
                    insert(array, parent, element);
                }
                at = element;
            } else if (at instanceof ObjectNode object) {
                if (last) {
                    object.set(token, node);
                } else if (object.path(token).isMissingNode()) {
                    String child = Paths.child(parent, token);
                    object.set(token, Paths.keyOf(kind, child).isEmpty() ? object.objectNode() : object.arrayNode());
                }
                at = object.path(token);
            } else {
                throw new MalformedInputException(
                        "No field can stand at " + path + ": " + parent + " is a plain value");
            }
            parent = Paths.child(parent, token);
        }
    }

    /** Takes out what stands at a path, if anything does. */
    void remove(String path) {
        List<String> tokens = Paths.tokens(path);
        JsonNode at = root;
        String parent = "";
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            boolean last = i == tokens.size() - 1;
            JsonNode next = at instanceof ArrayNode array ? elementOf(array, parent, token) : at.path(token);
            if (last && at instanceof ArrayNode array && !next.isMissingNode()) {
                array.remove(indexOf(array, next));
            } else if (last && at instanceof ObjectNode object) {
                object.remove(token);
            }
            at = next;
            parent = Paths.child(parent, token);
        }
    }

    private JsonNode elementOf(ArrayNode array, String path, String token) {
        String key = Paths.keyOf(kind, path);
        if (!key.isEmpty() && token.startsWith(key + "=")) {
            String wanted = token.substring(key.length() + 1);
            for (JsonNode element : array) {
                if (element.path(key).asText().equals(wanted)) {
                    return element;
                }
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    private ObjectNode newElement(String path, String token) {
        String key = Paths.keyOf(kind, path);
        if (key.isEmpty() || !token.startsWith(key + "=")) {
            throw new MalformedInputException("No element is named " + token + " in " + path);
        }
        return JsonNodeFactory.instance.objectNode().put(key, token.substring(key.length() + 1));
    }

    /** Collections are ordered by key, as {@link Paths#compareKeys} has it. */
    private void insert(ArrayNode array, String path, JsonNode element) {
        String key = Paths.keyOf(kind, path);
        int at = 0;
        while (at < array.size()
                && Paths.compareKeys(
                                array.get(at).path(key).asText(),
                                element.path(key).asText())
                        < 0) {
            at++;
        }
        array.insert(at, element);
    }

    private static int indexOf(ArrayNode array, JsonNode element) {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i).equals(element)) {
                return i;
            }
        }
        throw new IllegalStateException("No element stands at that position");
    }
}
