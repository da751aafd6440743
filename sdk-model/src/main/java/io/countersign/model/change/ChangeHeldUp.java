package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import org.immutables.value.Value;

/**
 * Why a change does not go on for now. Payload of {@link ChangeEvents#REOPENED}, {@link ChangeEvents#UNSCHEDULED}, {@link
 * ChangeEvents#SUSPENDED} and {@link ChangeEvents#PAUSED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeHeldUp.class)
@JsonDeserialize(as = ImmutableChangeHeldUp.class)
public abstract class ChangeHeldUp {
    ChangeHeldUp() {}

    public abstract String changeId();

    /** In one word, such as {@code BASE_MOVED}. */
    public abstract String cause();

    /** What is in the way and what can be done, for people. */
    public abstract String reason();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeHeldUp.Builder {
        Builder() {}
    }
}
