package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Amount;
import java.util.List;
import java.util.Optional;
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

    /** Unit of every {@link MarginTier#lowerBound()}. */
    public abstract SizeUnit unit();

    public abstract MarginApplication application();

    /** The tiers, ascending by lower bound. */
    public abstract List<MarginTier> tiers();

    /** Where the last tier ends; absent where the venue names none. */
    public abstract Optional<Amount> maxSize();

    /** The price that values a position when its tier is looked up. */
    public abstract Optional<MarginReference> referencePrice();

    /**
     * Whether the venue publishes leverage and no initial margin, so that each {@link MarginTier#initialMargin()} is one
     * over the leverage, cut to 18 digits.
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @Value.Default
    public boolean initialMarginDerived() {
        return false;
    }

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.MARGIN_SCHEDULE;
    }

    @Value.Check
    void check() {
        Checks.document(this);
        if (unit() == SizeUnit.QUANTO_MULTIPLIER) {
            throw new IllegalArgumentException("Margin tiers do not count in quanto multipliers: " + documentId());
        }
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
