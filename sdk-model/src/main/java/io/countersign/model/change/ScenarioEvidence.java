package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import java.util.List;
import java.util.SortedMap;
import org.immutables.value.Value;

/**
 * What a scenario showed: figures a person can act on, and the digest of everything it was computed from.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableScenarioEvidence.class)
@JsonDeserialize(as = ImmutableScenarioEvidence.class)
public abstract class ScenarioEvidence {
    ScenarioEvidence() {}

    /** Such as {@code S-TCK}. */
    public abstract String scenario();

    /** The document whose change was played through. */
    public abstract DocumentId document();

    /** One sentence with the figures that matter. */
    public abstract String summary();

    /** Figures by name; the unit ends the name where it is no count. */
    @Value.NaturalOrder
    public abstract SortedMap<String, String> figures();

    /** The worst cases, gravest first, one line each. */
    public abstract List<String> worst();

    /** Digest over the inputs: documents, orders, positions, prices. */
    public abstract Digest inputs();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableScenarioEvidence.Builder {
        Builder() {}
    }
}
