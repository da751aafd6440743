package io.countersign.model;

/**
 * The journal could not be reached or refused work for now. Nothing was written; try again later.
 */
public class LedgerUnavailableException extends CountersignException {
    private static final long serialVersionUID = 1L;

    /** Says what happened, to which thing, with which value, and what to do next. */
    public LedgerUnavailableException(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
