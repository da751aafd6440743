package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.Scope;
import org.immutables.value.Value;

/**
 * A name for the configuration of a scope as it was at a moment. Payload of {@link ChangeEvents#CONFIG_TAGGED}, alone in its stream.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableConfigTagged.class)
@JsonDeserialize(as = ImmutableConfigTagged.class)
public abstract class ConfigTagged {
    ConfigTagged() {}

    public abstract Scope scope();

    public abstract String name();

    /** Root of the configuration. */
    public abstract Digest root();

    /** Number of entries of the configuration's stream that it was folded from. */
    public abstract long revision();

    /** What it is for. */
    public abstract String note();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableConfigTagged.Builder {
        Builder() {}
    }
}
