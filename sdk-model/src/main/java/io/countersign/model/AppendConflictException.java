package io.countersign.model;

/**
 * A batch was refused because the journal is not in the state the caller expected: another writer moved a stream, or the
 * idempotency key was used for other drafts. Nothing was written; re-read and decide again.
 */
public class AppendConflictException extends CountersignException {
    private static final long serialVersionUID = 1L;

    /** Says what happened, to which thing, with which value, and what to do next. */
    public AppendConflictException(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public AppendConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
