package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Fees that several markets refer to by id. Maker and taker stand in one ladder; fees are in percent. Source of the Kraken
 * fields: Kraken Futures REST API, feeschedules.
 */
@SdkStyle
@Value.Immutable
@JsonTypeName("fee-schedule")
@JsonSerialize(as = ImmutableFeeSchedule.class)
@JsonDeserialize(as = ImmutableFeeSchedule.class)
public abstract non-sealed class FeeSchedule implements MarketDocument {
    FeeSchedule() {}

    /** The name that people know it by. */
    public abstract Optional<String> name();

    /** Trailing time in which volume counts, such as 30 days. */
    public abstract Optional<Duration> volumeWindow();

    /** Currency in which volume is counted; not the currency of the fee. */
    public abstract Optional<String> volumeCurrency();

    public abstract Optional<FeeProduct> product();

    /** The tiers, ascending by threshold. */
    public abstract List<FeeTier> tiers();

    /** Client classes that receive rebates; empty where the venue names none. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<String> rebateEligible();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.FEE_SCHEDULE;
    }

    @Value.Check
    void check() {
        Checks.document(this);
    }

    /** Starts a document. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a document. */
    public static final class Builder extends ImmutableFeeSchedule.Builder {
        Builder() {}
    }
}
