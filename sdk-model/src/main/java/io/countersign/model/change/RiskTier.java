package io.countersign.model.change;

/** How much could go wrong, least first. */
public enum RiskTier {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
