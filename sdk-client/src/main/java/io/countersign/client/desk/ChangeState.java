package io.countersign.client.desk;

/** Where a change stands. */
public enum ChangeState {
    /** Being edited. */
    DRAFT,
    /** Frozen, with a plan that is being reviewed. */
    IN_REVIEW,
    /** Every requirement is met; nothing has touched the exchange. */
    APPROVED,
    /** Approved, and carried out by itself when its moment comes. */
    SCHEDULED,
    /** Scheduled, and something came in the way; somebody must decide anew. */
    SUSPENDED,
    /** The intent is written; the exchange is being asked. */
    APPLYING,
    /** Begun, and it is not known how far it got, or it may not go on now. */
    PAUSED,
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
    /** Nobody carried it out in time. */
    EXPIRED,
    /** Over, after something touched the exchange. */
    CLOSED;

    /** Whether nothing can follow. */
    public boolean isTerminal() {
        return this == REJECTED || this == CANCELLED || this == EXPIRED || this == CLOSED;
    }

    /** Whether the exchange is being asked, or was asked and nobody knows what became of it. */
    public boolean isUnderWay() {
        return this == APPLYING || this == PAUSED || this == VERIFYING || this == ROLLING_BACK;
    }
}
