package io.countersign.audit;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.json.Digest;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was verified, and what was found.
 *
 * @param from the first sequence that was looked at; above 0 where the verification went on from a checkpoint
 * @param entries number of entries that were read
 * @param root the root that they lead to
 * @param deep whether streams, columns, keys and payloads were compared too
 * @param signatures number of checkpoints whose signature by a trusted key was verified
 * @param findings what is wrong, in the order in which it was found; at most {@link #FINDINGS_MAX}
 * @param findingsTotal number of findings, listed or not
 */
public record VerificationReport(
        long from,
        long entries,
        Digest root,
        boolean deep,
        long signatures,
        List<LedgerFinding> findings,
        long findingsTotal) {
    /** Most findings that are listed. */
    public static final int FINDINGS_MAX = 1_000;

    private static final int SHOWN_MAX = 20;

    public VerificationReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean isIntact() {
        return findingsTotal == 0;
    }

    /** The findings of one kind. */
    public List<LedgerFinding> of(LedgerFinding.Code code) {
        return findings.stream().filter(f -> f.code() == code).toList();
    }

    /**
     * Returns this report if nothing is wrong.
     *
     * @throws LedgerIntegrityException with the findings otherwise
     */
    public VerificationReport orThrow() {
        if (!isIntact()) {
            throw new LedgerIntegrityException(toString());
        }
        return this;
    }

    /** One line on the whole, and one a finding, twenty at most. */
    @Override
    public String toString() {
        String whole = entries + " entries" + (from > 0 ? " from " + from : "") + ", root " + root.hex() + ", "
                + (deep ? "deep" : "envelopes and tree only") + ", " + signatures + " signatures: ";
        if (isIntact()) {
            return whole + "intact";
        }
        String shown =
                findings.stream().limit(SHOWN_MAX).map(LedgerFinding::toString).collect(Collectors.joining("\n"));
        long more = findingsTotal - Math.min(SHOWN_MAX, findings.size());
        return whole + findingsTotal + " findings\n" + shown + (more > 0 ? "\nand " + more + " more" : "");
    }
}
