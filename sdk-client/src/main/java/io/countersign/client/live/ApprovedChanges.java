package io.countersign.client.live;

import io.countersign.model.diff.SemanticDiff;
import java.time.Instant;
import java.util.List;

/**
 * The changes that are approved and not carried out yet, other than the one in question.
 *
 * @param changes in any order; empty when there are none
 */
public record ApprovedChanges(List<ApprovedChange> changes) {
    public ApprovedChanges {
        changes = List.copyOf(changes);
    }

    public static ApprovedChanges of(ApprovedChange... changes) {
        return new ApprovedChanges(List.of(changes));
    }

    /**
     * One of them, with the time in which it may be carried out. Half-open.
     *
     * @param id such as {@code CHG-1042}
     * @param changes what it changes
     */
    public record ApprovedChange(String id, Instant from, Instant until, SemanticDiff changes) {
        /**
         * Checks the window.
         *
         * @throws IllegalArgumentException if it does not end after it begins
         */
        public ApprovedChange {
            TimeWindow.requireForward("The window of change " + id, from, until);
        }

        /** Whether it may be carried out at an instant. */
        public boolean covers(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(until);
        }
    }
}
