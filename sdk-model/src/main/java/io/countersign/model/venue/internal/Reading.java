package io.countersign.model.venue.internal;

import io.countersign.model.venue.internal.RawJson.Items;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the objects of one response have in common. Not for use by several threads. */
final class Reading {
    /** Most lists of a kind that are remembered. */
    private static final int ALIKE_MAX = 1_000;

    private final ReadingFindings findings;
    private final boolean emptyTextIsAbsent;
    private final Map<VenueObject.Alike<?>, Map<Items, List<?>>> alike = new HashMap<>();

    Reading(ReadingFindings findings, boolean emptyTextIsAbsent) {
        this.findings = findings;
        this.emptyTextIsAbsent = emptyTextIsAbsent;
    }

    ReadingFindings findings() {
        return findings;
    }

    boolean emptyTextIsAbsent() {
        return emptyTextIsAbsent;
    }

    /** What the very same list gave before. */
    @SuppressWarnings("unchecked") // only lists of the kind's own type are remembered under it
    <T> Optional<List<T>> known(VenueObject.Alike<T> kind, Items items) {
        return Optional.ofNullable((List<T>) alike.getOrDefault(kind, Map.of()).get(items));
    }

    <T> void remember(VenueObject.Alike<T> kind, Items items, List<T> read) {
        Map<Items, List<?>> lists = alike.computeIfAbsent(kind, first -> new IdentityHashMap<>());
        if (lists.size() < ALIKE_MAX) {
            lists.put(items, read);
        }
    }
}
