package io.countersign.model.venue.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
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
