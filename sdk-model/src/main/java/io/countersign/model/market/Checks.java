package io.countersign.model.market;

import io.countersign.model.json.Instants;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** Invariants that every document or several values share. */
final class Checks {
    private Checks() {}

    static void document(MarketDocument document) {
        DocumentId id = document.documentId(); // refuses what is no identity
        if (document.schemaVersion() < 1 || document.schemaVersion() > MarketDocument.SCHEMA_VERSION) {
            throw new IllegalArgumentException("Unknown schema version of " + id + ": " + document.schemaVersion()
                    + " (this library reads 1 to " + MarketDocument.SCHEMA_VERSION + ")");
        }
        document.validFrom().ifPresent(Checks::micros);
        document.validTo().ifPresent(Checks::micros);
        if (document.validFrom().isPresent()
                && document.validTo().isPresent()
                && !document.validFrom().get().isBefore(document.validTo().get())) {
            throw new IllegalArgumentException("A document must be valid to after it is valid from: " + id
                    + " is valid from " + document.validFrom().get() + " to "
                    + document.validTo().get());
        }
    }

    /** JSON keeps microseconds; what is finer would not come back. */
    static void micros(Instant instant) {
        if (!Instants.micros(instant).equals(instant)) {
            throw new IllegalArgumentException(
                    "An instant of a document must not be finer than microseconds: " + instant + ", cut it first");
        }
    }

    /** What is switched off is known by that name and has no value beside it. */
    static void disabled(SortedSet<String> disabled, Map<String, Optional<?>> bounds) {
        for (String name : disabled) {
            Optional<?> bound = bounds.get(name);
            if (bound == null) {
                throw new IllegalArgumentException("Only these can be disabled here: "
                        + String.join(", ", new TreeSet<>(bounds.keySet())) + "; not \"" + name + "\"");
            }
            if (bound.isPresent()) {
                throw new IllegalArgumentException(
                        "A bound cannot be disabled and set: " + name + " is " + bound.get());
            }
        }
    }

    static void digits(String thing, int value) {
        require(thing, "from 0 to 18", value, v -> v >= 0 && v <= 18);
    }

    static void require(String thing, String bounds, int value, IntPredicate allowed) {
        if (!allowed.test(value)) {
            throw new IllegalArgumentException(thing + " must be " + bounds + ": " + value);
        }
    }
}
