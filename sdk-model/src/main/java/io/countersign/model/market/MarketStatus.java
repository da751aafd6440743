package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** What users may do in one market now. Together with {@link SystemStatus}, the more restrictive of the two holds: {@link TradingStatus#moreRestrictive}. */
@SdkStyle
@Value.Immutable
@JsonTypeName("market-status")
@JsonSerialize(as = ImmutableMarketStatus.class)
@JsonDeserialize(as = ImmutableMarketStatus.class)
public abstract non-sealed class MarketStatus implements MarketDocument {
    MarketStatus() {}

    public abstract DocumentId market();

    public abstract TradingStatus status();

    public abstract Optional<Instant> since();

    public abstract Optional<String> reason();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.MARKET_STATUS;
    }

    @Value.Check
    void check() {
        Checks.document(this);
        since().ifPresent(Checks::micros);
    }

    /** Starts a document. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a document. */
    public static final class Builder extends ImmutableMarketStatus.Builder {
        Builder() {}
    }
}
