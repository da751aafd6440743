package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How a change treats what is already there. Absent where the change does not need it; rules demand it where it does.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangePolicy.class)
@JsonDeserialize(as = ImmutableChangePolicy.class)
public abstract class ChangePolicy {
    ChangePolicy() {}

    /** For a tick size that leaves resting orders off the grid. */
    public abstract Optional<TickPolicy> tickPolicy();

    /** For a margin schedule with positions open. */
    public abstract Optional<MarginPolicy> marginPolicy();

    /** Time between announcing and applying. */
    public abstract Optional<Duration> noticePeriod();

    /** The digest of the documents that take the change back, where they are not simply its inverse. */
    public abstract Optional<Digest> rollback();

    /** How long the exchange pauses trading while the change is made; carried to its gateway with the change. */
    public abstract Optional<Duration> tradingPause();

    /** Says nothing. */
    public static ChangePolicy none() {
        return builder().build();
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangePolicy.Builder {
        Builder() {}
    }
}
