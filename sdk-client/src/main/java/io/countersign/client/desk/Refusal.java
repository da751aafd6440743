package io.countersign.client.desk;

/** Why the desk refuses an attempt. */
public enum Refusal {
    /** The person's roles do not allow it. */
    NOT_ELIGIBLE,
    /** The change is in a state in which this cannot be done. */
    WRONG_STATE,
    /** The digest names another plan than the one under review. */
    STALE_PLAN,
    /** The person edited the change that they want to approve. */
    SELF_APPROVAL,
    /** The change changes nothing. */
    EMPTY_CHANGE,
    /** A required document, such as the rationale, is missing. */
    DOCUMENT_MISSING,
    /** Validation found errors. */
    VALIDATION_FAILED,
    /** A requirement is not met, or no longer. */
    NOT_APPROVED,
    /** The approval policy is another one than when the plan was submitted. */
    POLICY_CHANGED,
    /** The announced time has not passed yet. */
    NOTICE_PERIOD,
    /** The calendar has no window open, or a freeze in force, or not the time that a change takes. */
    WINDOW_CLOSED,
    /** The live configuration is no longer the one that the plan was made on. */
    BASE_MOVED,
    /** The exchange has something else in force than the journal says. */
    DRIFT
}
