package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The intent to touch the exchange, written before it is touched. Payload of {@link ChangeEvents#APPLYING} and {@link ChangeEvents#ROLLING_BACK}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeApplying.class)
@JsonDeserialize(as = ImmutableChangeApplying.class)
public abstract class ChangeApplying {
    ChangeApplying() {}

    public abstract String changeId();

    public abstract Digest planDigest();

    /** The key under which the exchange is asked, so that a retry is done once. */
    public abstract String applyKey();

    /** The decision as re-evaluated now. */
    public abstract Decision decision();

    /** The calendar by which it may begin now; absent for a rollback, which waits for no window. */
    public abstract Optional<Digest> calendarDigest();

    /** Root of the exchange's configuration once it is done; read back, and compared. */
    public abstract Optional<Digest> expectedRoot();

    /** Why, for a rollback, and for a change that was scheduled. */
    public abstract Optional<String> reason();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeApplying.Builder {
        Builder() {}
    }
}
