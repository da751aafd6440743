package io.countersign.client.policy;

import io.countersign.model.change.RoleDelegated;
import io.countersign.model.journal.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which roles people have delegated, and when. A later delegation between the same people of the same role replaces the earlier from when it
 * was recorded; what was done until then stands.
 *
 * @param recorded in the order in which they were recorded
 */
public record RoleDelegations(List<GivenDelegation> recorded) {
    public RoleDelegations {
        recorded = List.copyOf(recorded);
    }

    /** Who lets somebody act in a role of theirs at a moment, by what had been recorded then. */
    public List<Actor> delegators(Actor delegate, String role, Instant at) {
        List<RoleDelegated> standing = new ArrayList<>();
        for (GivenDelegation given : recorded) {
            RoleDelegated next = given.delegation();
            boolean isAsked = next.delegate().equals(delegate) && next.role().equals(role);
            if (isAsked && !given.recordedAt().isAfter(at)) {
                standing.removeIf(earlier -> earlier.delegator().equals(next.delegator()));
                standing.add(next);
            }
        }
        return standing.stream()
                .filter(delegation -> !at.isBefore(delegation.begins()) && at.isBefore(delegation.ends()))
                .map(RoleDelegated::delegator)
                .toList();
    }
}
