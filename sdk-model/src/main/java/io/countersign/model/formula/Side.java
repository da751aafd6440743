package io.countersign.model.formula;

/** The side of an order. */
public enum Side {
    BUY,
    SELL
}
