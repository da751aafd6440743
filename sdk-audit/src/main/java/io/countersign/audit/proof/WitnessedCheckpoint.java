package io.countersign.audit.proof;

import java.util.List;

/**
 * A checkpoint that a policy accepts: signed by one of its logs, and cosigned by a quorum of its witnesses. {@link
 * TlogPolicy#verify} makes these.
 *
 * @param checkpoint name, size and root of the log
 * @param log the key that signed it, whose name is the origin
 * @param cosignatures those of all the policy's witnesses that cosigned, in the order of their signatures
 * @param unchecked keys of the policy that signatures claim to be by and that this Java cannot check ({@link
 *     NoteVerifier#isCheckable}); they count for nothing
 */
public record WitnessedCheckpoint(
        Checkpoint checkpoint, NoteVerifier log, List<Cosignature> cosignatures, List<NoteVerifier> unchecked) {
    public WitnessedCheckpoint {
        cosignatures = List.copyOf(cosignatures);
        unchecked = List.copyOf(unchecked);
    }
}
