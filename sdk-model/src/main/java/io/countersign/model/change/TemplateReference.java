package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import org.immutables.value.Value;

/** The template of standard changes that a change was made from, as it was then. Part of {@link ChangeProposed}. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableTemplateReference.class)
@JsonDeserialize(as = ImmutableTemplateReference.class)
public abstract class TemplateReference {
    TemplateReference() {}

    public abstract String id();

    /** Digest of the template. */
    public abstract Digest digest();

    public static TemplateReference of(String id, Digest digest) {
        return builder().id(id).digest(digest).build();
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableTemplateReference.Builder {
        Builder() {}
    }
}
