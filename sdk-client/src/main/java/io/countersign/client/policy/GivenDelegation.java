package io.countersign.client.policy;

import io.countersign.model.change.RoleDelegated;
import java.time.Instant;

/** A delegation as it stands in the journal, and when it was recorded. */
public record GivenDelegation(Instant recordedAt, RoleDelegated delegation) {}
