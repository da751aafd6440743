package io.countersign.model.market;

import java.util.function.IntPredicate;

/** Invariants that every document or several values share. */
final class Checks {
    private Checks() {}

    static void document(MarketDocument document) {
        DocumentId id = document.documentId(); // refuses what is no identity
        if (document.schemaVersion() != MarketDocument.SCHEMA_VERSION) {
            throw new IllegalArgumentException("Unknown schema version of " + id + ": " + document.schemaVersion()
                    + " (this library reads " + MarketDocument.SCHEMA_VERSION + ")");
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
