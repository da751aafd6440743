package io.countersign.model.diff;

import io.countersign.model.MalformedInputException;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a merge made of one document, and what is open in it. Immutable. */
final class MergedDocument {
    private final DocumentId id;
    private final Optional<MarketDocument> base;
    private final Optional<MarketDocument> ours;
    private final Optional<MarketDocument> theirs;
    private final Optional<JsonText> tree;
    private final Optional<MarketDocument> document;
    private final List<Conflict> conflicts;

    private MergedDocument(
            DocumentId id,
            Optional<MarketDocument> base,
            Optional<MarketDocument> ours,
            Optional<MarketDocument> theirs,
            Optional<JsonText> tree,
            Optional<MarketDocument> document,
            List<Conflict> conflicts) {
        this.id = id;
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
        this.tree = tree;
        this.document = document;
        this.conflicts = List.copyOf(conflicts);
    }

    /** One that no side disagrees about. */
    static MergedDocument settled(DocumentId id, Optional<? extends MarketDocument> document) {
        Optional<MarketDocument> same = document.map(value -> value);
        return new MergedDocument(id, same, same, same, Optional.empty(), same, List.of());
    }

    /** One from a merged tree. While it is open and the tree is no document, it stays as the base has it. */
    static MergedDocument merged(
            DocumentId id,
            Optional<? extends MarketDocument> base,
            Optional<? extends MarketDocument> ours,
            Optional<? extends MarketDocument> theirs,
            Optional<JsonText> tree,
            List<Conflict> conflicts) {
        return new MergedDocument(
                        id,
                        base.map(value -> value),
                        ours.map(value -> value),
                        theirs.map(value -> value),
                        tree,
                        base.map(value -> value),
                        conflicts)
                .read();
    }

    /** The document as far as it is merged; empty when it is removed. */
    Optional<MarketDocument> document() {
        return document;
    }

    List<Conflict> conflicts() {
        return conflicts;
    }

    /** This with one conflict settled. */
    MergedDocument resolved(Conflict conflict, Optional<JsonText> value) {
        List<Conflict> open =
                conflicts.stream().filter(other -> !other.equals(conflict)).toList();
        if (conflict.path().isEmpty()) {
            Optional<MarketDocument> chosen = value.map(json -> requireIdentity(json.as(MarketDocument.class)));
            return new MergedDocument(id, base, ours, theirs, value, chosen, open);
        }
        DocumentTree changed = DocumentTree.of(id.kind(), tree.orElseThrow());
        value.ifPresentOrElse(json -> changed.put(conflict.path(), json), () -> changed.remove(conflict.path()));
        return new MergedDocument(id, base, ours, theirs, changed.find(""), document, open).read();
    }

    private MergedDocument read() {
        if (tree.isEmpty()) {
            return with(Optional.empty(), conflicts);
        }
        try {
            return with(Optional.of(requireIdentity(tree.get().as(MarketDocument.class))), conflicts);
        } catch (MalformedInputException e) {
            return with(base, conflicts.isEmpty() ? List.of(invalid(e)) : conflicts);
        }
    }

    private MergedDocument with(Optional<MarketDocument> read, List<Conflict> open) {
        return new MergedDocument(id, base, ours, theirs, tree, read, open);
    }

    private Conflict invalid(MalformedInputException why) {
        return Conflict.builder()
                .document(id)
                .path("")
                .kind(ConflictKind.INVALID_TOGETHER)
                .base(base.map(JsonText::of))
                .ours(ours.map(JsonText::of))
                .theirs(theirs.map(JsonText::of))
                .detail(Objects.requireNonNullElse(why.getMessage(), ""))
                .build();
    }

    private MarketDocument requireIdentity(MarketDocument read) {
        return SemanticDiff.requireIdentity(id, read);
    }
}
