package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.JsonText;
import org.immutables.value.Value;

/**
 * A document by which a desk governs changes: who must agree, when changes may be applied, which of them are standard. It stands in a scope
 * of its own, which no exchange has, and changes as every other document does.
 *
 * <p>The venue is the one that it governs changes of, or a name for several.
 */
@SdkStyle
@Value.Immutable
@JsonTypeName("governance")
@JsonSerialize(as = ImmutableGovernanceDocument.class)
@JsonDeserialize(as = ImmutableGovernanceDocument.class)
public abstract non-sealed class GovernanceDocument implements MarketDocument {
    GovernanceDocument() {}

    /** What it says: a JSON object, whose shape is for those who govern by it. */
    public abstract JsonText content();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.GOVERNANCE;
    }

    @Value.Check
    void check() {
        Checks.document(this);
        if (!content().toString().startsWith("{")) {
            throw new IllegalArgumentException(
                    "The content of " + documentId() + " must be a JSON object: " + content());
        }
    }

    /** Starts a document. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a document. */
    public static final class Builder extends ImmutableGovernanceDocument.Builder {
        Builder() {}
    }
}
