package io.countersign.model;

/**
 * A defect of this library: something passed a check that should have caught it. Nothing was changed; please report it.
 */
public class ValidationGapException extends CountersignException {
    private static final long serialVersionUID = 1L;

    /** Says what happened, to which thing, with which value, and what to do next. */
    public ValidationGapException(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public ValidationGapException(String message, Throwable cause) {
        super(message, cause);
    }
}
