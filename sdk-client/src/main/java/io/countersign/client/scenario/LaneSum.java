package io.countersign.client.scenario;

import java.util.Arrays;

/**
 * An exact sum of blocks of whole numbers, kept by lane for as long as every lane has room for one more. Not safe for concurrent use.
 *
 * @see Lanes
 */
final class LaneSum {
    private final long[] lanes = new long[Lanes.ROWS];
    private final ExactSum drained = new ExactSum();
    private long mostInLane;

    /**
     * The lanes, to which one number each may be added.
     *
     * @param most none of the numbers to add is farther from zero than this
     */
    long[] lanesFor(long most) {
        if (mostInLane > Long.MAX_VALUE - most) {
            drain();
        }
        mostInLane += most;
        return lanes;
    }

    /** The sum of all that has been added. */
    ExactSum total() {
        drain();
        return drained;
    }

    private void drain() {
        for (long lane : lanes) {
            drained.add(lane);
        }
        Arrays.fill(lanes, 0);
        mostInLane = 0;
    }
}
