package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Quantity;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How much of an asset the venue lends to all accounts together, apart from the limits of single markets. Source: Kraken
 * support article 209238787.
 */
@SdkStyle
@Value.Immutable
@JsonTypeName("margin-pool-limit")
@JsonSerialize(as = ImmutableMarginPoolLimit.class)
@JsonDeserialize(as = ImmutableMarginPoolLimit.class)
public abstract non-sealed class MarginPoolLimit implements MarketDocument {
    MarginPoolLimit() {}

    /** Venue id of the asset. */
    public abstract String asset();

    /** Most that is lent, in units of the asset; zero when nothing is. */
    public abstract Quantity allowance();

    /** Whether it is lent only to buy with a fiat currency. */
    public abstract Optional<Boolean> fiatLongOnly();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.MARGIN_POOL_LIMIT;
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
    public static final class Builder extends ImmutableMarginPoolLimit.Builder {
        Builder() {}
    }
}
