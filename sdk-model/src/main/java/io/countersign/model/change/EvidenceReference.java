package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import java.net.URI;
import java.time.Instant;
import org.immutables.value.Value;

/** What a check's outcome rests on, kept by the host: the hash says that it is still what it was. Part of {@link CheckReported}. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableEvidenceReference.class)
@JsonDeserialize(as = ImmutableEvidenceReference.class)
public abstract class EvidenceReference {
    EvidenceReference() {}

    /** Where it is. */
    public abstract URI uri();

    /** Digest of its bytes. */
    public abstract Digest digest();

    /** What made it, such as {@code ci/uat-replay}. */
    public abstract String source();

    /** When it was made. */
    public abstract Instant collectedAt();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableEvidenceReference.Builder {
        Builder() {}
    }
}
