package io.countersign.analytics;

import io.countersign.model.CountersignException;

/**
 * The changes recorded for a document do not make a document at the instant asked for: a field was changed before the document
 * was first recorded, or half of a tier was removed by a late change. Nothing was answered; look at the document's blame, and
 * ask for another instant.
 */
public class IncoherentHistoryException extends CountersignException {
    private static final long serialVersionUID = 1L;

    /** Says which document, at which instants, and what is amiss. */
    public IncoherentHistoryException(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public IncoherentHistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
