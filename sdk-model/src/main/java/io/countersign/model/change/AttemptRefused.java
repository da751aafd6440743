package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import org.immutables.value.Value;

/**
 * Something that somebody tried and was refused. Payload of {@link ChangeEvents#REFUSED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableAttemptRefused.class)
@JsonDeserialize(as = ImmutableAttemptRefused.class)
public abstract class AttemptRefused {
    AttemptRefused() {}

    public abstract String changeId();

    /** What was tried, such as {@code approve}. */
    public abstract String action();

    /** Why it was refused, such as {@code SELF_APPROVAL}. */
    public abstract String code();

    public abstract String message();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableAttemptRefused.Builder {
        Builder() {}
    }
}
