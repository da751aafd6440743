package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import java.util.List;
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

    /** Why it stands so, with counts. */
    public abstract String why();

    /** Whose verdicts count. */
    public abstract List<Actor> approvers();

    /** Who could satisfy it. */
    public abstract String whoCanSatisfy();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableRequirementResult.Builder {
        Builder() {}
    }
}
