package io.countersign.model.market;

/** How the prices of an index's sources become one. */
public enum IndexAggregation {
    /** Volume-weighted median. */
    VOLUME_MEDIAN,
    MEDIAN,
    /** Mean without the highest and the lowest. */
    TRIMMED_MEAN
}
