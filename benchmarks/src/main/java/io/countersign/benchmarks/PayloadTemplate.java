package io.countersign.benchmarks;

import io.countersign.model.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The canonical JSON of a payload with holes where values differ from one to the next. Writing a payload by its type takes longer than
 * hashing and storing it, and a history has ten million of them.
 */
final class PayloadTemplate {
    private final List<String> between = new ArrayList<>();
    private final List<Hole> holes = new ArrayList<>();

    /** A place for a value, by the text that marks it in a payload of the real type. */
    enum Hole {
        CHANGE_ID("CHG-@"),
        PLAN_DIGEST("a".repeat(64)),
        BASE_ROOT("b".repeat(64)),
        RESULT_ROOT("c".repeat(64)),
        DOCUMENT_DIGEST("d".repeat(64)),
        EFFECTIVE_AT("1999-01-01T00:00:00.000000Z"),
        TITLE("@title"),
        TEXT("@text"),
        REVIEWER("@reviewer"),
        TICKET("@ticket"),
        MARKET("@market"),
        PATH("/@path"),
        BEFORE("\"@before\""),
        AFTER("\"@after\""),
        CHANGES("[\"@changes\"]"),
        INVERSE("[\"@inverse\"]"),
        PLAN("{\"@plan\":1}");

        private final String marker;

        Hole(String marker) {
            this.marker = marker;
        }

        String marker() {
            return marker;
        }
    }

    private PayloadTemplate(String text) {
        int from = 0;
        while (true) {
            int at = text.length();
            Hole next = null;
            for (Hole hole : Hole.values()) {
                int found = text.indexOf(hole.marker, from);
                if (found >= 0 && found < at) {
                    at = found;
                    next = hole;
                }
            }
            between.add(text.substring(from, at));
            if (next == null) {
                return;
            }
            holes.add(next);
            from = at + next.marker.length();
        }
    }

    /**
     * A template from a payload whose texts are marked. Parts that are values of their own are named here with the hole that they leave.
     */
    static PayloadTemplate of(Object payload, Map<Hole, Object> parts) {
        String text = JsonText.of(payload).toString();
        for (Map.Entry<Hole, Object> part : parts.entrySet()) {
            text = text.replace(JsonText.of(part.getValue()).toString(), part.getKey().marker);
        }
        return new PayloadTemplate(text);
    }

    /** The payload with these values, each of which is there for the holes that there are. */
    String fill(Map<Hole, String> values) {
        StringBuilder out = new StringBuilder(1_024).append(between.get(0));
        for (int i = 0; i < holes.size(); i++) {
            out.append(values.get(holes.get(i))).append(between.get(i + 1));
        }
        return out.toString();
    }
}
