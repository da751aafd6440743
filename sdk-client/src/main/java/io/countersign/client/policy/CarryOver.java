package io.countersign.client.policy;

/** What becomes of verdicts when the change is edited after they were given. */
public enum CarryOver {
    /** They are void. */
    NEVER,
    /**
     * They go on counting if nothing changed of what their requirement is about, and they are the last word of who gave them: an approval
     * is taken back by anything that its giver says later for the requirement, and counts no more when the change returns to what they
     * approved.
     */
    IF_SCOPE_UNCHANGED
}
