package io.countersign.model.market;

/** How a market comes back after a circuit breaker. */
public enum BreakerResume {
    /** By itself, after the least hold. */
    AUTO,
    /** When a person says so. */
    MANUAL
}
