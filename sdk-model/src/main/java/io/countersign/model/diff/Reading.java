package io.countersign.model.diff;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentKind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** A field change in words. */
final class Reading {
    private final FieldChange change;
    private final FieldMeaning meaning;
    private final String unit;

    /** With a unit that the document names, or an empty one where that is not known. */
    Reading(FieldChange change, FieldMeaning meaning, String unit) {
        this.change = change;
        this.meaning = meaning;
        this.unit = meaning.unit().equals("%") ? " %" : unit.isEmpty() ? "" : " " + unit;
    }

    /** What changed, from what to what, and what that means: {@code tick size 0.1 -> 0.5, coarser}. */
    String text() {
        if (change.before().isEmpty() && isObject(change.after())) {
            return thing() + " added" + parts(change.after());
        }
        if (change.after().isEmpty() && isObject(change.before())) {
            return thing() + " removed" + parts(change.before());
        }
        String word = word();
        return meaning.label() + " " + shown(change.before()) + " -> " + shown(change.after())
                + (word.isEmpty() ? "" : ", " + word);
    }

    private String word() {
        Growth growth = meaning.growth();
        if (change.before().isEmpty()) {
            return growth.wordWhenAdded();
        }
        if (change.after().isEmpty()) {
            return growth.wordWhenRemoved();
        }
        Optional<BigDecimal> from = change.before().flatMap(Reading::figure);
        Optional<BigDecimal> to = change.after().flatMap(Reading::figure);
        return from.isPresent() && to.isPresent() ? growth.word(to.get().compareTo(from.get())) : "";
    }

    private String shown(Optional<JsonText> value) {
        return value.map(text -> text.display() + (figure(text).isPresent() ? unit : ""))
                .orElse("none");
    }

    /** An element by its key, {@code tier at lower bound 250000}; anything else by its name. */
    private String thing() {
        String path = change.path();
        String parent = Paths.parent(path);
        String key = Paths.keyOf(change.document().kind(), parent);
        String element = FieldMeaning.of(change.document().kind(), path).label();
        if (key.isEmpty() || !element.startsWith(key + "=")) {
            return meaning.label();
        }
        String collection = FieldMeaning.of(change.document().kind(), parent).label();
        return collection.replaceAll("s$", "") + " at " + FieldMeaning.words(key) + " "
                + element.substring(key.length() + 1);
    }

    /** The fields of an object that came or went, but for the key that names it. */
    private String parts(Optional<JsonText> object) {
        DocumentKind kind = change.document().kind();
        String key = Paths.keyOf(kind, Paths.parent(change.path()));
        String parts = DocumentFields.under(kind, change.path(), object.orElseThrow()).entrySet().stream()
                .filter(field -> !isEmptyHolder(field.getValue().toString()))
                .filter(field -> !field.getKey().equals(Paths.child(change.path(), key)))
                .map(field -> {
                    FieldMeaning part = FieldMeaning.of(kind, field.getKey());
                    return part.label() + " " + field.getValue().display()
                            + (part.unit().equals("%") ? " %" : "");
                })
                .collect(Collectors.joining(", "));
        return parts.isEmpty() ? "" : ": " + parts;
    }

    private static boolean isEmptyHolder(String json) {
        return json.equals("{}") || json.equals("[]");
    }

    private static boolean isObject(Optional<JsonText> value) {
        return value.filter(text -> text.toString().startsWith("{")).isPresent();
    }

    /** What can be compared as a number: a decimal, a time, and of a list the greatest, nought when it is empty. */
    private static Optional<BigDecimal> figure(JsonText value) {
        JsonNode node = value.as(JsonNode.class);
        if (!node.isArray()) {
            return figure(node.asText());
        }
        BigDecimal greatest = BigDecimal.ZERO;
        for (JsonNode element : node) {
            Optional<BigDecimal> one = element.isValueNode() ? figure(element.asText()) : Optional.empty();
            if (one.isEmpty()) {
                return Optional.empty();
            }
            greatest = greatest.max(one.get());
        }
        return Optional.of(greatest);
    }

    private static Optional<BigDecimal> figure(String text) {
        Optional<BigDecimal> decimal = Paths.number(text);
        if (decimal.isPresent()) {
            return decimal;
        }
        try {
            if (text.startsWith("P")) {
                Duration duration = Duration.parse(text);
                return Optional.of(seconds(duration.getSeconds(), duration.getNano()));
            }
            Instant instant = Instant.parse(text);
            return Optional.of(seconds(instant.getEpochSecond(), instant.getNano()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static BigDecimal seconds(long seconds, int nanos) {
        return BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
    }
}
