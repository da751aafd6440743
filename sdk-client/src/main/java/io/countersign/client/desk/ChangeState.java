package io.countersign.client.desk;

/** Where a change stands. */
public enum ChangeState {
    /** Being edited. */
    DRAFT,
    /** Frozen, with a plan that is being reviewed. */
    IN_REVIEW,
    /** Every requirement is met; nothing has touched the exchange. */
    APPROVED,
    /** The intent is written; the exchange is being asked. */
    APPLYING,
    /** The exchange said yes; its configuration is being read back. */
    VERIFYING,
    /** In force, and read back as planned. */
    APPLIED,
    /** The intent to undo is written; the exchange is being asked. */
    ROLLING_BACK,
    /** Undone, and read back as before. */
    ROLLED_BACK,
    /** The exchange refused, or has something else in force than planned; people must look. */
    FAILED,
    /** Refused for good by somebody with a veto. */
    REJECTED,
    /** Given up before anything touched the exchange. */
    CANCELLED,
    /** Over, after something touched the exchange. */
    CLOSED;

    /** Whether nothing can follow. */
    public boolean isTerminal() {
        return this == REJECTED || this == CANCELLED || this == CLOSED;
    }
}
