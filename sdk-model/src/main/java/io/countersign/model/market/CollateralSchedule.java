package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.util.List;
import org.immutables.value.Value;

/** Which assets count as collateral, and for how much. */
@SdkStyle
@Value.Immutable
@JsonTypeName("collateral-schedule")
@JsonSerialize(as = ImmutableCollateralSchedule.class)
@JsonDeserialize(as = ImmutableCollateralSchedule.class)
public abstract non-sealed class CollateralSchedule implements MarketDocument {
    CollateralSchedule() {}

    /** Currency in which collateral is valued. */
    public abstract String currency();

    /** The assets, ascending by id. */
    public abstract List<CollateralAsset> assets();

    /** Whether losses are covered from the assets with the lowest haircut first. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @Value.Default
    public boolean lowestHaircutFirst() {
        return false;
    }

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.COLLATERAL_SCHEDULE;
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
    public static final class Builder extends ImmutableCollateralSchedule.Builder {
        Builder() {}
    }
}
