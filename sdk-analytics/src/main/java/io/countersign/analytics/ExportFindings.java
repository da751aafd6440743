package io.countersign.analytics;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with an export; each id has a section in {@code docs/spec/export.md}. */
final class ExportFindings {
    static final String LATEST = "EXPORT-LATEST";
    static final String MANIFEST = "EXPORT-MANIFEST";
    static final String HISTORY = "EXPORT-HISTORY";
    static final String FILE_MISSING = "EXPORT-FILE-MISSING";
    static final String FILE_SIZE = "EXPORT-FILE-SIZE";
    static final String FILE_HASH = "EXPORT-FILE-HASH";
    static final String FILE_UNKNOWN = "EXPORT-FILE-UNKNOWN";
    static final String FILE_UNREADABLE = "EXPORT-FILE-UNREADABLE";
    static final String COLUMNS = "EXPORT-COLUMNS";
    static final String SEQUENCE = "EXPORT-SEQUENCE";
    static final String ENVELOPE = "EXPORT-ENVELOPE";
    static final String PROJECTION = "EXPORT-PROJECTION";
    static final String PAYLOAD = "EXPORT-PAYLOAD";
    static final String LEAF = "EXPORT-LEAF";
    static final String DERIVED = "EXPORT-DERIVED";
    static final String ROOT = "EXPORT-ROOT";
    static final String CHECKPOINT = "EXPORT-CHECKPOINT";
    static final String SIGNATURE = "EXPORT-SIGNATURE";
    static final String LAYER = "EXPORT-LAYER";
    static final String UNSIGNED = "EXPORT-UNSIGNED";

    private final List<Finding> findings = new ArrayList<>();

    void error(String id, String file, String message) {
        add(id, Severity.ERROR, file, message);
    }

    void warn(String id, String file, String message) {
        add(id, Severity.WARN, file, message);
    }

    /** Something wrong with one entry: its sequence stands in the path and in the evidence. */
    void entry(String id, String file, long sequence, String message) {
        findings.add(Finding.builder()
                .ruleId(id)
                .severity(Severity.ERROR)
                .document(file)
                .path("/sequence=" + sequence)
                .message(message)
                .putEvidence("sequence", Long.toString(sequence))
                .build());
    }

    ValidationReport report() {
        return ValidationReport.of(findings);
    }

    private void add(String id, Severity severity, String file, String message) {
        findings.add(Finding.builder()
                .ruleId(id)
                .severity(severity)
                .document(file)
                .message(message)
                .build());
    }
}
