package io.countersign.model;

/**
 * Stored facts contradict each other or their proofs. Stop, keep the evidence, escalate; never retry.
 */
public class LedgerIntegrityException extends CountersignException {
    private static final long serialVersionUID = 1L;

    /** Says what happened, to which thing, with which value, and what to do next. */
    public LedgerIntegrityException(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public LedgerIntegrityException(String message, Throwable cause) {
        super(message, cause);
    }
}
