package io.countersign.model.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.countersign.model.MalformedInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON value, as its canonical text. Inside another value's JSON it stands as itself, not as a string. Equal when the
 * canonical texts are.
 */
@JsonSerialize(using = JsonText.Writer.class)
@JsonDeserialize(using = JsonText.Reader.class)
public final class JsonText {
    private final String text;
    private @Nullable Digest digest; // computed once asked for; two threads that race compute the same

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * The canonical form of a value with a JSON form.
     *
     * @throws MalformedInputException as in {@link CanonicalJson#text}
     */
    public static JsonText of(Object value) {
        return new JsonText(CanonicalJson.text(value));
    }

    /**
     * The canonical form of a JSON text.
     *
     * @throws MalformedInputException if it is no JSON, or as in {@link CanonicalJson#canonicalize}
     */
    public static JsonText parse(String json) {
        return new JsonText(CanonicalJson.canonicalize(json));
    }

    /** Takes a text that is known to be canonical, such as one just read back from where we stored it. */
    public static JsonText ofCanonical(String canonical) {
        return new JsonText(canonical);
    }

    /**
     * Reads it as a type.
     *
     * @throws MalformedInputException if it is not of that type
     */
    public <T> T as(Class<T> type) {
        return Json.read(text, type);
    }

    /** The canonical UTF-8 bytes. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The digest of the canonical bytes. */
    public Digest digest() {
        Digest known = digest;
        if (known == null) {
            known = Digest.of(bytes());
            digest = known;
        }
        return known;
    }

    /** For people: a JSON string without its quotes, anything else as it is. */
    public String display() {
        return text.startsWith("\"") ? Json.read(text, String.class) : text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonText that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The canonical text. */
    @Override
    public String toString() {
        return text;
    }

    static final class Writer extends JsonSerializer<JsonText> {
        @Override
        public void serialize(JsonText value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (out instanceof TokenBuffer) {
                out.writeTree(Json.shared().readTree(value.text)); // a raw value would stay a string in a tree
            } else {
                out.writeRawValue(value.text); // as it is: a number written anew might be longer than we read
            }
        }
    }

    static final class Reader extends JsonDeserializer<JsonText> {
        @Override
        public JsonText deserialize(JsonParser in, DeserializationContext context) throws IOException {
            // not in.readValueAsTree(), which wants the text to end there
            return new JsonText(CanonicalJson.text(context.readTree(in)));
        }

        @Override
        public JsonText getNullValue(DeserializationContext context) {
            return new JsonText("null");
        }
    }
}
