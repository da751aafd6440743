package io.countersign.client.rule;

import io.countersign.model.diff.FieldChange;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import java.util.List;
import java.util.Optional;

/** One document before and after a change. At least one of the two is there. */
public final class DocumentChange {
    private final DocumentId id;
    private final Optional<MarketDocument> before;
    private final Optional<MarketDocument> after;
    private final List<FieldChange> fields;

    DocumentChange(DocumentId id, Optional<MarketDocument> before, Optional<MarketDocument> after, SemanticDiff diff) {
        this.id = id;
        this.before = before;
        this.after = after;
        this.fields = diff.changes();
    }

    static DocumentChange of(DocumentId id, Optional<MarketDocument> before, Optional<MarketDocument> after) {
        return new DocumentChange(
                id,
                before,
                after,
                before.isPresent() && after.isPresent()
                        ? SemanticDiff.between(before.get(), after.get())
                        : new SemanticDiff(List.of()));
    }

    public DocumentId id() {
        return id;
    }

    /** Empty when the document is new. */
    public Optional<MarketDocument> before() {
        return before;
    }

    /** Empty when the document is removed. */
    public Optional<MarketDocument> after() {
        return after;
    }

    /** What differs, in order of path; empty when the document is new or removed. */
    public List<FieldChange> fields() {
        return fields;
    }
}
