package io.countersign.client.rule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.countersign.model.MalformedInputException;
import io.countersign.model.market.DocumentKind;
import java.util.List;

/**
 * Fields of one kind of document that mean something only together: when one of {@code changed} changes, each of {@code with}
 * must change too. A unit is so coupled to its amount, but not the amount to its unit; a ratio and the time at which it was
 * taken are coupled both ways, and stand in both lists.
 *
 * <p>A path is a JSON Pointer such as {@code /maxPositionUnit}; what lies beneath it counts as it. Fields that a venue has of its
 * own stand under {@code /extensions}.
 *
 * @param changed paths, one at least
 * @param with paths, one at least
 */
public record CoupledFields(DocumentKind kind, List<String> changed, List<String> with) {
    /**
     * Checks the paths.
     *
     * @throws MalformedInputException if there are none, one is no path of that kind of document, or nothing is coupled
     */
    @JsonCreator
    public CoupledFields(
            @JsonProperty(value = "kind", required = true) DocumentKind kind,
            @JsonProperty(value = "changed", required = true) List<String> changed,
            @JsonProperty(value = "with", required = true) List<String> with) {
        this.kind = kind;
        this.changed = List.copyOf(changed);
        this.with = List.copyOf(with);
        if (changed.isEmpty() || with.isEmpty()) {
            throw new MalformedInputException(
                    "Coupled fields of " + kind + " need two sides: " + changed + ", " + with);
        }
        changed.forEach(path -> requirePath(kind, path));
        with.forEach(path -> requirePath(kind, path));
        if (changed.size() == 1 && changed.equals(with)) {
            throw new MalformedInputException("A field is not coupled to itself: " + changed + " of " + kind);
        }
    }

    private static void requirePath(DocumentKind kind, String path) {
        if (!path.matches("(/[^/*]+)+") || !isField(kind, path.substring(1).split("/", -1)[0])) {
            throw new MalformedInputException(
                    "Coupled fields are paths of " + kind + " such as /extensions/ratio: \"" + path + "\"");
        }
    }

    /** A path with a slip of the pen would never match, and nobody would notice. */
    private static boolean isField(DocumentKind kind, String name) {
        try {
            return !kind.type().getMethod(name).getReturnType().equals(void.class);
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
