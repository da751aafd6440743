package io.countersign.model.change;

/** What happens to resting orders that a new tick size leaves off the grid. */
public enum TickPolicy {
    /** They stay at their price until filled or cancelled. */
    GRANDFATHER,
    /** They are cancelled. */
    CANCEL_OFF_GRID,
    /** They are moved to the next price away from the market. */
    ROUND_PASSIVE,
    /** The change waits for an empty book. */
    REQUIRE_EMPTY_BOOK
}
