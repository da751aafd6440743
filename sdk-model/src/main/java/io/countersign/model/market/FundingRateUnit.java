package io.countersign.model.market;

/** How a funding rate is quoted. */
public enum FundingRateUnit {
    /** A fraction of the position's value. */
    RELATIVE,
    /** Quote asset per unit of the base asset: the relative rate times the index price. */
    ABSOLUTE
}
