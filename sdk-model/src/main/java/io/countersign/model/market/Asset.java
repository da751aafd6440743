package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Something that accounts hold: a currency, a token, a tokenized share. Source of the Kraken fields: Kraken REST API,
 * Assets.
 */
@SdkStyle
@Value.Immutable
@JsonTypeName("asset")
@JsonSerialize(as = ImmutableAsset.class)
@JsonDeserialize(as = ImmutableAsset.class)
public abstract non-sealed class Asset implements MarketDocument {
    Asset() {}

    /** The venue's second name for it. */
    public abstract Optional<String> altName();

    /** The venue's word for what it is, such as {@code currency} or {@code tokenized_asset}. */
    public abstract String assetClass();

    /** Digits after the point that balances keep. 0 to 18. */
    public abstract int ledgerDecimals();

    /** Digits after the point that are shown; at most {@link #ledgerDecimals()}. */
    public abstract int displayDecimals();

    /** Absent where the venue does not publish it here. */
    public abstract Optional<AssetStatus> status();

    /** Part of its value that counts as collateral, from 0 to 1; zero when disabled, absent when not published. */
    public abstract Optional<Rate> collateralValue();

    /** Rate at which it is lent for margin trading. Never negative. */
    public abstract Optional<Rate> marginRate();

    /** Chains on which it can be deposited or withdrawn. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<String> chains();

    /** Whether a state issues it. */
    public abstract Optional<Boolean> fiat();

    public abstract Optional<Peg> pegged();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.ASSET;
    }

    @Value.Check
    void check() {
        Checks.document(this);
        Checks.digits("Ledger decimals", ledgerDecimals());
        Checks.require(
                "Display decimals",
                "from 0 to the ledger's " + ledgerDecimals(),
                displayDecimals(),
                d -> d >= 0 && d <= ledgerDecimals());
        if (collateralValue()
                .filter(value -> value.value().signum() < 0 || value.value().compareTo(BigDecimal.ONE) > 0)
                .isPresent()) {
            throw new IllegalArgumentException("A collateral value must be from 0 to 1: "
                    + collateralValue().get() + " of " + id());
        }
        if (marginRate().filter(rate -> rate.value().signum() < 0).isPresent()) {
            throw new IllegalArgumentException(
                    "A margin rate must not be negative: " + marginRate().get() + " of " + id());
        }
    }

    /** Starts a document. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a document. */
    public static final class Builder extends ImmutableAsset.Builder {
        Builder() {}
    }
}
