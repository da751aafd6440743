package io.countersign.model.change;

/** To which positions a new margin schedule applies. */
public enum MarginPolicy {
    NEW_POSITIONS_ONLY,
    ALL_POSITIONS,
    /** To all, in announced steps. */
    PHASED
}
