package io.countersign.model.venue.internal;

import io.countersign.model.json.Instants;
import io.countersign.model.unit.Decimals;
import io.countersign.model.venue.internal.RawJson.Fields;
import io.countersign.model.venue.internal.RawJson.Items;
import io.countersign.model.venue.internal.RawJson.Text;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One market's object while its fields are taken out one by one. Each problem becomes a finding; a market with a problem is
 * not read, and all its problems are listed. Not for use by several threads.
 */
public final class VenueObject {
    /** Zero in any spelling, its exponent no longer than a number's. */
    private static final Pattern ZERO = Pattern.compile("-?0+(\\.0*)?([eE][+-]?[0-9]{1,9})?");

    private Map<String, RawJson> left;
    private boolean leftIsOurs;
    private final List<RawJson> elements;
    private final String document;
    private final String path;
    private final Reading reading;
    private final ReadingFindings findings;
    private final Set<String> emptyTexts = new HashSet<>();
    private final Optional<VenueObject> whole;
    private boolean sound = true;

    /**
     * Starts taking an object, or a list, apart.
     *
     * @param document what to call the market in findings
     * @param path where the value stands in the market, empty for the market itself
     */
    VenueObject(RawJson value, String document, String path, Reading reading) {
        this(value, document, path, reading, Optional.empty());
    }

    private VenueObject(RawJson value, String document, String path, Reading reading, Optional<VenueObject> whole) {
        this.whole = whole;
        this.left = value instanceof Fields object ? object.fields() : Map.of();
        this.elements = value instanceof Items list ? list.items() : List.of();
        this.document = document;
        this.path = path;
        this.reading = reading;
        this.findings = reading.findings();
    }

    /** What the market is called in findings. */
    public String document() {
        return document;
    }

    /** Whether nothing was wrong so far. */
    public boolean isSound() {
        return sound;
    }

    /** Whether a field is there and not null, nor an empty string where the venue means absence by it. */
    public boolean has(String field) {
        RawJson value = left.get(field);
        return value != null && !RawJson.Word.NULL.equals(value) && !isEmptyText(value);
    }

    private boolean isEmptyText(RawJson value) {
        return reading.emptyTextIsAbsent()
                && value instanceof Text text
                && text.value().isEmpty();
    }

    /** Whether a field is an empty list. */
    public boolean isEmptyList(String field) {
        return left.get(field) instanceof Items items && items.items().isEmpty();
    }

    /** Counts a problem of the object as a whole. */
    public void refuse(String why) {
        unsound();
        findings.refused(document, path, "", why);
    }

    /**
     * Counts a problem that the caller found.
     *
     * @param field where in the object, as in {@link Element#field()}
     */
    public void refuse(String field, String value, String why) {
        unsound();
        findings.refused(document, path + "/" + field, value, why);
    }

    /** A string. */
    public Optional<String> text(String field) {
        RawJson value = take(field);
        return value == null ? Optional.empty() : textOf(field, value);
    }

    /** A string that is one of some; any other value stays with the rest. */
    public Optional<String> textIf(String field, Predicate<String> wanted) {
        return left.get(field) instanceof Text text && wanted.test(text.value()) ? text(field) : Optional.empty();
    }

    /** A list of strings with some property; any other value stays with the rest. */
    public Optional<List<String>> textsIf(String field, Predicate<List<String>> wanted) {
        if (!(left.get(field) instanceof Items items) || !items.items().stream().allMatch(Text.class::isInstance)) {
            return Optional.empty();
        }
        List<String> texts =
                items.items().stream().map(item -> ((Text) item).value()).toList();
        return wanted.test(texts) ? texts(field) : Optional.empty();
    }

    /** A string that must be there. */
    public Optional<String> requiredText(String field) {
        require(field);
        return text(field);
    }

    /** A decimal, spelled as a number or as a string, as some type. */
    public <T> Optional<T> decimal(String field, Function<String, T> type) {
        RawJson value = take(field);
        return value == null ? Optional.empty() : decimalOf(field, value, type);
    }

    /** A decimal that must be there. */
    public <T> Optional<T> requiredDecimal(String field, Function<String, T> type) {
        require(field);
        return decimal(field, type);
    }

    /**
     * A decimal whose zero switches something off.
     *
     * @param ifZero called instead when it is zero
     */
    public <T> Optional<T> decimalUnlessZero(String field, Function<String, T> type, Runnable ifZero) {
        if (isZero(left.get(field))) {
            remove(field);
            ifZero.run();
            return Optional.empty();
        }
        return decimal(field, type);
    }

    /** A decimal, which stays with the rest; nothing if there is none. */
    public Optional<BigDecimal> seeDecimal(String field) {
        return spelledDecimal(left.get(field));
    }

    /** A decimal with some property; any other value stays with the rest. */
    public Optional<BigDecimal> takeDecimalIf(String field, Predicate<BigDecimal> wanted) {
        Optional<BigDecimal> value = spelledDecimal(left.get(field)).filter(wanted);
        value.ifPresent(taken -> remove(field));
        return value;
    }

