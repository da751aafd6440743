package io.countersign.model.venue.internal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;

/** A JSON value in which every number keeps the spelling it came with. */
public sealed interface RawJson {
    /** The value as compact JSON, numbers as they were spelled. */
    String json();

    /** What the value is, for messages: "number", "list" and so on. */
    String type();

    /** A JSON string. */
    record Text(String value) implements RawJson {
        @Override
        public String json() {
            if (isPlain(value)) {
                return '"' + value + '"';
            }
            String quoted = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value));
            return '"' + Surrogates.escapeLone(quoted) + '"';
        }

        /** Whether JSON spells it as it is. */
        private static boolean isPlain(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String type() {
            return "string";
        }
    }

    /** A JSON number, by its spelling. */
    record Numeral(String spelling) implements RawJson {
        @Override
        public String json() {
            return spelling;
        }

        @Override
        public String type() {
            return "number";
        }
    }

    /** {@code true}, {@code false} or {@code null}. */
    record Word(String json) implements RawJson {
        static final Word TRUE = new Word("true");
        static final Word FALSE = new Word("false");
        static final Word NULL = new Word("null");

        @Override
        public String type() {
            return json.equals("null") ? "null" : "boolean";
        }
    }

    /** A JSON array. */
    record Items(List<RawJson> items) implements RawJson {
        @Override
        public String json() {
            StringBuilder out = new StringBuilder("[");
            for (RawJson item : items) {
                out.append(out.length() > 1 ? "," : "").append(item.json());
            }
            return out.append(']').toString();
        }

        @Override
        public String type() {
            return "list";
        }
    }

    /** A JSON object, in the order it came. */
    record Fields(Map<String, RawJson> fields) implements RawJson {
        @Override
        public String json() {
            StringBuilder out = new StringBuilder("{");
            fields.forEach((name, value) -> out.append(out.length() > 1 ? "," : "")
                    .append(new Text(name).json())
                    .append(':')
                    .append(value.json()));
            return out.append('}').toString();
        }

        @Override
        public String type() {
            return "object";
        }
    }
}
