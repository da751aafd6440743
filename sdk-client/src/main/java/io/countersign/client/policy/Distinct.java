package io.countersign.client.policy;

/** Whom a verdict must not come from, lest somebody agrees to what is their own. */
public enum Distinct {
    /** Who proposed the change. */
    AUTHOR,
    /** Everybody else who edited or submitted it. */
    CO_AUTHOR,
    /** Who edited or submitted it last. */
    LAST_EDITOR,
    /** Who carries it out. */
    EXECUTOR,
    /** Whoever is counted for another requirement that says the same. */
    OTHER_REQUIREMENTS
}
