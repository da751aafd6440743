package io.countersign.model.snapshot;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.countersign.model.MalformedInputException;

/**
 * Where a configuration is in force: a venue and one of its environments. Written {@code kraken/production}; neither part is
 * blank or holds a slash or control characters.
 */
public record Scope(String venue, String environment) implements Comparable<Scope> {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is blank or holds a slash or control characters
     */
    public Scope {
        require("Venue", venue);
        require("Environment", environment);
    }

    /**
     * Reads {@code venue/environment}.
     *
     * @throws MalformedInputException if the text has another form
     */
    @JsonCreator
    public static Scope parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new MalformedInputException("A scope reads venue/environment: \"" + text + "\"");
        }
        try {
            return new Scope(parts[0], parts[1]);
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("A scope reads venue/environment: \"" + text + "\"", e);
        }
    }

    @Override
    public int compareTo(Scope other) {
        return toString().compareTo(other.toString());
    }

    @JsonValue
    @Override
    public String toString() {
        return venue + "/" + environment;
    }

    private static void require(String thing, String text) {
        if (text.isBlank() || text.indexOf('/') >= 0 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    thing + " must not be blank or hold a slash or control characters: \"" + text + "\"");
        }
    }
}
