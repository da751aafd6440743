package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.util.List;
import org.immutables.value.Value;

/**
 * An edit after the first revision, and the verdicts it made void. Payload of {@link ChangeEvents#AMENDED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeAmended.class)
@JsonDeserialize(as = ImmutableChangeAmended.class)
public abstract class ChangeAmended {
    ChangeAmended() {}

    public abstract ChangeProposed proposal();

    public abstract List<VerdictSuperseded> superseded();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeAmended.Builder {
        Builder() {}
    }
}
