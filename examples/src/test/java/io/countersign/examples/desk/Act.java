package io.countersign.examples.desk;

/** What can be done at a desk. */
enum Act {
    PROPOSE,
    AMEND,
    SUBMIT,
    APPROVE,
    REQUEST_CHANGES,
    ABSTAIN,
    WITHDRAW,
    OVERRIDE,
    VETO,
    SCHEDULE,
    UNSCHEDULE,
    APPLY,
    RESUME,
    GIVE_UP,
    ROLL_BACK,
    BREAK_GLASS,
    CANCEL,
    CLOSE,
    TICK
}
