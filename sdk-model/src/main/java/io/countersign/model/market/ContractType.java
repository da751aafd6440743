package io.countersign.model.market;

/** Whether a futures contract ends. */
public enum ContractType {
    /** Never expires; paid for by funding. */
    PERPETUAL,
    /** Settles at a fixed instant. */
    FIXED_MATURITY
}
