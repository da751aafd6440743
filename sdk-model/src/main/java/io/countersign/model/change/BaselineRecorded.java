package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import org.immutables.value.Value;

/**
 * The configuration of a scope as first read. Payload of {@link ChangeEvents#BASELINE_RECORDED}; each of its documents follows in the same batch as {@link ChangeEvents#DOCUMENT_RECORDED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableBaselineRecorded.class)
@JsonDeserialize(as = ImmutableBaselineRecorded.class)
public abstract class BaselineRecorded {
    BaselineRecorded() {}

    public abstract Scope scope();

    public abstract Digest root();

    /** Number of documents. */
    public abstract int documents();

    /** When it came into force, as far as is known. */
    public abstract Instant effectiveAt();

    /** Cuts the instant to what JSON keeps of it. */
    @Value.Check
    BaselineRecorded check() {
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
    public static final class Builder extends ImmutableBaselineRecorded.Builder {
        Builder() {}
    }
}
