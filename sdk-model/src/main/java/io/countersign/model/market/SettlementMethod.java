package io.countersign.model.market;

/** How an expiring contract is settled. */
public enum SettlementMethod {
    /** In cash, at a time-weighted average of the index. */
    CASH_TWAP,
    /** In cash, at the index of one instant. */
    CASH_INDEX,
    /** By delivery of the base asset. */
    PHYSICAL
}
