package io.countersign.client.policy;

import io.countersign.model.change.RoleDelegated;
import io.countersign.model.journal.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which roles people have delegated, and when. A later delegation between the same people of the same role replaces the earlier.
 *
 * @param delegations in the order in which they were recorded, none replaced
 */
public record RoleDelegations(List<RoleDelegated> delegations) {
    public RoleDelegations {
        delegations = List.copyOf(delegations);
    }

    /** What stands of these, in the order in which they were recorded. */
    public static RoleDelegations of(List<RoleDelegated> recorded) {
        List<RoleDelegated> standing = new ArrayList<>();
        for (RoleDelegated next : recorded) {
            standing.removeIf(earlier -> isSame(earlier, next.delegator(), next.delegate(), next.role()));
            standing.add(next);
        }
        return new RoleDelegations(standing);
    }

    /** Whether somebody might act in somebody's role at a moment. */
    public boolean isDelegated(Actor delegator, Actor delegate, String role, Instant at) {
        return delegations.stream()
                .anyMatch(delegation -> isSame(delegation, delegator, delegate, role)
                        && !at.isBefore(delegation.begins())
                        && at.isBefore(delegation.ends()));
    }

    private static boolean isSame(RoleDelegated delegation, Actor delegator, Actor delegate, String role) {
        return delegation.delegator().equals(delegator)
                && delegation.delegate().equals(delegate)
                && delegation.role().equals(role);
    }
}
