package io.countersign.model.venue.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a venue's response, decimals as numbers in plain spelling, kept fields as they came. Not thread-safe. */
public final class VenueWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator out;
    /** Fields of the object at hand that are written, so that a kept one of the same name is not written beside them. */
    private final Set<String> written = new HashSet<>();

    private VenueWriter(JsonGenerator out) {
        this.out = out;
    }

    /** Writes one JSON text. */
    public static String write(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            body.writeTo(new VenueWriter(out));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }

    /** An object, as the whole text or as the next element. */
    public void object(Body fields) throws IOException {
        out.writeStartObject();
        fields.writeTo(new VenueWriter(out));
        out.writeEndObject();
    }

    /** An object in a field. */
    public void object(String field, Body fields) throws IOException {
        name(field);
        object(fields);
    }

    /** A list, as the next element. */
    public void list(Body elements) throws IOException {
        out.writeStartArray();
        elements.writeTo(this);
        out.writeEndArray();
    }

    /** A list in a field. */
    public void list(String field, Body elements) throws IOException {
        name(field);
        list(elements);
    }

    /** A field whose value is text. */
    public void text(String field, Object value) throws IOException {
        name(field);
        out.writeString(value.toString());
    }

    /** A field whose value is text, when there is one. */
    public void text(String field, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            text(field, value.get());
        }
    }

    /** As {@link #text(String, Object)}, unless the field is written already. */
    public void textIfAbsent(String field, Object value) throws IOException {
        if (!written.contains(field)) {
            text(field, value);
        }
    }

    /** As {@link #text(String, Optional)}, unless the field is written already. */
    public void textIfAbsent(String field, Optional<?> value) throws IOException {
        if (!written.contains(field)) {
            text(field, value);
        }
    }

    /** As {@link #plain(String, Optional)}, unless the field is written already. */
    public void plainIfAbsent(String field, Optional<?> value) throws IOException {
        if (!written.contains(field)) {
            plain(field, value);
        }
    }

    /** A field whose value is a list of texts, unless there are none. */
    public void texts(String field, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            list(field, list -> {
                for (String value : values) {
                    list.out.writeString(value);
                }
            });
        }
    }

    /** A field whose value is a number or a truth value. */
    public void plain(String field, Object value) throws IOException {
        name(field);
        out.writeRawValue(value.toString());
    }

    /** A field whose value is a number or a truth value, when there is one. */
    public void plain(String field, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            plain(field, value.get());
        }
    }

    /** A number as the next element. */
    public void plain(Object value) throws IOException {
        out.writeRawValue(value.toString());
    }

    /**
     * The fields that were kept without being understood. A field that is already written stays as it is: the document's own
     * value counts.
     *
     * @throws IllegalArgumentException if a kept value is no JSON, so that it cannot smuggle other fields in
     */
    public void kept(Map<String, String> extensions) throws IOException {
        for (Map.Entry<String, String> field : extensions.entrySet()) {
            if (!written.contains(field.getKey())) {
                requireJson(field.getKey(), field.getValue());
                plain(field.getKey(), field.getValue());
            }
        }
    }

    /** The fields of an object that was kept as its own JSON text, except those that are written already. */
    public void keptFields(String name, String object) throws IOException {
        requireJson(name, object);
        try (JsonParser in = FACTORY.createParser(object)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("Kept field \"" + name + "\" is not an object: " + object);
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (written.contains(field)) {
                    in.skipChildren();
                } else {
                    name(field);
                    out.copyCurrentStructureExact(in);
                }
            }
        }
    }

    private void name(String field) throws IOException {
        written.add(field);
        out.writeFieldName(field);
    }

    private static void requireJson(String field, String value) throws IOException {
        try (JsonParser in = FACTORY.createParser(value)) {
            boolean one = in.nextToken() != null;
            in.skipChildren();
            if (one && in.nextToken() == null) {
                return;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Kept field \"" + field + "\" is not JSON: " + value, e);
        }
        throw new IllegalArgumentException("Kept field \"" + field + "\" is not one JSON value: " + value);
    }

    /** What stands between two brackets. */
    public interface Body {
        void writeTo(VenueWriter out) throws IOException;
    }
}
