package io.countersign.model.change;

/** Where an approval requirement stands. */
public enum RequirementStatus {
    NOT_APPLICABLE,
    SATISFIED,
    UNSATISFIED,
    OVERRIDDEN,
    BYPASSED,
    /** It could not be evaluated; counts as not satisfied. */
    ERROR
}
