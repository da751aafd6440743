package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Where one approval requirement stands, and who can move it.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableRequirementResult.class)
@JsonDeserialize(as = ImmutableRequirementResult.class)
public abstract class RequirementResult {
    RequirementResult() {}

    public abstract String requirement();

    public abstract RequirementStatus status();

    /** Why plans do not wait for it, where they do not: {@code ADVISORY}, or on trial as {@code WARN} or {@code AUDIT}. */
    public abstract Optional<String> nonBinding();

    /** Why it stands so, with counts. */
    public abstract String why();

    /** Whose verdicts count. */
    public abstract List<Actor> approvers();

    /** Who could satisfy it. */
    public abstract String whoCanSatisfy();

    /** Whether a plan may go on as far as this is concerned. */
    public boolean passes() {
        return nonBinding().isPresent()
                || switch (status()) {
                    case SATISFIED, NOT_APPLICABLE, OVERRIDDEN, BYPASSED -> true;
                    case UNSATISFIED, ERROR -> false;
                };
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableRequirementResult.Builder {
        Builder() {}
    }
}
