package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import org.immutables.value.Value;

/**
 * A signature over what a verdict says, see {@link VerdictStatement}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableVerdictSignature.class)
@JsonDeserialize(as = ImmutableVerdictSignature.class)
public abstract class VerdictSignature {
    VerdictSignature() {}

    /** Names the key among those of its holder. */
    public abstract String keyId();

    /** Ed25519, base64. */
    public abstract String signature();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableVerdictSignature.Builder {
        Builder() {}
    }
}
