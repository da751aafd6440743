package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import org.immutables.value.Value;

/**
 * A template of standard changes stood for approvals of a plan that goes to the exchange. Counts against its budget. Payload of {@link
 * ChangeEvents#TEMPLATE_USED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableTemplateUsed.class)
@JsonDeserialize(as = ImmutableTemplateUsed.class)
public abstract class TemplateUsed {
    TemplateUsed() {}

    public abstract TemplateReference template();

    public abstract String changeId();

    public abstract Digest planDigest();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableTemplateUsed.Builder {
        Builder() {}
    }
}
