package io.countersign.model.finding;

import io.countersign.model.CountersignException;

/**
 * The input has findings that forbid going on. Nothing was changed; fix the input. Stands beside its report rather than with
 * the other exceptions, so that packages stay free of cycles.
 */
public class ValidationFailedException extends CountersignException {
    private static final long serialVersionUID = 1L;

    private final transient ValidationReport report;

    public ValidationFailedException(ValidationReport report) {
        super(report.atLeast(Severity.ERROR).size() + " findings forbid going on:\n" + report);
        this.report = report;
    }

    /** What was found. */
    public ValidationReport report() {
        return report;
    }
}
