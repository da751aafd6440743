package io.countersign.client.policy;

import io.countersign.model.change.Verdict;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.change.VerdictStatement;
import io.countersign.model.journal.Actor;
import java.time.Instant;

/**
 * A verdict as it stands in the journal.
 *
 * @param reviewer who gave it
 * @param givenAt when they say that they gave it
 * @param recordedAt when it was recorded
 */
public record GivenVerdict(Actor reviewer, Instant givenAt, Instant recordedAt, VerdictGiven verdict) {
    /** Whose role it is given with: the reviewer's own, or of somebody who delegated it to them. */
    public Actor authority() {
        return verdict.onBehalfOf().orElse(reviewer);
    }

    /** Whether it asks for something else than the plan. */
    boolean isObjection() {
        return verdict.verdict() == Verdict.REQUEST_CHANGES || verdict.verdict() == Verdict.VETO;
    }

    /** What it says, as it is signed. */
    public VerdictStatement statement() {
        return VerdictStatement.of(reviewer, givenAt, verdict);
    }
}
