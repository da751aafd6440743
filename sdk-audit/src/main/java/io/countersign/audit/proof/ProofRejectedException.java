package io.countersign.audit.proof;

/**
 * A note, checkpoint, policy or proof does not show what it should. Nothing it says may be relied on. Stands apart from the other
 * exceptions of this project because this package rests on the JDK alone.
 */
public class ProofRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a proof was rejected; where several apply, the first in this order. */
    public enum Reason {
        /** The text is not in the format it should be in. */
        MALFORMED,
        /** None of the signatures is by a key that was asked for. */
        UNKNOWN_KEY,
        /** A signature claims to be by a key that was asked for, and is not. */
        BAD_SIGNATURE,
        /** The checkpoint is of another ledger than the key. */
        WRONG_ORIGIN,
        /** Not enough of the witnesses that the policy demands cosigned the checkpoint. */
        QUORUM_NOT_MET,
        /** The index is not below the size of the checkpoint. */
        INDEX_BEYOND_SIZE,
        /** The entry was changed after the proof was made. */
        ENTRY_EDITED,
        /** The entry says that it stands elsewhere in the ledger. */
        ENTRY_MISPLACED,
        /** Entry and path do not lead to the root that was signed. */
        PATH_MISMATCH,
        /** The payload beside the entry is not the one that the entry names. */
        PAYLOAD_MISMATCH
    }

    /** Says what was found, what was expected, and which of the reasons it is. */
    public ProofRejectedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** As above, with the failure underneath. */
    public ProofRejectedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why, for callers who branch. */
    public Reason reason() {
        return reason;
    }

    static ProofRejectedException malformed(String message) {
        return new ProofRejectedException(Reason.MALFORMED, message);
    }
}
