package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.change.ReviewOutcome;
import io.countersign.model.journal.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** A change that was carried out without all that its policy asks for, and how its review went. */
@SdkStyle
@Value.Immutable
public abstract class EmergencyChange {
    EmergencyChange() {}

    public abstract String changeId();

    /** The incident that made it necessary. */
    public abstract String incident();

    /** Who broke the glass. */
    public abstract Actor actor();

    public abstract String justification();

    /** What was passed over: ids of requirements and rules, and {@code calendar}. */
    public abstract List<String> bypassed();

    /** When the journal recorded it. */
    public abstract Instant recordedAt();

    /** By when it has to be reviewed and closed. */
    public abstract Instant reviewDue();

    public abstract Optional<Instant> closedAt();

    public abstract Optional<Actor> closedBy();

    /** How it was judged when it was closed. */
    public abstract Optional<ReviewOutcome> outcome();

    /** Whether it was closed too late, or is open when it is due and the export ends later. */
    public abstract boolean overdue();

    /** The entry to cite. */
    public abstract long sequence();

    static ImmutableEmergencyChange.Builder builder() {
        return ImmutableEmergencyChange.builder();
    }

    @Override
    public String toString() {
        return changeId() + " for " + incident() + " by " + actor() + " at " + recordedAt() + ", passing over "
                + bypassed()
                + closedAt().map(at -> ", closed " + at).orElse(", not closed")
                + (overdue() ? ", overdue" : "") + ", entry #" + sequence();
    }
}
