package io.countersign.model.finding;

/** How grave a finding is, gravest first. */
public enum Severity {
    /** Never deployable; nobody may waive it. */
    BLOCK,
    /** Needs a fix or an explicit, recorded waiver. */
    ERROR,
    /** A reviewer must acknowledge it. */
    WARN,
    /** Worth knowing. */
    INFO;

    /** Whether this is at least as grave as the other. */
    public boolean atLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}
