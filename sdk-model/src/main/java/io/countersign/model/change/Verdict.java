package io.countersign.model.change;

/** What a reviewer says. */
public enum Verdict {
    APPROVE,
    REQUEST_CHANGES,
    ABSTAIN,
    /** Takes back what was said before. */
    WITHDRAW,
    /** Lets the plan pass without a requirement, where that allows it, and says why. */
    OVERRIDE,
    /** Refuses for good, where the requirement gives a veto. */
    VETO
}
