package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import org.immutables.value.Value;

/**
 * A revision frozen for review, with its plan. Payload of {@link ChangeEvents#SUBMITTED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeSubmitted.class)
@JsonDeserialize(as = ImmutableChangeSubmitted.class)
public abstract class ChangeSubmitted {
    ChangeSubmitted() {}

    public abstract String changeId();

    public abstract Digest planDigest();

    public abstract ChangePlan plan();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeSubmitted.Builder {
        Builder() {}
    }
}
