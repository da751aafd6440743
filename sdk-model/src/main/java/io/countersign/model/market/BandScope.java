package io.countersign.model.market;

/** Which orders a price band holds for. */
public enum BandScope {
    ALL,
    /** Orders that would match at once. */
    AGGRESSIVE_ONLY
}
