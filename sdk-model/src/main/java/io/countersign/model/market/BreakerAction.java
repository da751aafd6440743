package io.countersign.model.market;

/** What a circuit breaker does to the market. */
public enum BreakerAction {
    POST_ONLY,
    CANCEL_ONLY,
    AUCTION,
    HALT
}
