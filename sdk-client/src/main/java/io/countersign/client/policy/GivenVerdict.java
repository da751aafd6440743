package io.countersign.client.policy;

import io.countersign.model.change.VerdictGiven;
import io.countersign.model.journal.Actor;
import java.time.Instant;

/** A verdict as it stands in the journal: who gave it, and when it was recorded. */
public record GivenVerdict(Actor reviewer, Instant recordedAt, VerdictGiven verdict) {}
