package io.countersign.model.market;

/** What a size counts. */
public enum SizeUnit {
    /** Contracts. */
    CONTRACTS,
    /** Units of the base asset. */
    BASE,
    /** Value in the quote asset. */
    QUOTE_NOTIONAL,
    /** Settlement asset per contract and unit of price; only the size of a quanto contract counts so. */
    QUANTO_MULTIPLIER
}
