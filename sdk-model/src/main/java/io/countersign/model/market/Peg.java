package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Rate;
import org.immutables.value.Value;

/** What an asset promises to be worth. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutablePeg.class)
@JsonDeserialize(as = ImmutablePeg.class)
public abstract class Peg {
    Peg() {}

    /** Asset that it follows, such as {@code USD}. */
    public abstract String to();

    /** Deviation that still counts as pegged, a fraction of one. */
    public abstract Rate tolerance();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutablePeg.Builder {
        Builder() {}
    }
}
