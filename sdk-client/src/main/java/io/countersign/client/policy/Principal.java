package io.countersign.client.policy;

import io.countersign.model.journal.Actor;
import java.util.Set;

/**
 * A person as the host knows them at this moment.
 *
 * @param id the id under which they act in the journal
 * @param roles what they may do now, in the host's words, such as {@code proposer} or {@code risk-officer}
 */
public record Principal(String id, Set<String> roles) {
    /** Checks the id. */
    public Principal {
        Actor.of(id);
        roles = Set.copyOf(roles);
    }

    public static Principal of(String id, String... roles) {
        return new Principal(id, Set.of(roles));
    }

    public boolean hasRole(String role) {
        return roles.contains(role);
    }

    /** The name that the journal records. */
    public Actor actor() {
        return Actor.of(id);
    }
}
