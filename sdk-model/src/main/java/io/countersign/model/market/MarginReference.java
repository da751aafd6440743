package io.countersign.model.market;

/** The price at which a position is valued when its margin tier is looked up. */
public enum MarginReference {
    /** The price it was opened at. */
    ENTRY,
    /** The mark price now. */
    MARK
}
