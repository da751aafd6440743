package io.countersign.client.rollout;

import io.countersign.model.snapshot.Scope;
import java.util.Optional;

/**
 * How the SDK touches an exchange's own admin system. Implemented by the host; {@link SimulatedExchange} is one in memory. Safe
 * for concurrent use.
 */
public interface ExchangeGateway {
    /** Reads what is in force now. */
    ExchangeReading read(Scope scope);

    /**
     * Puts a stage into force, all or nothing, at most once for a key.
     *
     * @param permit shows that the intent stands in the journal
     * @param key the same key asks for the same thing: a repeat returns the first answer
     */
    ApplyOutcome apply(ApplyPermit permit, Stage stage, String key);

    /** What became of an earlier request; empty when the exchange never saw it. */
    Optional<ApplyOutcome> find(String key);
}
