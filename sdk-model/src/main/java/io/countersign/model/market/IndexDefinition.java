package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A price index that contracts follow and settle against.
 */
@SdkStyle
@Value.Immutable
@JsonTypeName("index-definition")
@JsonSerialize(as = ImmutableIndexDefinition.class)
@JsonDeserialize(as = ImmutableIndexDefinition.class)
public abstract non-sealed class IndexDefinition implements MarketDocument {
    IndexDefinition() {}

    /** Whether orders are accepted on it; false for every index that is only published. */
    public abstract boolean tradeable();

    /** Where the index takes its prices from, by source; absent where the venue does not publish it here. */
    public abstract Optional<List<IndexConstituent>> constituents();

    /** Fewest sources that must be live. */
    public abstract Optional<Integer> minLiveConstituents();

    public abstract Optional<IndexAggregation> aggregation();

    /** Deviation from the others beyond which a source is left out, a fraction. */
    public abstract Optional<Rate> outlierBand();

    /** What the index does without enough sources, in words. */
    public abstract Optional<String> fallback();

    /** Markets whose prices are multiplied to come to the quote asset, in order. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<String> conversionPath();

    public abstract Optional<Duration> publishInterval();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.INDEX_DEFINITION;
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
    public static final class Builder extends ImmutableIndexDefinition.Builder {
        Builder() {}
    }
}
