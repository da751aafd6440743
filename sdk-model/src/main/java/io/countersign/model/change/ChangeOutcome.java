package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How it ended at the exchange. Payload of {@link ChangeEvents#VERIFYING}, {@link ChangeEvents#APPLIED}, {@link ChangeEvents#ROLLED_BACK} and {@link ChangeEvents#FAILED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeOutcome.class)
@JsonDeserialize(as = ImmutableChangeOutcome.class)
public abstract class ChangeOutcome {
    ChangeOutcome() {}

    public abstract String changeId();

    public abstract Digest planDigest();

    /** What happened, in one sentence. */
    public abstract String outcome();

    /** Root of the exchange's configuration as read back; absent when it could not be read. */
    public abstract Optional<Digest> readBackRoot();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeOutcome.Builder {
        Builder() {}
    }
}
