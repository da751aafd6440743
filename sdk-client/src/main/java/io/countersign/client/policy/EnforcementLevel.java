package io.countersign.client.policy;

/** How hard a requirement is. */
public enum EnforcementLevel {
    /** It is told, and holds nothing up. */
    ADVISORY,
    /** It can be overridden by those whom it names, and passed over in an emergency. */
    SOFT_MANDATORY,
    /** Nothing gets past it, not even an emergency. */
    HARD_MANDATORY
}
