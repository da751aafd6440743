package io.countersign.model.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** Somebody, or a program, says what a check of a plan came to. Payload of {@link ChangeEvents#CHECK_REPORTED}. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableCheckReported.class)
@JsonDeserialize(as = ImmutableCheckReported.class)
public abstract class CheckReported {
    CheckReported() {}

    public abstract String changeId();

    /** The plan that was looked at. */
    public abstract Digest planDigest();

    /** The id of the check in the approval policy. */
    public abstract String check();

    /** The item of a checklist that it is about. */
    public abstract Optional<String> item();

    public abstract CheckOutcome outcome();

    /** The outcome in a sentence, with its figures. */
    public abstract String summary();

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<EvidenceReference> evidence();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableCheckReported.Builder {
        Builder() {}
    }
}
