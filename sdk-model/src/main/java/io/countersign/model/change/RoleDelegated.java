package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Instants;
import java.time.Instant;
import org.immutables.value.Value;

/**
 * Somebody lets somebody else give verdicts in their place while they are away. Payload of {@link ChangeEvents#ROLE_DELEGATED}. A later one
 * of the same people and role replaces it.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableRoleDelegated.class)
@JsonDeserialize(as = ImmutableRoleDelegated.class)
public abstract class RoleDelegated {
    RoleDelegated() {}

    /** Whose role it is. */
    public abstract Actor delegator();

    /** Who may act for them. */
    public abstract Actor delegate();

    public abstract String role();

    public abstract Instant begins();

    /** The first moment at which it no longer holds. */
    public abstract Instant ends();

    public abstract String reason();

    /** Cuts the instants to what JSON keeps of them. */
    @Value.Check
    RoleDelegated check() {
        Instant begins = Instants.micros(begins());
        Instant ends = Instants.micros(ends());
        return begins.equals(begins()) && ends.equals(ends())
                ? this
                : builder().from(this).begins(begins).ends(ends).build();
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableRoleDelegated.Builder {
        Builder() {}
    }
}
