package io.countersign.model.market;

/** What a price band does while its reference price is stale. */
public enum StaleReferenceAction {
    REJECT,
    CANCEL_ONLY
}
