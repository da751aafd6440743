package io.countersign.model.diff;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.immutables.value.Value;

/**
 * One field of one document that differs: added, removed or changed.
 *
 * <p>The path is a JSON Pointer in which an element of a keyed collection is named by its key: {@code
 * /tiers/lowerBound=500000/maintenanceMargin}. The empty path is the whole document.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableFieldChange.class)
@JsonDeserialize(as = ImmutableFieldChange.class)
public abstract class FieldChange implements Comparable<FieldChange> {
    private static final Comparator<FieldChange> ORDER =
            Comparator.comparing(FieldChange::document).thenComparing(FieldChange::path);

    FieldChange() {}

    public abstract DocumentId document();

    public abstract String path();

    /** The value before; absent when the field is new. */
    public abstract Optional<JsonText> before();

    /** The value after; absent when the field is gone. */
    public abstract Optional<JsonText> after();

    @Value.Check
    void check() {
        if (before().equals(after())) {
            throw new IllegalArgumentException("A field change must change something: " + document() + " " + path());
        }
        if (!path().isEmpty() && !path().startsWith("/")) {
            throw new IllegalArgumentException(
                    "A path is empty or starts with a slash: \"" + path() + "\" of " + document());
        }
    }

    /** The change that undoes this one. */
    public FieldChange inverse() {
        return builder()
                .document(document())
                .path(path())
                .before(after())
                .after(before())
                .build();
    }

    /** This change taken apart into single fields: a tier added is a change for each of its fields. */
    public List<FieldChange> leaves() {
        SortedMap<String, JsonText> from = before().map(
                        value -> DocumentFields.under(document().kind(), path(), value))
                .orElseGet(TreeMap::new);
        SortedMap<String, JsonText> to = after().map(
                        value -> DocumentFields.under(document().kind(), path(), value))
                .orElseGet(TreeMap::new);
        TreeSet<String> paths = new TreeSet<>(from.keySet());
        paths.addAll(to.keySet());
        return paths.stream()
                .filter(leaf -> !Optional.ofNullable(from.get(leaf)).equals(Optional.ofNullable(to.get(leaf))))
                .<FieldChange>map(leaf -> builder()
                        .document(document())
                        .path(leaf)
                        .before(Optional.ofNullable(from.get(leaf)))
                        .after(Optional.ofNullable(to.get(leaf)))
                        .build())
                .toList();
    }

    @Override
    public int compareTo(FieldChange other) {
        return ORDER.compare(this, other);
    }

    /** What the field is to people: its label, its unit, and what it means that it grows. */
    public FieldMeaning meaning() {
        return FieldMeaning.of(document().kind(), path());
    }

    /**
     * What changed, in words: {@code maintenance margin 0.005 -> 0.01, tighter}. Without document and path, and with no unit where
     * another field of the document names it.
     */
    public String reading() {
        return reading("");
    }

    /**
     * As {@link #reading()}, with the unit that the document names.
     *
     * @param version the document before or after the change
     */
    public String reading(MarketDocument version) {
        String unitPath = path().isEmpty() ? "" : meaning().unitPath();
        return reading(
                unitPath.isEmpty()
                        ? ""
                        : DocumentTree.of(version)
                                .find(unitPath)
                                .map(unit ->
                                        unit.display().toLowerCase(Locale.ROOT).replace('_', ' '))
                                .orElse(""));
    }

    private String reading(String unit) {
        if (!path().isEmpty()) {
            return new Reading(this, meaning(), unit).text();
        }
        if (before().isEmpty() || after().isEmpty()) {
            return before().isEmpty() ? "added" : "removed";
        }
        return before().get().display() + " -> " + after().get().display();
    }

    /** One line: document, path and the reading. A whole document that came or went is named and not spelled out. */
    @Override
    public String toString() {
        return document() + (path().isEmpty() ? "" : " " + path()) + ": " + reading();
    }

    /** Starts a field change. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a field change. */
    public static final class Builder extends ImmutableFieldChange.Builder {
        Builder() {}
    }
}
