package io.countersign.client.rollout;

import io.countersign.model.market.DocumentId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an exchange answered.
 *
 * @param answer what became of the stage
 * @param message why, for people
 * @param versions the new version of each touched document, when it was applied
 */
public record ApplyOutcome(Answer answer, String message, SortedMap<DocumentId, Long> versions) {
    /** What became of a stage. */
    public enum Answer {
        /** All of it is in force. */
        APPLIED,
        /** None of it is in force. */
        REJECTED,
        /** Nobody knows: ask again with {@link ExchangeGateway#find}. */
        UNKNOWN
    }

    public ApplyOutcome {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    public static ApplyOutcome applied(SortedMap<DocumentId, Long> versions) {
        return new ApplyOutcome(Answer.APPLIED, "applied", versions);
    }

    public static ApplyOutcome rejected(String message) {
        return new ApplyOutcome(Answer.REJECTED, message, new TreeMap<>());
    }

    public static ApplyOutcome unknown(String message) {
        return new ApplyOutcome(Answer.UNKNOWN, message, new TreeMap<>());
    }
}
