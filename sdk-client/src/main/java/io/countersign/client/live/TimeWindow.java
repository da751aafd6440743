package io.countersign.client.live;

import java.time.Instant;

/**
 * A time that a change should stay out of. Half-open.
 *
 * @param what in words that follow "inside", such as {@code the opening auction}
 */
public record TimeWindow(String what, Instant begins, Instant ends) {
    /**
     * Checks the window.
     *
     * @throws IllegalArgumentException if it does not end after it begins
     */
    public TimeWindow {
        requireForward("The window of " + what, begins, ends);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(begins) && instant.isBefore(ends);
    }

    static void requireForward(String what, Instant begins, Instant ends) {
        if (!begins.isBefore(ends)) {
            throw new IllegalArgumentException(what + " must end after it begins: " + begins + " to " + ends);
        }
    }
}
