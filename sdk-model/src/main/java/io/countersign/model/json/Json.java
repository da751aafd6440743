package io.countersign.model.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.countersign.model.MalformedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Reads and writes our values as JSON, exactly: decimals never pass through {@code double}, duplicate keys and unknown fields
 * are refused, as are null collections and text, numbers and truth values in each other's place; absent optionals are not
 * written, instants are text with six digits after the second, durations ISO 8601. Thread-safe.
 */
public final class Json {
    /** Deepest nesting that is read. */
    public static final int DEPTH_MAX = 64;

    /** Longest number that is read, in characters. */
    public static final int NUMBER_LENGTH_MAX = 128;

    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    /** Writes compact JSON. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "Not a value with a JSON form: " + value.getClass().getName(), e);
        }
    }

    /**
     * Reads a value of a type.
     *
     * @throws MalformedInputException if the text is no JSON or not of that type; nothing of it is kept
     */
    public static <T> T read(String text, Class<T> type) {
        try {
            return notNull(MAPPER.readValue(text, type), type);
        } catch (JacksonException | IllegalArgumentException e) {
            throw malformed(type, e);
        }
    }

    /** As {@link #read(String, Class)}, from UTF-8 bytes. */
    public static <T> T read(byte[] utf8, Class<T> type) {
        try {
            return notNull(MAPPER.readValue(utf8, type), type);
        } catch (JacksonException | IllegalArgumentException e) {
            throw malformed(type, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static JsonMapper shared() {
        return MAPPER;
    }

    private static <T> T notNull(T value, Class<T> type) {
        if (value == null) {
            throw new MalformedInputException("Not a " + type.getSimpleName() + ": null");
        }
        return value;
    }

    private static MalformedInputException malformed(Class<?> type, Exception e) {
        return new MalformedInputException("Not a " + type.getSimpleName() + ": " + where(e) + why(e), e);
    }

    /** What is wrong, without the names of our generated classes. */
    private static String why(Exception e) {
        if (e instanceof InvalidTypeIdException kind) {
            return kind.getTypeId() == null
                    ? "The field \"kind\" is missing"
                    : "Unknown or unexpected kind \"" + kind.getTypeId() + "\"";
        }
        if (e instanceof UnrecognizedPropertyException) {
            return "Unknown field";
        }
        if (e instanceof InvalidNullException) {
            return "Null where a value is required";
        }
        if (e instanceof JsonMappingException && e.getCause() instanceof RuntimeException cause) {
            return String.valueOf(cause.getMessage());
        }
        return String.valueOf(e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage());
    }

    /** The JSON Pointer of the value that is wrong, as far as it is known. */
    private static String where(Exception e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference reference : mapping.getPath()) {
            String name = reference.getFieldName();
            pointer.append('/')
                    .append(
                            name == null
                                    ? Integer.toString(reference.getIndex())
                                    : name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.append(": ").toString();
    }

    /** A collection must not be null, or our values would take it for an empty one. What any collection holds must not be either. */
    private static void refuseNull(MutableConfigOverride collection) {
        collection.setSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL));
    }

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new TimeModule())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .withConfigOverride(List.class, Json::refuseNull)
                .withConfigOverride(Map.class, Json::refuseNull)
                .withConfigOverride(SortedMap.class, Json::refuseNull)
                .withConfigOverride(SortedSet.class, Json::refuseNull)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .maxNumberLength(NUMBER_LENGTH_MAX)
                        .build());
        mapper.getFactory().configure(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION, false);
        return mapper;
    }
}
