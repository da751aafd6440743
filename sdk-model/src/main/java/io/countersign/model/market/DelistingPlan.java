package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** The steps by which a market ends. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableDelistingPlan.class)
@JsonDeserialize(as = ImmutableDelistingPlan.class)
public abstract class DelistingPlan {
    DelistingPlan() {}

    public abstract Instant announcedAt();

    public abstract Optional<Instant> postOnlyAt();

    /** From when on positions may only shrink. */
    public abstract Optional<Instant> reduceOnlyAt();

    /** From when on the insurance fund no longer covers liquidations. */
    public abstract Optional<Instant> insuranceOffAt();

    public abstract Optional<Instant> settlesAt();

    /** How the last price is found, in words. */
    public abstract Optional<String> settlementRule();

    /** The end; the id is not used again. */
    public abstract Instant delistedAt();

    /** Where the market's records are kept. */
    public abstract Optional<String> archiveId();

    @Value.Check
    void check() {
        Checks.micros(announcedAt());
        postOnlyAt().ifPresent(Checks::micros);
        reduceOnlyAt().ifPresent(Checks::micros);
        insuranceOffAt().ifPresent(Checks::micros);
        settlesAt().ifPresent(Checks::micros);
        Checks.micros(delistedAt());
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableDelistingPlan.Builder {
        Builder() {}
    }
}
