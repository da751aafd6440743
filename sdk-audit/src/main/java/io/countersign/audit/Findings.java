package io.countersign.audit;

import io.countersign.audit.LedgerFinding.Code;
import java.util.ArrayList;
import java.util.List;

/** What a verification has found so far: all are counted, and the first thousand listed. */
final class Findings {
    private final List<LedgerFinding> listed = new ArrayList<>();
    private long total;

    void add(Code code, String place, String message) {
        total++;
        if (listed.size() < VerificationReport.FINDINGS_MAX) {
            listed.add(new LedgerFinding(code, place, message));
        }
    }

    List<LedgerFinding> listed() {
        return listed;
    }

    long total() {
        return total;
    }
}
