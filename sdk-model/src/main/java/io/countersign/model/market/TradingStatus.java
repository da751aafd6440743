package io.countersign.model.market;

/** What a market lets its users do. Kraken's own list (support article 360055614211) plus the phases around it. */
public enum TradingStatus {
    HIDDEN,
    PRE_LISTING,
    POST_ONLY,
    /** New limit orders rest but do not match. */
    LIMIT_ONLY,
    ONLINE,
    REDUCE_ONLY,
    CANCEL_ONLY,
    /** Nothing works, not even cancelling. */
    MAINTENANCE,
    HALTED,
    SETTLING,
    /** The end: a relisted market has a new id. */
    DELISTED
}
