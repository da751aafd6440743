package io.countersign.analytics.scenario;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import java.util.ArrayList;
import java.util.List;

/** Collects the rows that a scenario left out; each id has a section in {@code docs/scenarios-sql.md}. */
final class ScenarioFindings {
    static final String EMPTY = "SCENARIO-EMPTY";
    static final String NUMBER = "SCENARIO-NUMBER";
    static final String RANGE = "SCENARIO-RANGE";
    static final String CONFIG = "SCENARIO-CONFIG";

    /** Most findings that are told apart; source columns mixed up would bring millions. */
    private static final int FINDINGS_MAX = 100;

    private final String source;
    private final List<Finding> findings = new ArrayList<>();
    private long rows;
    private long rowsBeyond;

    ScenarioFindings(String source) {
        this.source = source;
    }

    /**
     * Rows that are left out for one reason.
     *
     * @param column the scenario's name of the column
     * @param firstRow from 1
     * @param value of that row
     */
    void leftOut(String id, String column, long count, long firstRow, String value, String message) {
        rows += count;
        if (findings.size() == FINDINGS_MAX) {
            rowsBeyond += count;
            return;
        }
        findings.add(Finding.builder()
                .ruleId(id)
                .severity(Severity.ERROR)
                .document(source)
                .path("/" + column)
                .after(value)
                .message(message + " (" + count + (count == 1 ? " row" : " rows") + " left out, the first is row "
                        + firstRow + ")")
                .putEvidence("rows", Long.toString(count))
                .putEvidence("firstRow", Long.toString(firstRow))
                .build());
    }

    long rows() {
        return rows;
    }

    ValidationReport report() {
        List<Finding> all = new ArrayList<>(findings);
        if (rowsBeyond > 0) {
            all.add(Finding.builder()
                    .ruleId(CONFIG)
                    .severity(Severity.ERROR)
                    .document(source)
                    .message(rowsBeyond + " more rows are left out, for more reasons than the " + FINDINGS_MAX
                            + " that are listed: check that no columns are mixed up")
                    .putEvidence("rows", Long.toString(rowsBeyond))
                    .build());
        }
        return ValidationReport.of(all);
    }
}
