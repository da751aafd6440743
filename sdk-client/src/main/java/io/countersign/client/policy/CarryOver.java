package io.countersign.client.policy;

/** What becomes of verdicts when the change is edited after they were given. */
public enum CarryOver {
    /** They are void. */
    NEVER,
    /** They go on counting if nothing changed of what their requirement is about. */
    IF_SCOPE_UNCHANGED
}
