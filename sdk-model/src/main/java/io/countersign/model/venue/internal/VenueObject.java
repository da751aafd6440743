package io.countersign.model.venue.internal;

import io.countersign.model.json.Instants;
import io.countersign.model.venue.internal.RawJson.Fields;
import io.countersign.model.venue.internal.RawJson.Items;
import io.countersign.model.venue.internal.RawJson.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One market's object while its fields are taken out one by one. Each problem becomes a finding; a market with a problem is
 * not read, and all its problems are listed. Not for use by several threads.
 */
public final class VenueObject {
    private final Map<String, RawJson> left;
    private final String document;
    private final String path;
    private final ReadingFindings findings;
    private boolean sound = true;

    /**
     * Starts taking an object apart.
     *
     * @param document what to call the market in findings
     * @param path where the object stands in the market, empty for the market itself
     */
    public VenueObject(Fields object, String document, String path, ReadingFindings findings) {
        this.left = new LinkedHashMap<>(object.fields());
        this.document = document;
        this.path = path;
        this.findings = findings;
    }

    /** Whether nothing was wrong so far. */
    public boolean isSound() {
        return sound;
    }

    /** Whether a field is there and not null. */
    public boolean has(String field) {
        RawJson value = left.get(field);
        return value != null && !value.type().equals("null");
    }

    /** Whether a field is an empty list. */
    public boolean isEmptyList(String field) {
        return left.get(field) instanceof Items items && items.items().isEmpty();
    }

    /** Counts a problem of the object as a whole. */
    public void refuse(String why) {
        sound = false;
        findings.refused(document, path, "", why);
    }

    /**
     * Counts a problem that the caller found.
     *
     * @param field where in the object, as in {@link Element#field()}
     */
    public void refuse(String field, String value, String why) {
        sound = false;
        findings.refused(document, path + "/" + field, value, why);
    }

    /** A string. */
    public Optional<String> text(String field) {
        return take(field).flatMap(value -> textOf(field, value));
    }

    /** A string that must be there. */
    public Optional<String> requiredText(String field) {
        require(field);
        return text(field);
    }

    /** A decimal, spelled as a number or as a string, as some type. */
    public <T> Optional<T> decimal(String field, Function<String, T> type) {
        return take(field).flatMap(value -> decimalOf(field, value, type));
    }

    /** A decimal that must be there. */
    public <T> Optional<T> requiredDecimal(String field, Function<String, T> type) {
        require(field);
        return decimal(field, type);
    }

    /** A whole number. */
    public Optional<Integer> integer(String field) {
        return decimal(field, VenueObject::wholeNumber);
    }

    /** A truth value. */
    public Optional<Boolean> flag(String field) {
        return take(field).flatMap(value -> {
            if (value.type().equals("boolean")) {
                return Optional.of(value.json().equals("true"));
            }
            refuse(field, value.json(), "A " + value.type() + " stands where a truth value is expected");
            return Optional.empty();
        });
    }

    /** An instant in ISO 8601, of a year with four digits, and no finer than microseconds: documents keep no more. */
    public Optional<Instant> instant(String field) {
        return text(field).flatMap(text -> {
            try {
                Instant instant = Instant.parse(text);
                if (Instants.micros(instant).equals(instant)) {
                    return Optional.of(instant);
                }
                refuse(field, text, "An instant must not be finer than microseconds");
            } catch (DateTimeException | IllegalArgumentException e) {
                refuse(field, text, "Not an ISO 8601 instant of the years 0000 to 9999");
            }
            return Optional.empty();
        });
    }

    /** A list, each element read by {@code element}; absent when the field is. */
    public <T> Optional<List<T>> list(String field, Function<Element, Optional<T>> element) {
        return take(field).flatMap(value -> {
            if (!(value instanceof Items items)) {
                refuse(field, value.json(), "A " + value.type() + " stands where a list is expected");
                return Optional.empty();
            }
            List<T> read = new ArrayList<>();
            for (int i = 0; i < items.items().size(); i++) {
                element.apply(new Element(field + "/" + i, items.items().get(i)))
                        .ifPresent(read::add);
            }
            return Optional.of(read);
        });
    }

    /** Reads an element as a whole number. */
    public Optional<Integer> integerOf(Element element) {
        return decimalOf(element.field(), element.value(), VenueObject::wholeNumber);
    }

    /** Reads an element as a pair of decimals. */
    public <A, B, T> Optional<T> pairOf(
            Element element, Function<String, A> first, Function<String, B> second, Function<A, Function<B, T>> pair) {
        if (!(element.value() instanceof Items items) || items.items().size() != 2) {
            refuse(element.field(), element.value().json(), "A list of two numbers is expected");
            return Optional.empty();
        }
        Optional<A> a = decimalOf(element.field() + "/0", items.items().get(0), first);
        Optional<B> b = decimalOf(element.field() + "/1", items.items().get(1), second);
        return a.isPresent() && b.isPresent() ? Optional.of(pair.apply(a.get()).apply(b.get())) : Optional.empty();
    }

    /** Reads an element as an object; the object's problems are this one's too. */
    public <T> Optional<T> objectOf(Element element, Function<VenueObject, Optional<T>> type) {
        if (!(element.value() instanceof Fields fields)) {
            refuse(element.field(), element.value().json(), "An object is expected");
            return Optional.empty();
        }
        VenueObject object = new VenueObject(fields, document, path + "/" + element.field(), findings);
        Optional<T> read = type.apply(object);
        sound &= object.sound;
        return object.sound ? read : Optional.empty();
    }

    /**
     * All fields that nobody took, by name, each as its own JSON text. Those that are not in {@code expected} are reported.
     */
    public SortedMap<String, String> rest(Set<String> expected) {
        SortedMap<String, String> rest = new TreeMap<>();
        left.forEach((name, value) -> {
            if (Surrogates.hasLone(name)) {
                refuse(name, "", "A field's name must not hold half of a character pair");
                return;
            }
            rest.put(name, value.json());
            if (!expected.contains(name)) {
                findings.unknownField(name);
            }
        });
        return rest;
    }

    private void require(String field) {
        if (!has(field)) {
            sound = false;
            findings.missing(document, path + "/" + field);
        }
    }

    private Optional<RawJson> take(String field) {
        if (!has(field)) {
            return Optional.empty(); // a null stays with the rest, so that it is not lost
        }
        return Optional.ofNullable(left.remove(field));
    }

    private Optional<String> textOf(String field, RawJson value) {
        if (value instanceof Text text && Surrogates.hasLone(text.value())) {
            refuse(field, value.json(), "Text must not hold half of a character pair");
            return Optional.empty();
        }
        if (value instanceof Text text) {
            return Optional.of(text.value());
        }
        refuse(field, value.json(), "A " + value.type() + " stands where text is expected");
        return Optional.empty();
    }

    private <T> Optional<T> decimalOf(String field, RawJson value, Function<String, T> type) {
        String spelling;
        if (value instanceof RawJson.Numeral number) {
            spelling = number.spelling();
        } else if (value instanceof Text text) {
            spelling = text.value();
        } else {
            refuse(field, value.json(), "A " + value.type() + " stands where a number is expected");
            return Optional.empty();
        }
        try {
            return Optional.of(type.apply(spelling));
        } catch (IllegalArgumentException e) {
            refuse(field, value.json(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Integer wholeNumber(String spelling) {
        try {
            return Integer.valueOf(spelling);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Not a whole number", e);
        }
    }

    /**
     * An element of a list.
     *
     * @param field where it stands in the object, such as {@code fees/0}
     */
    public record Element(String field, RawJson value) {}
}
