package io.countersign.model.change;

/** What a check of a plan came to. */
public enum CheckOutcome {
    PASS,
    /** It passes, with something to look at. */
    WARN,
    FAIL,
    /** It ran and cannot say; a plan does not go on by it. */
    INCONCLUSIVE,
    /** It could not run. */
    ERROR,
    /** It was left out, for the reason that its summary gives; a plan does not go on by it. */
    SKIPPED;

    /** Whether a plan may go on as far as this is concerned. */
    public boolean passes() {
        return this == PASS || this == WARN;
    }
}
