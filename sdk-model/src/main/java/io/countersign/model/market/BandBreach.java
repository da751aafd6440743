package io.countersign.model.market;

/** What happens to an order outside the price band. */
public enum BandBreach {
    REJECT,
    /** What lies inside the band matches, the rest is cancelled. */
    CANCEL_REST,
    /** The market halts. */
    HALT
}
