package io.countersign.model.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.model.MalformedInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** JSON trees whose numbers stay as exact as their text. */
final class Trees {
    private Trees() {}

    /** Reads a text, every number exactly. */
    static JsonNode read(String json) {
        try {
            JsonNode tree = Json.shared().readTree(json);
            if (tree.isMissingNode()) {
                throw new MalformedInputException("Not JSON: the text is empty");
            }
            return tree;
        } catch (JacksonException e) {
            throw new MalformedInputException("Not JSON: " + e.getOriginalMessage(), e);
        } catch (NumberFormatException e) {
            throw new MalformedInputException("Not JSON that can be read exactly: " + e.getMessage(), e);
        }
    }

    /** Compact text: names in order as in RFC 8785, numbers with all their digits. */
    static String write(JsonNode node) {
        StringBuilder out = new StringBuilder(512);
        write(node, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                char before = '{';
                for (String name : names(node)) {
                    out.append(before);
                    before = ',';
                    CanonicalJson.appendString(name, out);
                    out.append(':');
                    write(node.get(name), out);
                }
                out.append(before == '{' ? "{}" : "}");
            }
            case ARRAY -> {
                char before = '[';
                for (JsonNode element : node) {
                    out.append(before);
                    before = ',';
                    write(element, out);
                }
                out.append(before == '[' ? "[]" : "]");
            }
            case STRING -> CanonicalJson.appendString(node.textValue(), out);
            case NUMBER -> out.append(node.isIntegralNumber() ? node.asText() : node.decimalValue());
            default -> out.append(node.asText());
        }
    }

    /** Whether two trees hold the same, numbers by value: {@code 1}, {@code 1.0} and {@code 1e0} are one number. */
    static boolean same(JsonNode left, JsonNode right) {
        if (left.getNodeType() != right.getNodeType() || left.size() != right.size()) {
            return false;
        }
        switch (left.getNodeType()) {
            case NUMBER -> {
                return left.decimalValue().compareTo(right.decimalValue()) == 0;
            }
            case OBJECT -> {
                for (Map.Entry<String, JsonNode> field : left.properties()) {
                    JsonNode other = right.get(field.getKey());
                    if (other == null || !same(field.getValue(), other)) {
                        return false;
                    }
                }
                return true;
            }
            case ARRAY -> {
                for (int i = 0; i < left.size(); i++) {
                    if (!same(left.get(i), right.get(i))) {
                        return false;
                    }
                }
                return true;
            }
            default -> {
                return left.equals(right);
            }
        }
    }

    /** How deep it nests; 0 for a plain value. */
    static int depth(JsonNode node) {
        if (!node.isContainerNode()) {
            return 0;
        }
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return deepest + 1;
    }

    /** How many values it holds, itself included. */
    static long size(JsonNode node) {
        long size = 1;
        for (JsonNode child : node) {
            size += size(child);
        }
        return size;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        Collections.sort(names);
        return names;
    }
}
