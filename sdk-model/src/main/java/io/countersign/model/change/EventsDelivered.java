package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import org.immutables.value.Value;

/**
 * How far the facts of a journal were handed on to a receiver. Payload of {@link ChangeEvents#EVENTS_DELIVERED}; not handed on itself.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableEventsDelivered.class)
@JsonDeserialize(as = ImmutableEventsDelivered.class)
public abstract class EventsDelivered {
    EventsDelivered() {}

    public abstract String receiver();

    /** Sequence of the first entry that was not handed on yet. */
    public abstract long next();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableEventsDelivered.Builder {
        Builder() {}
    }
}
