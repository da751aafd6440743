package io.countersign.model.market;

/** How a contract's profit follows the price. */
public enum Payoff {
    /** Settled in the quote asset; profit is linear in the price. */
    LINEAR,
    /** Settled in the base asset; profit is linear in one over the price. */
    INVERSE,
    /** Settled in a third asset at a fixed multiplier. */
    QUANTO
}
