package io.countersign.model.venue.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
            String quoted = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value));
            return '"' + Surrogates.escapeLone(quoted) + '"';
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

    /**
     * Reads the value that starts at the parser's current token.
     *
     * @param duplicates told the JSON Pointer of each name that an object holds twice; the first value is kept
     */
    static RawJson read(JsonParser in, Consumer<String> duplicates) throws IOException {
        JsonToken token = in.currentToken();
        return switch (token) {
            case START_OBJECT -> readFields(in, duplicates);
            case START_ARRAY -> readItems(in, duplicates);
            case VALUE_STRING -> new Text(in.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(in.getText());
            case VALUE_TRUE -> new Word("true");
            case VALUE_FALSE -> new Word("false");
            case VALUE_NULL -> new Word("null");
            default -> throw new IllegalStateException("No value starts at " + token);
        };
    }

    private static Fields readFields(JsonParser in, Consumer<String> duplicates) throws IOException {
        Map<String, RawJson> fields = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            if (fields.putIfAbsent(name, read(in, duplicates)) != null) {
                duplicates.accept(in.getParsingContext().pathAsPointer().toString());
            }
        }
        return new Fields(fields);
    }

    private static Items readItems(JsonParser in, Consumer<String> duplicates) throws IOException {
        List<RawJson> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(in, duplicates));
        }
        return new Items(items);
    }
}
