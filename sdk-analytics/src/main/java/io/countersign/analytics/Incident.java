package io.countersign.analytics;

import io.countersign.model.json.Instants;
import java.time.Instant;

/**
 * Something that went wrong, to ask what had changed before.
 *
 * @param id as the answers name it
 * @param at when it began, cut to microseconds
 */
public record Incident(String id, Instant at) {
    public Incident {
        at = Instants.micros(at);
    }
}
