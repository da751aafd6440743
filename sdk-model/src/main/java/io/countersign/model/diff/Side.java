package io.countersign.model.diff;

/** Whose value it is in a merge. */
public enum Side {
    /** What both sides started from. */
    BASE,
    /** The first side. */
    OURS,
    /** The second side. */
    THEIRS
}
