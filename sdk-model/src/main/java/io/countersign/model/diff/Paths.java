package io.countersign.model.diff;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.unit.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The paths of {@link FieldChange}: JSON Pointers (RFC 6901) in which {@code key=value} names an element of a collection. */
final class Paths {
    private Paths() {}

    /** The path of a field, or of an element named {@code key=value}, inside another. */
    static String child(String path, String name) {
        return path + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The path of what holds the field at a path that is not empty. */
    static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** The tokens of a path, unescaped. */
    static List<String> tokens(String path) {
        List<String> tokens = new ArrayList<>();
        if (path.isEmpty()) {
            return tokens;
        }
        for (String token : path.substring(1).split("/", -1)) {
            tokens.add(token.replace("~1", "/").replace("~0", "~"));
        }
        return tokens;
    }

    /** The key field of the collection at a path, empty when what stands there is no keyed collection. */
    static String keyOf(DocumentKind kind, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return kind.keys().getOrDefault(name, "");
    }

    /**
     * Whether the collection can be told apart by key: every element is an object that has it, in strictly ascending order.
     * Anything else is compared as a whole, so that no order is lost.
     */
    static boolean isKeyed(JsonNode array, String key) {
        String previous = "";
        for (int i = 0; i < array.size(); i++) {
            JsonNode element = array.get(i);
            if (!element.isObject() || !element.path(key).isValueNode()) {
                return false;
            }
            String current = element.get(key).asText();
            if (i > 0 && compareKeys(previous, current) >= 0) {
                return false;
            }
            previous = current;
        }
        return true;
    }

    /** A total order: decimals by value, before everything else as text. */
    static int compareKeys(String left, String right) {
        Optional<BigDecimal> leftNumber = number(left);
        Optional<BigDecimal> rightNumber = number(right);
        if (leftNumber.isPresent() && rightNumber.isPresent()) {
            return leftNumber.get().compareTo(rightNumber.get());
        }
        if (leftNumber.isPresent() || rightNumber.isPresent()) {
            return leftNumber.isPresent() ? -1 : 1;
        }
        return left.compareTo(right);
    }

    static Optional<BigDecimal> number(String text) {
        if (isShortInteger(text)) {
            return Optional.of(BigDecimal.valueOf(Long.parseLong(text)));
        }
        try {
            return Optional.of(Decimals.parse("Key", text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Digits alone, and few: most keys are, and comparing collections spends its time here. */
    private static boolean isShortInteger(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 18;
    }
}
