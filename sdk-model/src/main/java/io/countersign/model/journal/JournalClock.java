package io.countersign.model.journal;

import io.countersign.model.json.Instants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock by which a journal dates its entries, with what the host says about how good it is.
 *
 * @param instants where instants come from
 * @param source where they take their time from, such as {@code ntp} or {@code host}; recorded with every entry
 * @param errorMicros how far they may be off, in microseconds; -1 where nobody said
 */
public record JournalClock(InstantSource instants, String source, long errorMicros) {
    /** {@link #errorMicros()} where nobody said. */
    public static final long ERROR_UNKNOWN = -1;

    private static final int SOURCE_LENGTH_MAX = 64;

    /**
     * Checks the name and the bound.
     *
     * @throws IllegalArgumentException if the name is blank, longer than 64 characters or has control characters, or the bound
     *     is below -1
     */
    public JournalClock {
        Names.require("Clock source", source, SOURCE_LENGTH_MAX);
        if (errorMicros < ERROR_UNKNOWN) {
            throw new IllegalArgumentException(
                    "A clock's error bound must not be negative: " + errorMicros + " microseconds");
        }
    }

    /** The host's clock, of which nothing more is known. */
    public static JournalClock of(InstantSource instants) {
        return new JournalClock(instants, "host", ERROR_UNKNOWN);
    }

    /** A clock that takes its time from a named source and is off by at most this much. */
    public static JournalClock of(InstantSource instants, String source, Duration error) {
        return new JournalClock(instants, source, error.toNanos() / 1_000);
    }

    /** Now, cut to microseconds, but never before {@code earliest}: a clock set back does not reorder the journal. */
    public Instant notBefore(Instant earliest) {
        Instant now = Instants.micros(instants.instant());
        return now.isBefore(earliest) ? earliest : now;
    }
}
