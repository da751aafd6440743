package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A time for which the venue announced that it will not be available. Half-open. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableMaintenanceWindow.class)
@JsonDeserialize(as = ImmutableMaintenanceWindow.class)
public abstract class MaintenanceWindow {
    MaintenanceWindow() {}

    public abstract Instant begins();

    public abstract Instant ends();

    public abstract Optional<String> reason();

    @Value.Check
    void check() {
        Checks.micros(begins());
        Checks.micros(ends());
        if (!begins().isBefore(ends())) {
            throw new IllegalArgumentException(
                    "A maintenance window must end after it began: " + begins() + " to " + ends());
        }
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableMaintenanceWindow.Builder {
        Builder() {}
    }
}
