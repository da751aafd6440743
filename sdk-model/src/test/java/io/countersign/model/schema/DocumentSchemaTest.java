package io.countersign.model.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.countersign.model.MalformedInputException;
import io.countersign.model.fixtures.Cases;
import io.countersign.model.fixtures.Generated;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.Json;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.WeekTime;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schemas beside the documentation are those of the types, and an independent validator takes exactly what we write. After a
 * change of the types on purpose, {@code mvn -pl sdk-model test -Dtest=DocumentSchemaTest -Dcountersign.golden=write} writes the
 * files anew and fails.
 */
class DocumentSchemaTest {
    private static final Path FILES = Path.of("..", "docs", "spec", "schema", "v" + MarketDocument.SCHEMA_VERSION);
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    private static final boolean WRITE =
            System.getProperty("countersign.golden", "").equals("write");
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Map<DocumentKind, JsonSchema> SCHEMAS = schemas();

    /** Types of which the schema takes exactly the texts that are read and printed the same. */
    private static final Map<String, Class<?>> EXACT = Map.ofEntries(
            Map.entry("Amount", Amount.class),
            Map.entry("DocumentId", DocumentId.class),
            Map.entry("Instant", Instant.class),
            Map.entry("Leverage", Leverage.class),
            Map.entry("LocalDate", LocalDate.class),
            Map.entry("LocalTime", LocalTime.class),
            Map.entry("Notional", Notional.class),
            Map.entry("Percent", Percent.class),
            Map.entry("Price", Price.class),
            Map.entry("Quantity", Quantity.class),
            Map.entry("Rate", Rate.class),
            Map.entry("TickSize", TickSize.class),
            Map.entry("WeekTime", WeekTime.class));

    @ParameterizedTest
    @EnumSource
    void file_ofAKind_isItsSchema(DocumentKind kind) throws IOException {
        Path file = FILES.resolve(kind + ".json");
        if (WRITE) {
            Files.createDirectories(FILES);
            Files.writeString(file, DocumentSchema.of(kind));
            fail("Wrote " + file + " anew: look at the difference, then run without -Dcountersign.golden");
        }
        assertThat(file)
                .as("A new kind needs its schema: run with -Dcountersign.golden=write")
                .exists();
        assertThat(DocumentSchema.of(kind))
                .as("The schema of %s has changed. If that is meant, run with -Dcountersign.golden=write", kind)
                .isEqualTo(Files.readString(file, UTF_8));
    }

