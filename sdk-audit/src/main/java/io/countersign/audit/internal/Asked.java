package io.countersign.audit.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What batches are about: their idempotency keys, and the streams that they add to or expect something of.
 *
 * @param keys each once
 * @param streams each once
 */
record Asked(Set<String> keys, Set<String> streams) {
    static Asked by(List<PendingAppend> appends) {
        Asked asked = new Asked(new HashSet<>(), new HashSet<>());
        for (PendingAppend append : appends) {
            asked.keys.add(append.batch().idempotencyKey());
            append.batch().drafts().forEach(draft -> asked.streams.add(draft.stream()));
            asked.streams.addAll(append.batch().expected().keySet());
        }
        return asked;
    }
}
