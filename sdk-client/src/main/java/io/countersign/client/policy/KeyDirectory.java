package io.countersign.client.policy;

import io.countersign.model.change.VerdictSignature;
import io.countersign.model.journal.Actor;
import java.time.Instant;

/**
 * Whose keys are whose, and when. Implemented by the host over its own key store; {@link Ed25519Keys} is one in memory. Where verdicts
 * are signed, an entry that somebody else wrote under a reviewer's name is seen to be none of theirs.
 */
@FunctionalInterface
public interface KeyDirectory {
    /** Whether a signature over these bytes is one of this actor's, by a key that was theirs at that moment. */
    boolean isSignedBy(Actor actor, Instant at, byte[] signed, VerdictSignature signature);

    /** Knows no key: no signature is anybody's. */
    static KeyDirectory none() {
        return (actor, at, signed, signature) -> false;
    }
}
