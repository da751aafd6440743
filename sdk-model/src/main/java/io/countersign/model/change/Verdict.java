package io.countersign.model.change;

/** What a reviewer says. */
public enum Verdict {
    APPROVE,
    REQUEST_CHANGES,
    ABSTAIN,
    /** Refuses for good, where the requirement gives a veto. */
    VETO
}
