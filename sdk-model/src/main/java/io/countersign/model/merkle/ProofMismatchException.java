package io.countersign.model.merkle;

/** A Merkle proof does not prove what it should. The message says at which step it fails. */
public class ProofMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says which step failed, with the values. */
    public ProofMismatchException(String message) {
        super(message);
    }
}
