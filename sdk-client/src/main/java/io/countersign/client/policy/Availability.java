package io.countersign.client.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a change may be begun at a moment, by a calendar.
 *
 * @param isOpen whether it may, and has the time it takes
 * @param closesAt when that ends, if it is open and ends within a year
 * @param opensAt when it may be begun next, if it is not open and there is such a time within a year
 * @param why in words: which window is open, or what is in the way and what can be done
 */
public record Availability(boolean isOpen, Optional<Instant> closesAt, Optional<Instant> opensAt, String why) {}
