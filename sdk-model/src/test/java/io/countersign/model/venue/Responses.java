package io.countersign.model.venue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads texts as responses, says in one line each what was found, and compares responses by value. */
@SuppressWarnings("exports") // a tree of Jackson's is what the tests compare; no other module sees this class
public final class Responses {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Responses() {}

    /** Reads a text under the name {@code response}. */
    public static VenueReading read(VenueReader reader, String response) {
        return read(reader, response.getBytes(UTF_8));
    }

    /** As {@link #read(VenueReader, String)}. */
    public static VenueReading read(VenueReader reader, byte[] response) {
        return reader.read("response", new ByteArrayInputStream(response));
    }

    /** Everything found: rule, severity, document, path and message. */
    public static List<String> findings(VenueReading reading) {
        return reading.report().findings().stream().map(Responses::line).toList();
    }

    /** What keeps a market from being read. */
    public static List<String> errors(VenueReading reading) {
        return reading.report().atLeast(Severity.ERROR).stream()
                .map(Responses::line)
                .toList();
    }

    private static String line(Finding finding) {
        return finding.ruleId() + " " + finding.severity() + " " + finding.document()
                + (finding.path().isEmpty() ? "" : " " + finding.path()) + ": " + finding.message();
    }

    /** A JSON text, its numbers exact. */
    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /**
     * Where two responses differ in a value: decimals by value, also as text; instants as instants; keys in any order; filters
     * by their type.
     */
    public static List<String> differences(JsonNode left, JsonNode right) {
        return differences("", left, right);
    }

    private static List<String> differences(String path, JsonNode left, JsonNode right) {
        List<String> found = new ArrayList<>();
        if (left.isObject() && right.isObject()) {
            Set<String> names = new TreeSet<>();
            left.fieldNames().forEachRemaining(names::add);
            right.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                found.addAll(differences(path + "/" + name, left.path(name), right.path(name)));
            }
        } else if (isFilters(left) && isFilters(right)) {
            found.addAll(differences(path, byType(left), byType(right)));
        } else if (left.isArray() && right.isArray() && left.size() == right.size()) {
            for (int i = 0; i < left.size(); i++) {
                found.addAll(differences(path + "/" + i, left.get(i), right.get(i)));
            }
        } else if (!sameValue(left, right)) {
            found.add(path + ": " + left + " became " + (right.isMissingNode() ? "absent" : right));
        }
        return found;
    }

    private static boolean isFilters(JsonNode node) {
        return node.isArray() && node.size() > 0 && node.get(0).has("filterType");
    }

    private static JsonNode byType(JsonNode filters) {
        ObjectNode types = MAPPER.createObjectNode();
        filters.forEach(filter -> types.set(filter.get("filterType").asText(), filter));
        return types;
    }

    private static boolean sameValue(JsonNode left, JsonNode right) {
        if (left.equals(right)) {
            return true;
        }
        Optional<BigDecimal> leftNumber = number(left);
        if (leftNumber.isPresent()) {
            return number(right)
                    .filter(number -> number.compareTo(leftNumber.get()) == 0)
                    .isPresent();
        }
        return left.isTextual() && instant(left).isPresent() && instant(left).equals(instant(right));
    }

    private static Optional<BigDecimal> number(JsonNode node) {
        try {
            return Optional.of(new BigDecimal(node.asText()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(JsonNode node) {
        try {
            return Optional.of(Instant.parse(node.asText()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
