package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.times;

import io.countersign.client.internal.Figures;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    private FieldRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("T-MAG-01", Severity.ERROR, "No number jumps by a factor of ten")
                        .checks(
                                "No number becomes ten times as large or a tenth, or more. Tick sizes are left to T-TCK-04,"
                                        + " for a factor of ten is usual there; other fields can be left out in the rule data.")
                        .why(
                                "Bithumb credited 620,000 bitcoin in place of won; percent read as fractions and slipped points"
                                        + " all show as such a jump.")
                        .fix("Check unit and decimal point; if the number is meant, record a waiver.")
                        .onAnyChange(FieldRules::noJump)
                        .build(),
                Rule.of("T-FLD-01", Severity.BLOCK, "No field disappears or changes its type")
                        .checks(
                                "Every field of the old document is in the new one, with a value of the same type; fields that"
                                        + " the venue publishes and this library does not know included. Tiers and fee steps may come"
                                        + " and go; a whole document may be removed.")
                        .why("A field that is dropped on a round trip takes a default that nobody decided on.")
                        .fix("Put the field back, or set it to the value that is meant.")
                        .onAnyChange((change, on) -> change.fields().forEach(field -> kept(field, on)))
                        .build());
    }

    private static void noJump(DocumentChange change, RuleCase on) {
        BigDecimal least = on.threshold("factorMin");
        for (FieldChange whole : change.fields()) {
            if (whole.before().isEmpty() || whole.after().isEmpty()) {
                continue;
            }
            for (FieldChange field : whole.leaves()) {
                Optional<BigDecimal> before = number(field.before());
                Optional<BigDecimal> after = number(field.after());
                if (before.isEmpty()
                        || after.isEmpty()
                        || NAMES.contains(field.path())
                        || on.data().magnitudeExempt().contains(field.path())) {
                    continue;
                }
                BigDecimal larger = before.get().abs().max(after.get().abs());
                BigDecimal smaller = before.get().abs().min(after.get().abs());
                if (smaller.signum() > 0 && larger.compareTo(smaller.multiply(least)) >= 0) {
                    boolean up = after.get().abs().compareTo(before.get().abs()) > 0;
                    on.at(field.path())
                            .before(Figures.plain(before.get()))
                            .found(Figures.plain(after.get()))
                            .say("The number jumps from " + Figures.plain(before.get()) + " to "
                                    + Figures.plain(after.get()) + ", " + times(larger, smaller)
                                    + (up ? " as large" : " smaller") + ": check unit and decimal point");
                }
            }
        }
    }

    private static void kept(FieldChange field, RuleCase on) {
        if (field.before().isEmpty()) {
            return;
        }
        if (field.after().isEmpty()) {
            if (!isElement(field)) {
                on.at(field.path())
                        .before(field.before().get().display())
                        .say("The field disappears; it was "
                                + shortened(field.before().get().display()));
            }
            return;
        }
        String before = type(field.before().get());
        String after = type(field.after().get());
        if (!before.equals(after)) {
            on.at(field.path())
                    .before(field.before().get().display())
                    .found(field.after().get().display())
                    .say("The field's type changes from " + before + " to " + after);
        }
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

    private static Optional<BigDecimal> number(Optional<JsonText> value) {
        try {
            return value.filter(
                            json -> !type(json).equals("list") && !type(json).equals("object"))
                    .map(json -> Decimals.parse("Number", json.display()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
