package io.countersign.model.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A revision frozen for review, with its plan. Payload of {@link ChangeEvents#SUBMITTED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeSubmitted.class)
@JsonDeserialize(as = ImmutableChangeSubmitted.class)
public abstract class ChangeSubmitted {
    ChangeSubmitted() {}

    public abstract String changeId();

    public abstract Digest planDigest();

    public abstract ChangePlan plan();

    /** The approval policy that the plan names by its digest, so that it can be judged by it later whatever is in force then. */
    public abstract Optional<JsonText> policy();

    /** Verdicts on earlier plans that still count, because what their givers were asked about is as it was. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<VerdictCarried> carried();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeSubmitted.Builder {
        Builder() {}
    }
}
