package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.times;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.DocumentChange;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.unit.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What holds of any field of any document: no number jumps, nothing disappears. */
final class FieldRules {
    /** Texts that may look like numbers and are names. */
    private static final Set<String> NAMES = Set.of(
            "/altName",
            "/wsName",
            "/base",
            "/quote",
            "/executionVenue",
            "/venueType",
            "/index",
            "/feeScheduleRef",
            "/isin");

    /** Where fields stand that the model has no name for. */
    private static final String UNKNOWN = "/extensions/";

    /** How the model names the unit of a duration. */
    private static final String DURATION = "ISO 8601 duration";

    private static final int NANO_DIGITS = 9;

    private FieldRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("T-MAG-01", Severity.ERROR, "No number jumps by a factor of ten")
                        .checks(
                                "No number, duration or greatest number of a list becomes ten times as large or a tenth, or"
                                        + " more. The finding says so when the factor is exactly 100 (percent and fraction) or"
                                        + " another power of ten (a slipped point). Tick sizes are left to T-TCK-04, for a factor of"
                                        + " ten is usual there; other fields can be left out in the rule data.")
                        .why(
                                "Bithumb credited 620,000 bitcoin in place of won; percent read as fractions and slipped points"
                                        + " all show as such a jump.")
                        .fix("Check unit and decimal point; if the number is meant, record a waiver.")
                        .onAnyChange(FieldRules::noJump)
                        .build(),
                Rule.of("T-FLD-01", Severity.BLOCK, "No field disappears or changes its type")
                        .checks(
                                "Every field of the old document is in the new one, with a value of the same type. BLOCK where"
                                        + " the type changes, or a field disappears that the venue publishes and this library does"
                                        + " not know. ERROR where an optional field of the model disappears; WARN where the rule data"
                                        + " say that it is published now and then, or that its absence is a value. Tiers and fee"
                                        + " steps may come and go; a whole document may be removed.")
                        .why("A field that is dropped on a round trip takes a default that nobody decided on.")
                        .fix(
                                "Put the field back, or set it to the value that is meant; a waiver says that it is meant to go.")
                        .onAnyChange((change, on) -> change.fields().forEach(field -> kept(field, on)))
                        .build());
    }

    private static void noJump(DocumentChange change, RuleCase on) {
        for (FieldChange whole : change.fields()) {
            if (whole.before().isPresent() && whole.after().isPresent()) {
                whole.leaves().forEach(field -> noJump(field, on));
            }
        }
    }

    private static void noJump(FieldChange field, RuleCase on) {
        Optional<BigDecimal> before = field.before().flatMap(value -> number(value, field));
        Optional<BigDecimal> after = field.after().flatMap(value -> number(value, field));
        if (before.isEmpty()
                || after.isEmpty()
                || NAMES.contains(field.path())
                || on.data().magnitudeExempt().contains(field.path())) {
            return;
        }
        BigDecimal larger = before.get().abs().max(after.get().abs());
        BigDecimal smaller = before.get().abs().min(after.get().abs());
        if (smaller.signum() > 0 && larger.compareTo(smaller.multiply(on.threshold("factorMin"))) >= 0) {
            boolean up = after.get().abs().compareTo(before.get().abs()) > 0;
            String from = field.before().orElseThrow().display();
            String to = field.after().orElseThrow().display();
            on.at(field.path())
                    .before(from)
                    .found(to)
                    .say("The number jumps from " + from + " to " + to + ", " + times(larger, smaller)
                            + (up ? " as large" : " smaller") + ": " + suspicion(larger, smaller));
        }
    }

    /** What a factor looks like. */
    private static String suspicion(BigDecimal larger, BigDecimal smaller) {
        int digits = larger.precision() - larger.scale() - smaller.precision() + smaller.scale();
        if (smaller.movePointRight(digits).compareTo(larger) != 0) {
            return "check unit and decimal point";
        }
        return digits == 2
                ? "exactly 100, as when percent are taken for a fraction; check the unit"
                : "exactly ten to the power of " + digits + ", as when the decimal point slips; check it";
    }

    private static void kept(FieldChange field, RuleCase on) {
        if (field.before().isEmpty()) {
            return;
        }
        if (field.after().isEmpty()) {
            if (!isElement(field)) {
                on.at(field.path())
                        .as(lossOf(field.path(), on))
                        .before(field.before().get().display())
                        .say("The field disappears; it was "
                                + shortened(field.before().get().display())
                                + ": put it back, or set the value that is meant");
            }
            return;
        }
        String before = type(own(field.before().get(), field));
        String after = type(own(field.after().get(), field));
        if (!before.equals(after)) {
            on.at(field.path())
                    .before(field.before().get().display())
                    .found(field.after().get().display())
                    .say("The field's type changes from " + before + " to " + after);
        }
    }

    /** How grave it is that a field is gone. What the model demands cannot be gone, so that every other field is optional there. */
    private static Severity lossOf(String path, RuleCase on) {
        if (path.startsWith(UNKNOWN)) {
            return Severity.BLOCK;
        }
        List<String> steps = List.of(path.split("/", -1));
        return on.data().publishedSometimes().stream().anyMatch(known -> isAtOrBelow(steps, known))
                ? Severity.WARN
                : Severity.ERROR;
    }

    private static boolean isAtOrBelow(List<String> steps, String pattern) {
        List<String> wanted = List.of(pattern.split("/", -1));
        if (steps.size() < wanted.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.get(i).equals("*") && !wanted.get(i).equals(steps.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the path ends in an element of a keyed collection, such as a margin tier. */
    private static boolean isElement(FieldChange field) {
        String path = field.path();
        int last = path.lastIndexOf('/');
        String collection = path.substring(path.lastIndexOf('/', last - 1) + 1, Math.max(0, last));
        DocumentKind kind = field.document().kind();
        for (Map.Entry<String, String> keyed : kind.keys().entrySet()) {
            if (collection.equals(keyed.getKey()) && path.startsWith(keyed.getValue() + "=", last + 1)) {
                return true;
            }
        }
        return false;
    }

    /** The value itself: a field that the model has no name for is kept as the text of its JSON. */
    private static JsonText own(JsonText value, FieldChange field) {
        return field.path().startsWith(UNKNOWN) ? JsonText.parse(value.display()) : value;
    }

    private static String type(JsonText value) {
        char first = value.toString().charAt(0);
        return switch (first) {
            case '{' -> "object";
            case '[' -> "list";
            case '"' -> "text";
            case 't', 'f' -> "true or false";
            case 'n' -> "null";
            default -> "number";
        };
    }

    /** A number, a duration in seconds, or the greatest number of a list. */
    private static Optional<BigDecimal> number(JsonText shown, FieldChange field) {
        JsonText value = own(shown, field);
        return switch (type(value)) {
            case "list" -> greatest(value);
            case "text" -> field.meaning().unit().equals(DURATION) ? seconds(value) : decimal(value.display());
            case "number" -> decimal(value.display());
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> decimal(String text) {
        try {
            return Optional.of(Decimals.parse("Number", text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> seconds(JsonText value) {
        try {
            Duration duration = Duration.parse(value.display());
            return Optional.of(
                    BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), NANO_DIGITS)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> greatest(JsonText list) {
        return Stream.of(list.as(Object[].class))
                .flatMap(element -> decimal(String.valueOf(element)).stream())
                .max(Comparator.naturalOrder());
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
