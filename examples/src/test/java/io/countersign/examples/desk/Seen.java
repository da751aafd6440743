package io.countersign.examples.desk;

import io.countersign.client.desk.Change;
import io.countersign.client.desk.Refusal;
import io.countersign.model.journal.Actor;
import java.time.Instant;
import java.util.Optional;

/**
 * An act as those at the desk saw it.
 *
 * @param changeId the change; {@code none} where none came of a proposal
 * @param before how the change stood; absent for a proposal
 * @param after how it stands now; absent where none came of a proposal
 * @param refusal why the desk refused it; absent where it let it happen
 */
record Seen(
        Act act,
        Actor who,
        Instant at,
        String changeId,
        Optional<Change> before,
        Optional<Change> after,
        Optional<Refusal> refusal) {
    boolean isDone() {
        return refusal.isEmpty();
    }
}
