package io.countersign.model;

/**
 * A change was made for a configuration that is no longer the live one. Nothing was changed; look at what moved, and make the
 * change again on top of it.
 */
public class ChangeConflictException extends CountersignException {
    private static final long serialVersionUID = 1L;

    /** Says which document and field differ from what the change expected. */
    public ChangeConflictException(String message) {
        super(message);
    }
}
