package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Amount;
import java.math.BigDecimal;
import java.util.Optional;
import org.immutables.value.Value;

/** What the venue says about the risk of a contract now. Source: Kraken Futures REST API, instrument status. */
@SdkStyle
@Value.Immutable
@JsonTypeName("instrument-risk-status")
@JsonSerialize(as = ImmutableInstrumentRiskStatus.class)
@JsonDeserialize(as = ImmutableInstrumentRiskStatus.class)
public abstract non-sealed class InstrumentRiskStatus implements MarketDocument {
    InstrumentRiskStatus() {}

    public abstract DocumentId market();

    /** Whether its price has come away from the index. */
    public abstract boolean dislocated();

    /** Which way, present only while it is dislocated. */
    public abstract Optional<Dislocation> direction();

    public abstract boolean extremeVolatility();

    /** What initial margins are multiplied with meanwhile. At least 1. */
    public abstract Optional<Amount> initialMarginMultiplier();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.INSTRUMENT_RISK_STATUS;
    }

    @Value.Check
    void check() {
        Checks.document(this);
        if (direction().isPresent() && !dislocated()) {
            throw new IllegalArgumentException("A contract that is not dislocated has no direction: " + market());
        }
        if (initialMarginMultiplier()
                .filter(times -> times.value().compareTo(BigDecimal.ONE) < 0)
                .isPresent()) {
            throw new IllegalArgumentException("An initial margin multiplier must be at least 1: "
                    + initialMarginMultiplier().get());
        }
    }

    /** Starts a document. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a document. */
    public static final class Builder extends ImmutableInstrumentRiskStatus.Builder {
        Builder() {}
    }
}
