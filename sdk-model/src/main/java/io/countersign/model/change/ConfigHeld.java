package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.Scope;
import org.immutables.value.Value;

/**
 * A change is being carried out in a scope, and no other one may begin; or this is over without a change of what is in force. Payload of
 * {@link ChangeEvents#CONFIG_HELD} and {@link ChangeEvents#CONFIG_RELEASED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableConfigHeld.class)
@JsonDeserialize(as = ImmutableConfigHeld.class)
public abstract class ConfigHeld {
    ConfigHeld() {}

    public abstract Scope scope();

    public abstract String changeId();

    public abstract Digest planDigest();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableConfigHeld.Builder {
        Builder() {}
    }
}
