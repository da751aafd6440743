package io.countersign.model;

/**
 * Text or bytes that are not what they claim to be: broken JSON, a digest of the wrong length, a document of an unknown
 * schema version. Nothing was changed; fix the input.
 */
public class MalformedInputException extends CountersignException {
    private static final long serialVersionUID = 1L;

    /** Says what happened, to which thing, with which value, and what to do next. */
    public MalformedInputException(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public MalformedInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
