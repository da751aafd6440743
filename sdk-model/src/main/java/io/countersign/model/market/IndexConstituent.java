package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/** One source of an index. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableIndexConstituent.class)
@JsonDeserialize(as = ImmutableIndexConstituent.class)
public abstract class IndexConstituent {
    IndexConstituent() {}

    /** The market whose price is taken, such as {@code coinbase/BTC-USD}. */
    public abstract String source();

    /** Its part of the index, a fraction from 0 to 1. */
    public abstract Rate weight();

    /** The source's name for the pair, where {@link #source()} names the exchange alone. */
    public abstract Optional<String> pair();

    /** Age beyond which its price no longer counts. */
    public abstract Optional<Duration> maxStaleness();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableIndexConstituent.Builder {
        Builder() {}
    }
}
