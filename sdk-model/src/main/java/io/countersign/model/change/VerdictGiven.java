package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What a reviewer said about one plan. Payload of {@link ChangeEvents#VERDICT_GIVEN}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableVerdictGiven.class)
@JsonDeserialize(as = ImmutableVerdictGiven.class)
public abstract class VerdictGiven {
    VerdictGiven() {}

    public abstract String changeId();

    /** The requirement that it counts for. */
    public abstract String requirement();

    public abstract Verdict verdict();

    /** The plan that the reviewer saw; the verdict counts for no other. */
    public abstract Digest planDigest();

    public abstract Digest policyDigest();

    /** What of the plan the requirement is about; equal in a later plan in which none of that changed. */
    public abstract Optional<Digest> scopeDigest();

    /** In whose place it is given, by somebody to whom they delegated their role. */
    public abstract Optional<Actor> onBehalfOf();

    public abstract Optional<VerdictSignature> signature();

    public abstract String comment();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableVerdictGiven.Builder {
        Builder() {}
    }
}
