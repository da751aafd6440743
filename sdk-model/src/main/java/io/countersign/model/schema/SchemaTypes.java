package io.countersign.model.schema;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.model.json.Json;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentKind;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The schemas of the Java types in documents of one kind; each type with a name stands once among the definitions. */
final class SchemaTypes {
    private final DocumentKind kind;
    private final SortedMap<String, ObjectNode> definitions = new TreeMap<>();

    SchemaTypes(DocumentKind kind) {
        this.kind = kind;
    }

    /** What was referred to so far, by name. */
    ObjectNode definitions() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.setAll(definitions);
        return all;
    }

    /** An object with a field for each accessor. */
    ObjectNode object(Class<?> type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        if (type == kind.type()) {
            properties.putObject("kind");
            required.add("kind");
        }
        accessors(type).forEach((name, accessor) -> {
            properties.set(name, field(accessor));
            if (isAlwaysWritten(accessor)) {
                required.add(name);
            }
        });
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private ObjectNode field(Method accessor) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("title", Titles.of(accessor.getName()));
        schema.setAll(of(accessor.getGenericReturnType()));
        JsonInclude.@Nullable Include include = include(accessor);
        if (include == JsonInclude.Include.NON_DEFAULT) {
            schema.put("const", true).put("description", "Written only when true.");
        } else if (include == JsonInclude.Include.NON_EMPTY) {
            boolean array = schema.path("type").asText().equals("array");
            schema.put(array ? "minItems" : "minProperties", 1);
        }
        if (accessor.getName().equals("extensions")) {
            schema.put(
                    "description",
                    "Fields of the venue that have no name here, each with its value's own JSON text as a string.");
        }
        if (accessor.getName().equals("disabled")) {
            schema.put(
                    "description",
                    "Names of fields beside this one that the venue switched off; they are absent then.");
        }
        String key = kind.keys().getOrDefault(accessor.getName(), "");
        if (!key.isEmpty()) {
            schema.put("description", "In ascending order of " + key + ", which tells the elements apart.");
        }
        return schema;
    }

    private ObjectNode of(Type type) {
        if (type instanceof Class<?> plain) {
            return plain(plain);
        }
        ParameterizedType generic = (ParameterizedType) type;
        Type[] inside = generic.getActualTypeArguments();
        Type raw = generic.getRawType();
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (raw == Optional.class) {
            return of(inside[0]);
        }
        if (raw == List.class || raw == SortedSet.class) {
            schema.put("type", "array").set("items", of(inside[0]));
            if (raw == SortedSet.class) {
                schema.put("uniqueItems", true);
            }
            return schema;
        }
        if (raw == SortedMap.class) {
            schema.put("type", "object");
            if (inside[0] != String.class) {
                schema.set("propertyNames", of(inside[0]));
            }
            schema.set("additionalProperties", of(inside[1]));
            return schema;
        }
        throw new IllegalStateException("No schema for " + type);
    }

    private ObjectNode plain(Class<?> type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (type == String.class) {
            return schema.put("type", "string");
        }
        if (type == JsonText.class) {
            return schema.put("type", "object");
        }
        if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == int.class || type == Integer.class) {
            return schema.put("type", "integer");
        }
        String name = type.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, schema); // its place, in case it refers to itself
            definitions.put(name, definition(type));
        }
        return schema.put("$ref", "#/$defs/" + name);
    }

    private ObjectNode definition(Class<?> type) {
        Optional<ObjectNode> text = TextForms.find(type);
        if (text.isPresent()) {
            return text.get();
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("title", Titles.of(type.getSimpleName()));
        if (type.isEnum()) {
            ArrayNode names = schema.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                names.add(Json.read(Json.write(constant), String.class));
            }
            return schema;
        }
        schema.setAll(object(type));
        return schema;
    }

    /** The accessors that a builder of the type can set, by name. */
    private static SortedMap<String, Method> accessors(Class<?> type) {
        Class<?> builder = Stream.of(type.getMethods())
                .filter(method -> method.getName().equals("builder") && Modifier.isStatic(method.getModifiers()))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("No schema for " + type))
                .getReturnType();
        SortedMap<String, Method> accessors = new TreeMap<>();
        for (Method method : type.getMethods()) {
            if (method.getParameterCount() == 0
                    && method.getDeclaringClass() != Object.class
                    && !Modifier.isStatic(method.getModifiers())
                    && Stream.of(builder.getMethods())
                            .anyMatch(setter -> setter.getParameterCount() == 1
                                    && setter.getName().equals(method.getName()))) {
                accessors.put(method.getName(), method);
            }
        }
        return accessors;
    }

    private static boolean isAlwaysWritten(Method accessor) {
        return accessor.getReturnType() != Optional.class && include(accessor) == null;
    }

    private static JsonInclude.@Nullable Include include(Method accessor) {
        JsonInclude written = accessor.getAnnotation(JsonInclude.class);
        return written == null ? null : written.value();
    }
}
