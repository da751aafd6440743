package io.countersign.client.live;

import java.time.Duration;

/**
 * How fast a change that went wrong can be taken back, and how fast it must be.
 *
 * @param revertsWithin longest time from noticing to the old configuration in force, every delay of the way included
 * @param riskAccruesWithin time in which the change, if wrong, costs more than the venue is ready to lose
 */
public record EmergencyPath(Duration revertsWithin, Duration riskAccruesWithin) {
    /**
     * Checks the spans.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public EmergencyPath {
        if (revertsWithin.isNegative() || riskAccruesWithin.isNegative()) {
            throw new IllegalArgumentException(
                    "A time to revert must not be negative: " + revertsWithin + ", " + riskAccruesWithin);
        }
    }
}
