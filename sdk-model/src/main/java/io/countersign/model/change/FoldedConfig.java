package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.List;
import org.immutables.value.Value;

/**
 * The live configuration of a scope as it was folded from its stream, in the form in which a journal keeps it. No evidence: compare its
 * root with what the {@link ConfigChanged} at its revision says.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableFoldedConfig.class)
@JsonDeserialize(as = ImmutableFoldedConfig.class)
public abstract class FoldedConfig {
    /** Version of this form. */
    public static final int VERSION = 1;

    FoldedConfig() {}

    public abstract Scope scope();

    /** Number of entries of the stream that are in it. */
    public abstract long revision();

    public abstract List<MarketDocument> documents();

    /** The documents as a snapshot. */
    public ConfigSnapshot toSnapshot() {
        return ConfigSnapshot.of(scope(), documents());
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableFoldedConfig.Builder {
        Builder() {}
    }
}
