package io.countersign.analytics;

import io.countersign.model.CountersignException;

/**
 * An export could not be written or read: no space, no permission, another export under way, an entry of a shape that this
 * version does not know. What was published before stands as it was; remove the cause and try again.
 */
public class ExportFailedException extends CountersignException {
    private static final long serialVersionUID = 1L;

    /** Says what happened, to which thing, with which value, and what to do next. */
    public ExportFailedException(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public ExportFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
