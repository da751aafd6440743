package io.countersign.model.market;

/** Whose positions a limit counts together. */
public enum LimitScope {
    ACCOUNT,
    /** Accounts of one owner. */
    GROUP,
    /** Everybody's: open interest. */
    MARKET
}
