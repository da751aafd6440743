package io.countersign.model.market;

/** How a mark price is worked out. */
public enum MarkFormula {
    /** Index plus a premium within a cap (Kraken Futures). */
    INDEX_PLUS_CAPPED_PREMIUM,
    /** Index plus a basis that decays to expiry (BitMEX). */
    FAIR_BASIS,
    /** Median of three prices (Binance). */
    MEDIAN3
}
