package io.countersign.model.market;

/** How the tiers of a margin schedule add up. */
public enum MarginApplication {
    /** Each tier's rate applies to the part of the position inside the tier, as income tax does. */
    MARGINAL,
    /** The rate of the tier that the position falls into applies to the whole position; margin jumps at each bound. */
    WHOLE_POSITION
}
