package io.countersign.model.json;

import io.countersign.model.ChangeConflictException;

/**
 * An operation of a {@link JsonPatch} does not fit the document: a test failed, or a place is not there. Nothing was changed; look
 * at what moved, and make the patch again on top of it.
 */
public class PatchConflictException extends ChangeConflictException {
    private static final long serialVersionUID = 1L;

    private final int operation;
    private final String path;
    private final String reason;

    PatchConflictException(int operation, JsonPatch.Operation what, String reason) {
        super("Operation " + operation + " of the patch, " + what.op() + " " + what.pointer() + ": " + reason);
        this.operation = operation;
        this.path = what.path();
        this.reason = reason;
    }

    /** The operation's position in the patch, from 0. */
    public int operation() {
        return operation;
    }

    /** The operation's path, a JSON Pointer (RFC 6901). */
    public String path() {
        return path;
    }

    /** Why it does not fit, without operation and path. */
    public String reason() {
        return reason;
    }
}
