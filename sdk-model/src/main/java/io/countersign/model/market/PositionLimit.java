package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.unit.Amount;
import java.util.Optional;
import java.util.SortedMap;
import org.immutables.value.Value;

/** How large positions may grow. */
@SdkStyle
@Value.Immutable
@JsonTypeName("position-limit")
@JsonSerialize(as = ImmutablePositionLimit.class)
@JsonDeserialize(as = ImmutablePositionLimit.class)
public abstract non-sealed class PositionLimit implements MarketDocument {
    PositionLimit() {}

    public abstract LimitScope scope();

    /** The market that it limits; absent where several documents refer to it by id. */
    public abstract Optional<DocumentId> market();

    /** Unit of every size here. */
    public abstract SizeUnit unit();

    /** Largest position by client class. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Value.NaturalOrder
    public abstract SortedMap<String, Amount> limits();

    /** Most that all accounts together may hold. */
    public abstract Optional<Amount> openInterestCap();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.POSITION_LIMIT;
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
    public static final class Builder extends ImmutablePositionLimit.Builder {
        Builder() {}
    }
}
