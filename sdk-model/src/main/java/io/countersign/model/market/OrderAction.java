package io.countersign.model.market;

/** What users or the market may do with orders, as far as a {@link TradingStatus} decides it. */
public enum OrderAction {
    NEW_LIMIT,
    NEW_POST_ONLY,
    NEW_MARKET,
    CANCEL,
    /** Orders are executed against each other. */
    MATCH,
    /** A position is opened with leverage. */
    NEW_LEVERAGE
}
