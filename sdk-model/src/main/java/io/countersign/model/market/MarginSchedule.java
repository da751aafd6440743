package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.util.List;
import java.util.SortedMap;
import org.immutables.value.Value;

/**
 * What positions in a contract must hold, by size. Contracts refer to schedules by id, so that one schedule can serve several.
 */
@SdkStyle
@Value.Immutable
@JsonTypeName("margin-schedule")
@JsonSerialize(as = ImmutableMarginSchedule.class)
@JsonDeserialize(as = ImmutableMarginSchedule.class)
public abstract non-sealed class MarginSchedule implements MarketDocument {
    MarginSchedule() {}

    @Override
    public abstract String venue();

    @Override
    public abstract String id();

    @Override
    @Value.Default
    public int schemaVersion() {
        return SCHEMA_VERSION;
    }

    /** Unit of every {@link MarginTier#lowerBound()}. */
    public abstract SizeUnit unit();

    public abstract MarginApplication application();

    /** The tiers, ascending by lower bound. */
    public abstract List<MarginTier> tiers();

    @Override
    @Value.NaturalOrder
    public abstract SortedMap<String, String> extensions();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.MARGIN_SCHEDULE;
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
    public static final class Builder extends ImmutableMarginSchedule.Builder {
        Builder() {}
    }
}
