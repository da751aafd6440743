package io.countersign.client.cel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentKind;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A rule as text: a CEL expression that is true when all is well, what it looks at, and the words that a finding of it has. A
 * value that may be wrong in any part; {@link CelPolicies#compile} says what is wrong with it.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableCelPolicy.class)
@JsonDeserialize(as = ImmutableCelPolicy.class)
public abstract class CelPolicy {
    CelPolicy() {}

    /**
     * Such as {@code D-HOUSE-07}. The letter says what the expression sees: D a {@code document}; X a {@code document}, and
     * others through {@code load} and {@code exists}; T a document {@code before} and {@code after} a change.
     */
    public abstract String id();

    public abstract Severity severity();

    /** What holds when all is well, in a line. */
    public abstract String title();

    /** What is looked at, in words; the expression stands for itself where it is absent, and beside it where it is not. */
    public abstract Optional<String> checks();

    /** Why it matters. */
    public abstract String why();

    /** What to do about a finding. */
    public abstract String fix();

    /** The kind of document that it looks at. */
    public abstract DocumentKind on();

    /** In CEL, over documents as their JSON has them: true when all is well, false for a finding. */
    public abstract String expression();

    /** What a finding says. */
    public abstract String message();

    /** Where a finding points to, a JSON Pointer into the document; empty for the whole document. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @Value.Default
    public String path() {
        return "";
    }

    /** Starts a policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a policy. */
    public static final class Builder extends ImmutableCelPolicy.Builder {
        Builder() {}
    }
}
