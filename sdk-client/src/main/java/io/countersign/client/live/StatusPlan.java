package io.countersign.client.live;

import io.countersign.model.market.TradingStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The statuses that a market is to go through, and for how long it stays in each.
 *
 * @param steps the first one first
 */
public record StatusPlan(List<Step> steps) {
    /**
     * Checks the steps.
     *
     * @throws IllegalArgumentException if there are none
     */
    public StatusPlan {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A status plan must have a step");
        }
    }

    public static StatusPlan of(Step... steps) {
        return new StatusPlan(List.of(steps));
    }

    /** This and one more step at its end. */
    public StatusPlan then(TradingStatus status, Duration lasts) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(status, lasts));
        return new StatusPlan(more);
    }

    /** One status and how long it lasts; of the last step, how long it is looked at. */
    public record Step(TradingStatus status, Duration lasts) {
        /**
         * Checks the time.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Step {
            if (lasts.isNegative()) {
                throw new IllegalArgumentException("A step must not last a negative time: " + status + " for " + lasts);
            }
        }

        @Override
        public String toString() {
            return status + " for " + lasts;
        }
    }
}