    /** Those of some fields that there are, each as its own JSON text; they leave the object. */
    public SortedMap<String, String> takeTexts(Set<String> fields) {
        SortedMap<String, String> texts = new TreeMap<>();
        for (String field : fields) {
            RawJson value = remove(field);
            if (value != null) {
                texts.put(field, value.json());
            }
        }
        return texts;
    }

    /** Notes that no tick size was published, so that one was derived. */
    public void derivedTick() {
        findings.derivedTick(document);
    }

    /** Notes a word that the model has no meaning for, and that the document keeps. */
    public void unknownWord(String field, String word) {
        findings.unknownWord(document, path + "/" + field, word);
    }

    /** A whole number. */
    public Optional<Integer> integer(String field) {
        return decimal(field, VenueObject::wholeNumber);
    }

    /** A whole number that must be there. */
    public Optional<Integer> requiredInteger(String field) {
        return requiredDecimal(field, VenueObject::wholeNumber);
    }

    /** A whole number of up to 18 digits. */
    public Optional<Long> longInteger(String field) {
        return decimal(field, VenueObject::longNumber);
    }

    /** A truth value. */
    public Optional<Boolean> flag(String field) {
        return Optional.ofNullable(take(field)).flatMap(value -> {
            if (value.type().equals("boolean")) {
                return Optional.of(value.json().equals("true"));
            }
            refuse(field, value.json(), "A " + value.type() + " stands where a truth value is expected");
            return Optional.empty();
        });
    }

    /** A truth value that must be there. */
    public Optional<Boolean> requiredFlag(String field) {
        require(field);
        return flag(field);
    }

    /** One of some texts, and what it stands for; any other is refused for the reason {@code why}. */
    public <T> Optional<T> oneOf(String field, Map<String, T> meanings, String why) {
        return text(field).flatMap(text -> {
            T meaning = meanings.get(text);
            if (meaning == null) {
                refuse(field, text, why);
            }
            return Optional.ofNullable(meaning);
        });
    }

    /** As {@link #oneOf}, of a field that must be there. */
    public <T> Optional<T> requiredOneOf(String field, Map<String, T> meanings, String why) {
        require(field);
        return oneOf(field, meanings, why);
    }

    /** What a text stands for; a text without a meaning stays with the rest, with a finding. */
    public <T> Optional<T> meaning(String field, Map<String, T> meanings) {
        if (left.get(field) instanceof Text text && !meanings.containsKey(text.value())) {
            unknownWord(field, text.value());
            return Optional.empty();
        }
        return text(field).flatMap(text -> Optional.ofNullable(meanings.get(text)));
    }

    /** An instant in milliseconds since 1970, as a number or as a string, of the years 0000 to 9999. */
    public Optional<Instant> epochMillis(String field) {
        return decimal(field, VenueObject::instantOfMillis);
    }

    /** An instant in milliseconds since 1970 that must be there. */
    public Optional<Instant> requiredEpochMillis(String field) {
        require(field);
        return epochMillis(field);
    }

    /** Whether a field holds an instant in milliseconds since 1970; it is not taken. */
    public boolean isEpochMillis(String field, Instant instant) {
        return spelledDecimal(left.get(field))
                .filter(value -> value.compareTo(BigDecimal.valueOf(instant.toEpochMilli())) == 0)
                .isPresent();
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
        return listOf(field, take(field), element);
    }

    /**
     * A list that many markets have alike, such as fees: it is read once, and is the same list again in each of them.
     *
     * @param kind one for each way of reading elements
     */
    public <T> Optional<List<T>> list(String field, Alike<T> kind, Function<Element, Optional<T>> element) {
        RawJson value = take(field);
        if (!(value instanceof Items items)) {
            return listOf(field, value, element);
        }
        Optional<List<T>> known = reading.known(kind, items);
        if (known.isPresent()) {
            return known;
        }
        boolean soundBefore = sound;
        sound = true;
        Optional<List<T>> read = listOf(field, items, element).map(List::copyOf);
        if (sound) {
            read.ifPresent(list -> reading.remember(kind, items, list));
        }
        sound &= soundBefore;
        return read;
    }

