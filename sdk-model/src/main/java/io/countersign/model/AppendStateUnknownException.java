package io.countersign.model;

/**
 * A batch may or may not have been written, typically because a connection was lost during the commit. Append the same
 * batch under the same idempotency key again: it is written once.
 */
public class AppendStateUnknownException extends CountersignException {
    private static final long serialVersionUID = 1L;

    /** Says what happened, to which thing, with which value, and what to do next. */
    public AppendStateUnknownException(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public AppendStateUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
