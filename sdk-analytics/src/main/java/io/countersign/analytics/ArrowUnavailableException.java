package io.countersign.analytics;

import io.countersign.model.CountersignException;

/** Results cannot be had as Arrow in this process: the message names what to add to the class path or the command line. */
public class ArrowUnavailableException extends CountersignException {
    private static final long serialVersionUID = 1L;

    ArrowUnavailableException(String message) {
        super(message);
    }
}
