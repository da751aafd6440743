package io.countersign.client.policy;

import io.countersign.model.journal.Actor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The host's people: who somebody is now. Asked at every decision, so that a role that was taken away no longer counts.
 * Implemented by the host.
 */
public interface Directory {
    /** The person behind an actor, if they still are one. */
    Optional<Principal> find(Actor actor);

    /** A fixed directory. */
    static Directory of(Collection<Principal> people) {
        Map<Actor, Principal> byActor = new LinkedHashMap<>();
        people.forEach(person -> byActor.put(person.actor(), person));
        return actor -> Optional.ofNullable(byActor.get(actor));
    }
}
