package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.util.List;
import org.immutables.value.Value;

/**
 * The end of a change that touched the exchange, with what was learnt. Payload of {@link ChangeEvents#CLOSED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeClosed.class)
@JsonDeserialize(as = ImmutableChangeClosed.class)
public abstract class ChangeClosed {
    ChangeClosed() {}

    public abstract String changeId();

    public abstract ReviewOutcome outcome();

    /** The post-implementation review, in words. */
    public abstract String review();

    /** What is still to be done. */
    public abstract List<String> followUps();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeClosed.Builder {
        Builder() {}
    }
}
