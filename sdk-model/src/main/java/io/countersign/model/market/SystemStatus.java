package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** What users may do on the venue as a whole now. Source of the Kraken fields: Kraken REST API, SystemStatus. */
@SdkStyle
@Value.Immutable
@JsonTypeName("system-status")
@JsonSerialize(as = ImmutableSystemStatus.class)
@JsonDeserialize(as = ImmutableSystemStatus.class)
public abstract non-sealed class SystemStatus implements MarketDocument {
    SystemStatus() {}

    public abstract TradingStatus status();

    public abstract Optional<Instant> since();

    public abstract Optional<String> reason();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.SYSTEM_STATUS;
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
    public static final class Builder extends ImmutableSystemStatus.Builder {
        Builder() {}
    }
}
