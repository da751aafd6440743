package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import org.immutables.value.Value;

/**
 * A document that belongs to a change and is kept by the host; what it is, is its hash.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableAttachment.class)
@JsonDeserialize(as = ImmutableAttachment.class)
public abstract class Attachment {
    Attachment() {}

    /** For people, such as {@code margin-model.pdf}. */
    public abstract String name();

    /** Such as {@code application/pdf}. */
    public abstract String mediaType();

    /** SHA-256 of its bytes. */
    public abstract Digest digest();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableAttachment.Builder {
        Builder() {}
    }
}
