package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.immutables.value.Value;

/**
 * When an approved plan is to be carried out by itself. Payload of {@link ChangeEvents#SCHEDULED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeScheduled.class)
@JsonDeserialize(as = ImmutableChangeScheduled.class)
public abstract class ChangeScheduled {
    ChangeScheduled() {}

    public abstract String changeId();

    public abstract Digest planDigest();

    /** The moment from which it is carried out. */
    public abstract Instant activateAt();

    /** That moment as the scheduler named it, by the clocks of {@link #zone}. */
    public abstract LocalDateTime local();

    public abstract ZoneId zone();

    /** The calendar by which the moment was open. */
    public abstract Digest calendarDigest();

    /** Cuts the instant to what JSON keeps of it. */
    @Value.Check
    ChangeScheduled check() {
        Instant activateAt = Instants.micros(activateAt());
        return activateAt.equals(activateAt())
                ? this
                : builder().from(this).activateAt(activateAt).build();
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeScheduled.Builder {
        Builder() {}
    }
}
