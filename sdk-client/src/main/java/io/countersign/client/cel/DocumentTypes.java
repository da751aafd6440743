package io.countersign.client.cel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.schema.DocumentSchema;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types of documents and of all that is in them, as the JSON Schemas of the documents have them. */
final class DocumentTypes implements CelTypeProvider {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String DEFINITIONS = "#/$defs/";

    private final ImmutableMap<String, StructType> types;

    DocumentTypes() {
        Map<String, StructType> all = new TreeMap<>();
        for (DocumentKind kind : DocumentKind.values()) {
            JsonNode schema = read(DocumentSchema.of(kind));
            JsonNode definitions = schema.path("$defs");
            all.put(kind.toString(), struct(kind.toString(), schema, definitions));
            for (Map.Entry<String, JsonNode> named : definitions.properties()) {
                if (named.getValue().has("properties")) {
                    all.put(named.getKey(), struct(named.getKey(), named.getValue(), definitions));
                }
            }
        }
        this.types = ImmutableMap.copyOf(all);
    }

    /** The type of the documents of a kind. */
    static CelType of(DocumentKind kind) {
        return StructTypeReference.create(kind.toString());
    }

    /** The first name in a JSON Pointer that no document of the kind can have in its place. */
    Optional<String> findUnknown(DocumentKind kind, String pointer) {
        CelType at = of(kind);
        for (String token : pointer.substring(Math.min(1, pointer.length())).split("/", -1)) {
            StructType struct = types.get(at.name());
            if (struct == null || pointer.isEmpty()) {
                return Optional.empty();
            }
            Optional<StructType.Field> field = struct.findField(token);
            if (field.isEmpty()) {
                return Optional.of(token);
            }
            at = field.get().type();
        }
        return Optional.empty();
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(types.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(types.get(name));
    }

    private static StructType struct(String name, JsonNode schema, JsonNode definitions) {
        ImmutableMap.Builder<String, CelType> fields = ImmutableMap.builder();
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            fields.put(field.getKey(), type(field.getValue(), definitions));
        }
        ImmutableMap<String, CelType> byName = fields.buildOrThrow();
        return StructType.create(name, byName.keySet(), wanted -> Optional.ofNullable(byName.get(wanted)));
    }

    private static CelType type(JsonNode schema, JsonNode definitions) {
        String reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
            String name = reference.substring(DEFINITIONS.length());
            JsonNode definition = definitions.path(name);
            return definition.has("properties") ? StructTypeReference.create(name) : type(definition, definitions);
        }
        JsonNode value =
                schema.has("const") ? schema.get("const") : schema.path("enum").path(0);
        return switch (schema.path("type").asText(value.isTextual() ? "string" : value.isInt() ? "integer" : "")) {
            case "string" -> SimpleType.STRING;
            case "integer" -> SimpleType.INT;
            case "boolean" -> SimpleType.BOOL;
            case "array" -> ListType.create(type(schema.path("items"), definitions));
            case "object" ->
                MapType.create(
                        SimpleType.STRING,
                        schema.has("additionalProperties")
                                ? type(schema.path("additionalProperties"), definitions)
                                : SimpleType.DYN); // what governs a desk is free inside
            default -> throw new IllegalStateException("No type for " + schema);
        };
    }

    private static JsonNode read(String schema) {
        try {
            return MAPPER.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A schema is JSON", e);
        }
    }
}
