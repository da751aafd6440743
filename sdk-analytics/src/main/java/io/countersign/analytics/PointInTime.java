package io.countersign.analytics;

import io.countersign.model.json.Instants;
import java.time.Instant;

/**
 * A point in both times: what was in force at one instant, as was known at another. Both are cut to microseconds.
 *
 * @param effectiveAt changes with a later time of effect do not count
 * @param knownAt changes that were recorded later do not count
 */
public record PointInTime(Instant effectiveAt, Instant knownAt) {
    public PointInTime {
        effectiveAt = Instants.micros(effectiveAt);
        knownAt = Instants.micros(knownAt);
    }

    /** What was in force at an instant as was known then. */
    public static PointInTime of(Instant instant) {
        return new PointInTime(instant, instant);
    }

    @Override
    public String toString() {
        return "in force " + effectiveAt + ", known " + knownAt;
    }
}
