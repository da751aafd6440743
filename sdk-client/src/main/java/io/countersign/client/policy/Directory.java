package io.countersign.client.policy;

import io.countersign.model.journal.Actor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The host's people: who somebody is now. Asked at every decision, so that a role that was taken away no longer counts.
 * Implemented by the host.
 */
public interface Directory {
    /** The person behind an actor, if they still are one. */
    Optional<Principal> find(Actor actor);

    /** The people who hold a role now, as far as the host can list them: whom one could ask. Nothing is decided by it. */
    default Collection<Principal> withRole(String role) {
        return List.of();
    }

    /** A fixed directory. */
    static Directory of(Collection<Principal> people) {
        Map<Actor, Principal> byActor = new LinkedHashMap<>();
        people.forEach(person -> byActor.put(person.actor(), person));
        return new Directory() {
            @Override
            public Optional<Principal> find(Actor actor) {
                return Optional.ofNullable(byActor.get(actor));
            }

            @Override
            public Collection<Principal> withRole(String role) {
                return byActor.values().stream()
                        .filter(person -> person.hasRole(role))
                        .toList();
            }
        };
    }
}
