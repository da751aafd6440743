package io.countersign.audit.proof;

import java.util.Optional;

/**
 * What a verified proof shows: that the holder of the key signed a ledger which has this entry at this index. Only {@link
 * EntryProofVerifier} makes one.
 */
public final class VerifiedEntry {
    private final NoteVerifier key;
    private final Checkpoint checkpoint;
    private final EntryProof proof;

    VerifiedEntry(NoteVerifier key, Checkpoint checkpoint, EntryProof proof) {
        this.key = key;
        this.checkpoint = checkpoint;
        this.proof = proof;
    }

    /** The key that signed. */
    public NoteVerifier key() {
        return key;
    }

    /** The ledger's name, size and root that were signed. */
    public Checkpoint checkpoint() {
        return checkpoint;
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
