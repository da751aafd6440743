package io.countersign.model.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Instants;
import java.time.Instant;
import java.util.List;
import org.immutables.value.Value;

/**
 * A change carried out in an emergency without all that its policy asks for. Payload of {@link ChangeEvents#GLASS_BROKEN}; at the same
 * time the intent to touch the exchange.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableGlassBroken.class)
@JsonDeserialize(as = ImmutableGlassBroken.class)
public abstract class GlassBroken {
    GlassBroken() {}

    public abstract String changeId();

    /** Id of the incident that makes it necessary. */
    public abstract String incident();

    public abstract String justification();

    /** What is carried out. */
    public abstract ChangePlan plan();

    /** What was passed over: ids of requirements and rules, and {@code calendar}. */
    public abstract List<String> bypassed();

    /** Verdicts on earlier plans that counted for this one, where it was never submitted. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<VerdictCarried> carried();

    /** By when it must have been reviewed and closed. */
    public abstract Instant reviewDue();

    public abstract ChangeApplying intent();

    /** Cuts the instant to what JSON keeps of it. */
    @Value.Check
    GlassBroken check() {
        Instant reviewDue = Instants.micros(reviewDue());
        return reviewDue.equals(reviewDue())
                ? this
                : builder().from(this).reviewDue(reviewDue).build();
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableGlassBroken.Builder {
        Builder() {}
    }
}
