package io.countersign.model.market;

/** How a contract's price has come away from its index. */
public enum Dislocation {
    ABOVE,
    BELOW
}
