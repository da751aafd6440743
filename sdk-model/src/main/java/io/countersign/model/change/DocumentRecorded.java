package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import org.immutables.value.Value;

/**
 * One document of a baseline. Payload of {@link ChangeEvents#DOCUMENT_RECORDED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableDocumentRecorded.class)
@JsonDeserialize(as = ImmutableDocumentRecorded.class)
public abstract class DocumentRecorded {
    DocumentRecorded() {}

    public abstract Scope scope();

    public abstract MarketDocument document();

    public abstract Digest digest();

    public abstract Instant effectiveAt();

    /** Cuts the instant to what JSON keeps of it. */
    @Value.Check
    DocumentRecorded check() {
        Instant effectiveAt = Instants.micros(effectiveAt());
        return effectiveAt.equals(effectiveAt())
                ? this
                : builder().from(this).effectiveAt(effectiveAt).build();
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableDocumentRecorded.Builder {
        Builder() {}
    }
}
