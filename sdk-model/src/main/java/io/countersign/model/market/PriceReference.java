package io.countersign.model.market;

/** A price that limits are measured from. */
public enum PriceReference {
    /** Last trade. */
    LAST,
    /** Volume-weighted average over a window. */
    VWAP,
    /** Mark price. */
    MARK,
    /** Index price. */
    INDEX,
    /** Middle of best bid and best ask. */
    MID
}
