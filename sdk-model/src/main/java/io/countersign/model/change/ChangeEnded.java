package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import org.immutables.value.Value;

/**
 * The end of a change before or after it was applied. Payload of {@link ChangeEvents#CANCELLED}, {@link ChangeEvents#REJECTED} and {@link ChangeEvents#CLOSED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeEnded.class)
@JsonDeserialize(as = ImmutableChangeEnded.class)
public abstract class ChangeEnded {
    ChangeEnded() {}

    public abstract String changeId();

    public abstract String reason();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeEnded.Builder {
        Builder() {}
    }
}
