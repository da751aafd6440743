package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import org.immutables.value.Value;

/**
 * A verdict that an edit made void.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableVerdictSuperseded.class)
@JsonDeserialize(as = ImmutableVerdictSuperseded.class)
public abstract class VerdictSuperseded {
    VerdictSuperseded() {}

    public abstract Actor reviewer();

    public abstract String requirement();

    /** The plan that it was given for. */
    public abstract Digest planDigest();

    /** What made it void. */
    public abstract String reason();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableVerdictSuperseded.Builder {
        Builder() {}
    }
}
