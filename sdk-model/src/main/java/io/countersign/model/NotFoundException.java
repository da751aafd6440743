package io.countersign.model;

/**
 * Something that must exist does not. Nothing was changed; check the id.
 */
public class NotFoundException extends CountersignException {
    private static final long serialVersionUID = 1L;

    /** Says what happened, to which thing, with which value, and what to do next. */
    public NotFoundException(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public NotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
