package io.countersign.audit.proof;

import java.util.List;
import java.util.Optional;

/**
 * What a verified proof shows: that the holder of the key signed a ledger which has this entry at this index. Only {@link
 * EntryProofVerifier} makes one.
 */
public final class VerifiedEntry {
    private final WitnessedCheckpoint witnessed;
    private final EntryProof proof;

    VerifiedEntry(WitnessedCheckpoint witnessed, EntryProof proof) {
        this.witnessed = witnessed;
        this.proof = proof;
    }

    /** The key that signed. */
    public NoteVerifier key() {
        return witnessed.log();
    }

    /** The ledger's name, size and root that were signed. */
    public Checkpoint checkpoint() {
        return witnessed.checkpoint();
    }

    /** Those of the policy's witnesses that cosigned; none where no policy was asked. */
    public List<Cosignature> cosignatures() {
        return witnessed.cosignatures();
    }

    /** Keys of the policy by which signatures are there that this Java cannot check; they counted for nothing. */
    public List<NoteVerifier> unchecked() {
        return witnessed.unchecked();
    }

    /** Place of the entry in the ledger, from 0. */
    public long index() {
        return proof.proof().index();
    }

    /** The entry's bytes: the envelope as canonical JSON. */
    public byte[] entry() {
        return proof.entry();
    }

    /** The payload's bytes, where it lies beside the entry. */
    public Optional<byte[]> payload() {
        return proof.payload();
    }
}
