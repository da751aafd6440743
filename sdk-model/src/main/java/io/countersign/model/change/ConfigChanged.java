package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import org.immutables.value.Value;

/**
 * The live configuration of a scope changed. Payload of {@link ChangeEvents#CONFIG_CHANGED}: with the baseline, all that is needed to say what was in force when.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableConfigChanged.class)
@JsonDeserialize(as = ImmutableConfigChanged.class)
public abstract class ConfigChanged {
    ConfigChanged() {}

    public abstract Scope scope();

    /** The change that did it. */
    public abstract String changeId();

    public abstract Digest planDigest();

    /** Whether it undoes the change. */
    public abstract boolean rollback();

    /** From when the new values are in force. */
    public abstract Instant effectiveAt();

    public abstract SemanticDiff changes();

    /** Root of the configuration afterwards. */
    public abstract Digest resultRoot();

    /** Cuts the instant to what JSON keeps of it. */
    @Value.Check
    ConfigChanged check() {
        Instant effectiveAt = Instants.micros(effectiveAt());
        return effectiveAt.equals(effectiveAt())
                ? this
                : builder().from(this).effectiveAt(effectiveAt).build();
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableConfigChanged.Builder {
        Builder() {}
    }
}
