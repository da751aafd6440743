package io.countersign.client.policy;

/** Whether a requirement bites yet. */
public enum PolicyMode {
    /** Plans wait for it. */
    ENFORCE,
    /** It is shown to people beside the others, and holds nothing up. */
    WARN,
    /** It is only recorded with each decision. */
    AUDIT
}
