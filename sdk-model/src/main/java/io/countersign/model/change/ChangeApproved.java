package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import org.immutables.value.Value;

/**
 * Every requirement is met. Payload of {@link ChangeEvents#APPROVED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeApproved.class)
@JsonDeserialize(as = ImmutableChangeApproved.class)
public abstract class ChangeApproved {
    ChangeApproved() {}

    public abstract String changeId();

    public abstract Decision decision();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeApproved.Builder {
        Builder() {}
    }
}
