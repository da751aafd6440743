package io.countersign.model.journal;

import io.countersign.model.json.Instants;
import io.countersign.model.json.JsonText;
import java.time.Instant;

/**
 * A fact that a caller wants recorded, before the journal gives it a place.
 *
 * @param stream what the fact is about, such as {@code change/CHG-1042}; at most 200 characters
 * @param type what kind of fact, such as {@code change.approved}; at most 100 characters
 * @param schemaVersion version of the payload's shape, from 1
 * @param actor who the caller says did it
 * @param occurredAt when the caller says it happened, cut to microseconds
 * @param payload the fact itself, canonical JSON
 */
public record EventDraft(
        String stream, String type, int schemaVersion, Actor actor, Instant occurredAt, JsonText payload) {
    /** Longest stream name, in characters. */
    public static final int STREAM_LENGTH_MAX = 200;

    /** Longest type name, in characters. */
    public static final int TYPE_LENGTH_MAX = 100;

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if a name is blank, too long or has control characters, or the version is below 1
     */
    public EventDraft {
        Names.require("Stream", stream, STREAM_LENGTH_MAX);
        Names.require("Event type", type, TYPE_LENGTH_MAX);
        if (schemaVersion < 1) {
            throw new IllegalArgumentException("Schema version must be at least 1: " + schemaVersion);
        }
        occurredAt = Instants.micros(occurredAt);
    }
}
