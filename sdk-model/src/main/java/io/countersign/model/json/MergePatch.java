package io.countersign.model.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.model.MalformedInputException;
import java.util.Map;

/**
 * What becomes of a JSON document, in the document's own shape, as RFC 7396 has it: members given are put, members that are {@code
 * null} are taken out, and an array is replaced whole. Numbers keep all their digits.
 *
 * <p>Such a patch cannot say that a member is {@code null}: {@link #between} refuses to make one that would have to. Equal when
 * the texts are.
 */
public final class MergePatch {
    private final JsonNode patch;

    private MergePatch(JsonNode patch) {
        this.patch = patch;
    }

    /**
     * Reads a patch; any JSON is one.
     *
     * @throws MalformedInputException if it is no JSON
     */
    public static MergePatch parse(String json) {
        return new MergePatch(Trees.read(json));
    }

    /**
     * The patch that turns one document into another.
     *
     * @throws MalformedInputException if one is no JSON, or the second has a new member that is {@code null}
     */
    public static MergePatch between(String before, String after) {
        return new MergePatch(between(Trees.read(before), Trees.read(after), ""));
    }

    /**
     * The document with the patch in it, compact, with sorted names.
     *
     * @throws MalformedInputException if the document is no JSON
     */
    public String applyTo(String json) {
        return Trees.write(merged(Trees.read(json), patch));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MergePatch that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The patch document, in one line. */
    @Override
    public String toString() {
        return Trees.write(patch);
    }

    /** The procedure of RFC 7396 section 2. */
    private static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (target instanceof ObjectNode object) {
            result.setAll(object);
        }
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            if (member.getValue().isNull()) {
                result.remove(member.getKey());
            } else {
                result.set(member.getKey(), merged(result.path(member.getKey()), member.getValue()));
            }
        }
        return result;
    }

    private static JsonNode between(JsonNode before, JsonNode after, String path) {
        if (!after.isObject()) {
            return after;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : after.properties()) {
            JsonNode old = before.path(member.getKey());
            if (old.isMissingNode() || !Trees.write(old).equals(Trees.write(member.getValue()))) {
                String place = path + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
                if (member.getValue().isNull()) {
                    throw new MalformedInputException("A merge patch cannot make " + place
                            + " null, it would take the member out: use a JSON Patch (RFC 6902)");
                }
                patch.set(member.getKey(), between(old, member.getValue(), place));
            }
        }
        before.fieldNames().forEachRemaining(name -> {
            if (!after.has(name)) {
                patch.putNull(name);
            }
        });
        return patch;
    }
}
