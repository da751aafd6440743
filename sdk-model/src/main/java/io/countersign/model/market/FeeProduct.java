package io.countersign.model.market;

/** What a fee schedule is for. */
public enum FeeProduct {
    SPOT,
    FUTURES,
    MARGIN
}
