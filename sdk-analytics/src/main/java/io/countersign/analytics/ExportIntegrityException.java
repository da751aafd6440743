package io.countersign.analytics;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.finding.ValidationReport;

/**
 * An export's directory is not what its manifest says, or does not belong to the journal. Nothing was written or answered;
 * keep the directory as evidence and export anew into an empty one.
 */
public class ExportIntegrityException extends LedgerIntegrityException {
    private static final long serialVersionUID = 1L;

    private final transient ValidationReport report;

    /** Carries what was found. */
    public ExportIntegrityException(String what, ValidationReport report) {
        super(what + "\n" + report);
        this.report = report;
    }

    /** What was found, with file and entry. */
    public ValidationReport report() {
        return report;
    }
}
