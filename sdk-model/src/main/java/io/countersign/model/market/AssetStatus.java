package io.countersign.model.market;

/** What can be done with an asset. The words of Kraken's Assets response. */
public enum AssetStatus {
    ENABLED,
    DEPOSIT_ONLY,
    WITHDRAWAL_ONLY,
    FUNDING_TEMPORARILY_DISABLED,
    DISABLED
}
