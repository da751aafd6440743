package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
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

    @Override
    public abstract String venue();

    @Override
    public abstract String id();

    @Override
    @Value.Default
    public int schemaVersion() {
        return SCHEMA_VERSION;
    }

    /** Whether orders are accepted on it; false for every index that is only published. */
    public abstract boolean tradeable();

    /** Where the index takes its prices from, by source; absent where the venue does not publish it here. */
    public abstract Optional<List<IndexConstituent>> constituents();

    @Override
    @Value.NaturalOrder
    public abstract SortedMap<String, String> extensions();

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
