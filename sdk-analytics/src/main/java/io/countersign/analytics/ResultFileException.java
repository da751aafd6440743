package io.countersign.analytics;

import io.countersign.model.CountersignException;

/** A result did not become a file; there is no new file, and what was there stands. {@link #reason()} says what to do. */
public class ResultFileException extends CountersignException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why there is no file. */
    public enum Reason {
        /** There is one of that name already: choose another or move it away. */
        EXISTS,
        /** The table holds only the first rows: ask within the limit, or with a higher one. */
        CUT,
        /** The format does not hold that much: ask for less or choose another format. */
        TOO_LARGE,
        /** The library for the format is not on the class path: add what the message names. */
        LIBRARY,
        /** The file system failed: no space, no permission, no such directory. */
        STORAGE
    }

    ResultFileException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    ResultFileException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why there is no file. */
    public Reason reason() {
        return reason;
    }
}
