package io.countersign.model.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;

/**
 * The JSON Schema (draft 2020-12) of a kind of document: what {@link MarketDocument#canonical()} writes. Fields that are always
 * written are required, other fields than the model's are refused. The schema holds for documents of every schema version that
 * this library reads, because a later version only adds.
 */
public final class DocumentSchema {
    private static final JsonMapper MAPPER = new JsonMapper();

    private DocumentSchema() {}

    /** The schema as JSON text, indented, with a line feed at the end of each line. */
    public static String of(DocumentKind kind) {
        SchemaTypes types = new SchemaTypes(kind);
        ObjectNode body = types.object(kind.type());
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:countersign:document:" + MarketDocument.SCHEMA_VERSION + ":" + kind);
        schema.put("title", Titles.of(kind.type().getSimpleName()));
        schema.put(
                "description",
                "A document of the kind " + kind + " as Countersign writes it, of schema version 1 to "
                        + MarketDocument.SCHEMA_VERSION
                        + ". Optional fields are left out when they are absent, never null.");
        schema.setAll(body);
        ObjectNode properties = schema.withObjectProperty("properties");
        properties.putObject("kind").put("title", "Kind").put("const", kind.toString());
        ArrayNode versions = properties
                .putObject("schemaVersion")
                .put("title", "Schema version")
                .putArray("enum");
        for (int version = 1; version <= MarketDocument.SCHEMA_VERSION; version++) {
            versions.add(version);
        }
        properties
                .withObjectProperty("venue")
                .put("pattern", "^[^/]+$")
                .put("description", "The venue's short name in lower case, without a slash.");
        properties.withObjectProperty("id").put("minLength", 1).put("description", "The venue's own id, as published.");
        schema.set("$defs", types.definitions());
        return text(schema);
    }

    private static String text(ObjectNode schema) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        try {
            return MAPPER.writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree is always written", e);
        }
    }
}
