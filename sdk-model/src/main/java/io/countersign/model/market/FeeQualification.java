package io.countersign.model.market;

/** What an account can reach a fee tier by. One of them is enough. */
public enum FeeQualification {
    /** Trailing spot volume. */
    SPOT_VOLUME,
    /** Trailing futures volume. */
    FUTURES_VOLUME,
    /** Value of the assets held with the venue. */
    ASSETS_ON_PLATFORM
}
