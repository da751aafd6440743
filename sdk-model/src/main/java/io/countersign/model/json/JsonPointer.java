package io.countersign.model.json;

import io.countersign.model.MalformedInputException;
import java.util.ArrayList;
import java.util.List;

/** A place in a JSON document, as RFC 6901 writes it. The empty pointer is the whole document. */
record JsonPointer(String text, List<String> tokens) {
    static JsonPointer parse(String text) {
        if (!text.isEmpty() && text.charAt(0) != '/') {
            throw new MalformedInputException("A JSON Pointer is empty or starts with a slash: \"" + text + "\"");
        }
        List<String> tokens = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String token : text.substring(1).split("/", -1)) {
                tokens.add(unescaped(token, text));
            }
        }
        return new JsonPointer(text, List.copyOf(tokens));
    }

    boolean isRoot() {
        return tokens.isEmpty();
    }

    /** What holds the value here; not for the root. */
    JsonPointer parent() {
        return new JsonPointer(text.substring(0, text.lastIndexOf('/')), tokens.subList(0, tokens.size() - 1));
    }

    String last() {
        return tokens.get(tokens.size() - 1);
    }

    /** Whether the other place lies inside this one. */
    boolean holds(JsonPointer other) {
        return other.tokens.size() > tokens.size()
                && other.tokens.subList(0, tokens.size()).equals(tokens);
    }

    @Override
    public String toString() {
        return text.isEmpty() ? "the whole document" : text;
    }

    private static String unescaped(String token, String pointer) {
        for (int at = token.indexOf('~'); at >= 0; at = token.indexOf('~', at + 1)) {
            if (at + 1 == token.length() || (token.charAt(at + 1) != '0' && token.charAt(at + 1) != '1')) {
                throw new MalformedInputException(
                        "In a JSON Pointer a tilde is followed by 0 or 1: \"" + pointer + "\"");
            }
        }
        return token.replace("~1", "/").replace("~0", "~");
    }
}
