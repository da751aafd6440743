package io.countersign.model;

/**
 * The root of every failure that is not the caller's programming error. Unchecked; the subtype says what to do next, the
 * message names the thing and the value.
 */
public abstract class CountersignException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected CountersignException(String message) {
        super(message);
    }

    protected CountersignException(String message, Throwable cause) {
        super(message, cause);
    }
}
