package io.countersign.model.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Who a journal entry says did it: a person's or service's id in the host's directory, such as {@code alice} or {@code
 * service:scheduler}. At most 128 characters, no control characters, not blank. A string in JSON.
 */
public record Actor(@JsonValue String id) implements Comparable<Actor> {
    private static final int LENGTH_MAX = 128;

    @JsonCreator
    public Actor {
        Names.require("Actor", id, LENGTH_MAX);
    }

    public static Actor of(String id) {
        return new Actor(id);
    }

    @Override
    public int compareTo(Actor other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
