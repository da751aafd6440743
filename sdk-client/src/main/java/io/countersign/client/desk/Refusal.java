package io.countersign.client.desk;

/** Why the desk refuses an attempt. */
public enum Refusal {
    /** The person's roles do not allow it. */
    NOT_ELIGIBLE,
    /** The change is in a state in which this cannot be done. */
    WRONG_STATE,
    /** The digest names another plan than the one under review. */
    STALE_PLAN,
    /** It is the person's own change that they want to approve or carry out, or that of the one in whose place they act. */
    SELF_APPROVAL,
    /** The requirement counts only signed verdicts, and this one has no signature of its reviewer. */
    NOT_SIGNED,
    /** It is about what governs the desk, which changes in one way only. */
    GOVERNED,
    /** The template has not such a parameter, or not such a value for it. */
    OUT_OF_BOUNDS,
    /** The change changes nothing. */
    EMPTY_CHANGE,
    /** A required document, such as the rationale, is missing. */
    DOCUMENT_MISSING,
    /** Validation found errors. */
    VALIDATION_FAILED,
    /** A requirement is not met, or no longer. */
    NOT_APPROVED,
    /** The plan was submitted longer ago than its policy lets it stand. */
    PLAN_EXPIRED,
    /** The plan was carried out before. */
    PLAN_USED,
    /** The announced time has not passed yet. */
    NOTICE_PERIOD,
    /** The calendar has no window open, or a freeze in force, or not the time that a change takes. */
    WINDOW_CLOSED,
    /** The live configuration is no longer the one that the plan was made on. */
    BASE_MOVED,
    /** Another change of the same scope is under way. */
    SCOPE_HELD,
    /** The exchange has something else in force than the journal says. */
    DRIFT,
    /** The exchange still does not say what became of the change. */
    OUTCOME_UNKNOWN,
    /** The change has been in force for longer than it may be rolled back by what was approved with it. */
    ROLLBACK_WINDOW,
    /** The person carried out another change in an emergency, and its review is overdue. */
    REVIEW_OVERDUE,
    /** The clock shows a time before what the journal has recorded already. */
    CLOCK_BEHIND
}
