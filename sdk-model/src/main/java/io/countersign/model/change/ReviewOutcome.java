package io.countersign.model.change;

/** How a change that touched the exchange is judged afterwards. */
public enum ReviewOutcome {
    SUCCESSFUL,
    SUCCESSFUL_WITH_ISSUES,
    UNSUCCESSFUL
}