    @Test
    void files_haveAKindEach() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.of(DocumentKind.values())
                            .map(kind -> kind + ".json")
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void schema_ofAKind_isOneOfTheDraftAndNamesNoClass(DocumentKind kind) {
        JsonSchema draft = FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012));
        assertThat(draft.validate(tree(DocumentSchema.of(kind)))).isEmpty();
        assertThat(draft.validate(tree("{\"type\":\"text\"}"))).isNotEmpty();
        assertThat(DocumentSchema.of(kind)).doesNotContain("Immutable", "java.", "countersign.model", "Builder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void schema_takesEveryGoldenFile(String version) throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN.resolve(version).resolve("document"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThan(7).allSatisfy(file -> accept(tree(Files.readString(file, UTF_8))));
        }
    }

    @Test
    void schema_takesAnyGeneratedDocument() {
        Cases.forEach(
                400, random -> accept(tree(new Generated(random).document().canonical())));
    }

    @ParameterizedTest
    @EnumSource
    void required_areTheFieldsOfTheSmallestDocument(DocumentKind kind) {
        JsonNode smallest = tree(Samples.documents().get(kind + "-smallest").canonical());
        Set<String> required = new TreeSet<>();
        tree(DocumentSchema.of(kind)).get("required").forEach(name -> required.add(name.asText()));
        Set<String> written = new TreeSet<>();
        smallest.fieldNames().forEachRemaining(written::add);
        assertThat(required).isEqualTo(written);
    }

    /** Every field of every object of every full sample is taken away, made another, and given a stranger beside it. */
    @ParameterizedTest
    @EnumSource
    void schema_refusesWhatIsMissingOfAnotherTypeOrUnknown(DocumentKind kind) {
        JsonNode document = tree(Samples.documents().get(kind.toString()).canonical());
        JsonNode schema = tree(DocumentSchema.of(kind));
        accept(document);
        Count count = new Count();
        mutate(document, document, schema, schema, count);
        assertThat(count.missing).isGreaterThan(4);
        assertThat(count.wrong).isGreaterThan(30);
        assertThat(count.unknown).isPositive();
    }

    @Test
    void schema_takesExactlyTheTextsThatAreReadAndPrintedTheSame() {
        List<String> texts = new ArrayList<>(List.of(
                "0",
                "-0",
                "1",
                "-1",
                "10",
                "0.1",
                "-0.1",
                "0.10",
                "1.0",
                "01",
                "00",
                ".5",
                "5.",
                "+1",
                "1e3",
                "1E-3",
                "",
                " ",
                " 1",
                "1 ",
                "one",
                "0x1",
                "99999999999999999999",
                "100000000000000000000",
                "-99999999999999999999.999999999999999999",
                "0.000000000000000001",
                "0.0000000000000000001",
                "1.1000000000000000000",
                "123456789012.345678901234567891",
                "1,5",
                "\u0661"));
        texts.addAll(List.of(
                "2026-11-22T09:14:00.000000Z",
                "2026-11-22T09:14:00Z",
                "2026-11-22T09:14:00.000001Z",
                "2026-11-22T09:14:00.0000001Z",
                "2026-11-22T24:00:00.000000Z",
                "2026-13-22T09:14:00.000000Z",
                "2026-11-22T09:14:00.000000+00:00",
                "2026-11-22 09:14:00.000000Z",
                "now",
                "2026-11-22",
                "2026-1-2",
                "20261122",
                "2026-11-32",
                "2026-00-01"));
        texts.addAll(List.of(
                "16:00",
                "24:00",
                "9:30",
                "09:30:15",
                "09:30:00",
                "09:30:15.5",
                "09:30:15.500",
                "09:30:15.000001",
                "23:59:59.999999999",
                "1T09:30",
                "0T09:30",
                "8T09:30",
                "1T09:30:15",
                "1T09:30:15.500",
                "7T23:59"));
        texts.addAll(List.of(
                "spot-market/kraken/A/B",
                "spot-market/kraken/",
                "spot-market//A",
                "moon-market/kraken/A",
                "spot-market"));
        Set<String> seen = new HashSet<>();
        for (DocumentKind kind : DocumentKind.values()) {
            tree(DocumentSchema.of(kind)).get("$defs").properties().forEach(definition -> {
                Class<?> type = EXACT.get(definition.getKey());
                if (type != null && seen.add(definition.getKey())) {
                    JsonSchema schema = FACTORY.getSchema(definition.getValue());
                    for (String text : texts) {
                        boolean exact = readAndPrintedTheSame(text, type);
                        // a reader drops seconds that are zero, and knows how long a month is: too much for a pattern
                        if (!text.equals("09:30:00")) {
                            assertThat(schema.validate(JsonNodeFactory.instance.textNode(text))
                                            .isEmpty())
                                    .as("\"%s\" as %s", text, definition.getKey())
                                    .isEqualTo(exact);
                        }
                    }
                }
            });
        }
        assertThat(seen).isEqualTo(EXACT.keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT24H", "PT720H", "PT1H30M", "PT5M0.001S", "PT0.000000001S", "PT-0.5S", "PT-36H"})
    void schema_takesDurationsAsTheyArePrinted(String text) {
        assertThat(readAndPrintedTheSame(text, Duration.class)).isTrue();
        JsonNode definition =
                tree(DocumentSchema.of(DocumentKind.SPOT_MARKET)).get("$defs").get("Duration");
        JsonSchema schema = FACTORY.getSchema(definition);
        assertThat(schema.validate(JsonNodeFactory.instance.textNode(text))).isEmpty();
        for (String other : List.of("PT", "P1D", "24h", "PT1D", "PTS", "T1H", "PT1H ", "PT1.5H")) {
            assertThat(schema.validate(JsonNodeFactory.instance.textNode(other)))
                    .as(other)
                    .isNotEmpty();
        }
    }

    private static final class Count {
        int missing;
        int wrong;
        int unknown;
    }

    private static void mutate(JsonNode document, JsonNode at, JsonNode schema, JsonNode root, Count count) {
        JsonNode here = resolved(schema, root);
        if (at instanceof ArrayNode array) {
            for (JsonNode element : array) {
                mutate(document, element, here.path("items"), root, count);
            }
        }
        if (!(at instanceof ObjectNode object)) {
            return;
        }
        boolean open = !here.path("additionalProperties").isBoolean();
        Set<String> required = new HashSet<>();
        here.path("required").forEach(name -> required.add(name.asText()));
        if (!open) {
            object.put("stranger", "x");
            refuse(document, "stranger in " + object);
            object.remove("stranger");
            count.unknown++;
        }
        for (String name : new ArrayList<>(new TreeSet<>(names(object)))) {
            JsonNode value = object.get(name);
            object.remove(name);
            if (required.contains(name)) {
                refuse(document, "without " + name);
                count.missing++;
            } else if (!open || object.size() > 0) {
                accept(document);
            }
            for (JsonNode other : others(value)) {
                object.set(name, other);
                refuse(document, name + " as " + other);
                count.wrong++;
            }
            object.set(name, value);
            JsonNode inside = open
                    ? here.get("additionalProperties")
                    : here.get("properties").get(name);
            if (!name.equals("content")) { // whose inside is free
                mutate(document, value, inside, root, count);
            }
        }
    }

    /** Values of each type of JSON that is not the value's; for a text that is a number, the number. */
    private static List<JsonNode> others(JsonNode value) {
        JsonNodeFactory of = JsonNodeFactory.instance;
        List<JsonNode> others = new ArrayList<>(
                List.of(of.nullNode(), of.textNode("?"), of.numberNode(7), of.numberNode(1.5), of.booleanNode(true)));
        if (value.isTextual() && value.asText().matches("-?[0-9.]+")) {
            others.add(tree(value.asText()));
        }
        others.add(of.objectNode().put("a", 1));
        others.add(of.arrayNode().add(1.5));
        others.removeIf(other -> other.getNodeType() == value.getNodeType()
                && !(value.isIntegralNumber() && other.isFloatingPointNumber()));
        return others;
    }

    private static Set<String> names(ObjectNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode resolved(JsonNode schema, JsonNode root) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : root.at(reference.substring(1));
    }

    private static void accept(JsonNode document) {
        assertThat(SCHEMAS.get(DocumentKind.parse(document.get("kind").asText()))
                        .validate(document))
                .as(document.toString())
                .isEmpty();
    }

    private static void refuse(JsonNode document, String what) {
        JsonNode kind = document.path("kind");
        for (Map.Entry<DocumentKind, JsonSchema> schema : SCHEMAS.entrySet()) {
            if (!kind.isTextual() || schema.getKey().toString().equals(kind.asText())) {
                assertThat(schema.getValue().validate(document)).as(what).isNotEmpty();
            }
        }
    }

    private static boolean readAndPrintedTheSame(String text, Class<?> type) {
        String json = Json.write(text);
        try {
            return Json.write(Json.read(json, type)).equals(json);
        } catch (MalformedInputException e) {
            return false;
        }
    }

    private static Map<DocumentKind, JsonSchema> schemas() {
        Map<DocumentKind, JsonSchema> schemas = new EnumMap<>(DocumentKind.class);
        for (DocumentKind kind : DocumentKind.values()) {
            schemas.put(kind, FACTORY.getSchema(DocumentSchema.of(kind)));
        }
        return schemas;
    }

    private static JsonNode tree(String json) {
        return Json.read(json, JsonNode.class);
    }
}
