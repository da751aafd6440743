package io.countersign.client.desk;

import java.time.Instant;
import java.util.List;

/**
 * What the desk did by itself at a moment.
 *
 * @param at the moment
 * @param steps which changes moved, in order of their ids
 * @param reviewsOverdue changes that were carried out in an emergency and have not been reviewed in time
 * @param failures changes about which nothing could be done, each with why: an exchange that cannot be read, a stream that is not in order
 */
public record TickReport(Instant at, List<Step> steps, List<String> reviewsOverdue, List<String> failures) {
    public TickReport {
        steps = List.copyOf(steps);
        reviewsOverdue = List.copyOf(reviewsOverdue);
        failures = List.copyOf(failures);
    }

    /**
     * One change that moved.
     *
     * @param why what the journal says about it, empty where it needs no explanation
     */
    public record Step(String changeId, ChangeState before, ChangeState after, String why) {
        @Override
        public String toString() {
            return changeId + ": " + before + " -> " + after + (why.isEmpty() ? "" : " (" + why + ")");
        }
    }
}
