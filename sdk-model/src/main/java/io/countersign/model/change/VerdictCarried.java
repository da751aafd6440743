package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import org.immutables.value.Value;

/**
 * A verdict that still counts for a new plan: all that its giver was asked about is as it was.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableVerdictCarried.class)
@JsonDeserialize(as = ImmutableVerdictCarried.class)
public abstract class VerdictCarried {
    VerdictCarried() {}

    public abstract Actor reviewer();

    public abstract String requirement();

    /** The plan that it was given for. */
    public abstract Digest planDigest();

    /** What the giver was asked about, equal in both plans. */
    public abstract Digest scopeDigest();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableVerdictCarried.Builder {
        Builder() {}
    }
}