    private <T> Optional<List<T>> listOf(
            String field, @Nullable RawJson value, Function<Element, Optional<T>> element) {
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Items items)) {
            refuse(field, value.json(), "A " + value.type() + " stands where a list is expected");
            return Optional.empty();
        }
        List<T> read = new ArrayList<>(items.items().size());
        for (int i = 0; i < items.items().size(); i++) {
            element.apply(new Element(field + "/" + i, items.items().get(i))).ifPresent(read::add);
        }
        return Optional.of(read);
    }

    /** A list that must be there. */
    public <T> Optional<List<T>> requiredList(String field, Function<Element, Optional<T>> element) {
        require(field);
        return list(field, element);
    }

    /** The names of the fields that nobody took yet, in order. */
    public List<String> names() {
        return List.copyOf(left.keySet());
    }

    /** Whether a field is an object of objects of lists, none of them empty. */
    public boolean isTwoLevelsOfLists(String field) {
        return left.get(field) instanceof Fields outer
                && !outer.fields().isEmpty()
                && outer.fields().values().stream()
                        .allMatch(inner -> inner instanceof Fields lists
                                && !lists.fields().isEmpty()
                                && lists.fields().values().stream()
                                        .allMatch(list -> list instanceof Items items
                                                && !items.items().isEmpty()));
    }

    /** A list of texts; absent when the field is. */
    public Optional<List<String>> texts(String field) {
        return list(field, this::textOf);
    }

    /** An object in a field; its problems are this one's too. */
    public <T> Optional<T> object(String field, Function<VenueObject, Optional<T>> type) {
        return Optional.ofNullable(take(field)).flatMap(value -> objectOf(new Element(field, value), type));
    }

    /** The elements of what is a list itself, each read by {@code element}. */
    public <T> List<T> elements(Function<Element, Optional<T>> element) {
        List<T> read = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            element.apply(new Element(Integer.toString(i), elements.get(i))).ifPresent(read::add);
        }
        return read;
    }

    /** Reads an element as text. */
    public Optional<String> textOf(Element element) {
        return textOf(element.field(), element.value());
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
        VenueObject object = part(element.field(), fields);
        Optional<T> read = type.apply(object);
        return object.sound ? read : Optional.empty();
    }

    /** An object inside this one, to be taken apart; its problems are this one's too. */
    public VenueObject part(String field, Fields fields) {
        return new VenueObject(fields, document, path + "/" + field, reading, Optional.of(this));
    }

    /** An object in a field, to be taken apart; its problems are this one's too. Anything else stays with the rest. */
    public Optional<VenueObject> takePart(String field) {
        if (!(left.get(field) instanceof Fields fields)) {
            return Optional.empty();
        }
        remove(field);
        return Optional.of(part(field, fields));
    }

    /** Puts back what is left of an object that was taken, if anything is. */
    public void putBack(String field, VenueObject part) {
        if (!part.left.isEmpty()) {
            own().put(field, new Fields(new LinkedHashMap<>(part.left)));
        }
    }

    private void unsound() {
        sound = false;
        whole.ifPresent(VenueObject::unsound);
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
            if (!expected.contains(name) && !emptyTexts.contains(name)) {
                findings.unknownField(name);
            }
        });
        return rest;
    }

    /** Looks at a text without taking it; absent if it is no text. */
    Optional<String> peekText(String field) {
        return has(field) && left.get(field) instanceof Text text && !Surrogates.hasLone(text.value())
                ? Optional.of(text.value())
                : Optional.empty();
    }

    /** Counts a problem if a text is not there or is none. */
    void requireText(String field) {
        if (peekText(field).isEmpty()) {
            requiredText(field); // says what is wrong
        }
    }

    private void require(String field) {
        if (!has(field)) {
            unsound();
            findings.missing(document, path + "/" + field);
        }
    }

    private @Nullable RawJson take(String field) {
        if (!has(field)) {
            noteEmptyText(field);
            return null; // a null or an empty string stays with the rest, so that it is not lost
        }
        return remove(field);
    }

    private @Nullable RawJson remove(String field) {
        return left.containsKey(field) ? own().remove(field) : null;
    }

    private Map<String, RawJson> own() {
        if (!leftIsOurs) {
            left = new LinkedHashMap<>(left); // the value itself stays whole
            leftIsOurs = true;
        }
        return left;
    }

    private void noteEmptyText(String field) {
        if (reading.emptyTextIsAbsent() && left.get(field) instanceof Text) {
            emptyTexts.add(field);
        }
    }

    private static Optional<BigDecimal> spelledDecimal(@Nullable RawJson value) {
        String spelling = value instanceof RawJson.Numeral number
                ? number.spelling()
                : value instanceof Text text ? text.value() : "";
        try {
            return Optional.of(Decimals.parse("Value", spelling));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no decimal, or none that a document holds
        }
    }

    private static boolean isZero(@Nullable RawJson value) {
        String spelling = value instanceof RawJson.Numeral number
                ? number.spelling()
                : value instanceof Text text ? text.value() : "";
        return ZERO.matcher(spelling).matches();
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

    private static Long longNumber(String spelling) {
        if (spelling.length() > 19) {
            throw new IllegalArgumentException("Not a whole number of up to 18 digits");
        }
        try {
            return Long.valueOf(spelling);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Not a whole number", e);
        }
    }

    private static Instant instantOfMillis(String spelling) {
        return Instants.micros(Instant.ofEpochMilli(longNumber(spelling)));
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

    /** A kind of list that markets have alike. */
    public static final class Alike<T> {
        private final Class<T> elements;

        private Alike(Class<T> elements) {
            this.elements = elements;
        }

        /** A kind of its own, of lists of such elements. */
        public static <T> Alike<T> listsOf(Class<T> elements) {
            return new Alike<>(elements);
        }

        @Override
        public String toString() {
            return "lists of " + elements.getSimpleName();
        }
    }
}
