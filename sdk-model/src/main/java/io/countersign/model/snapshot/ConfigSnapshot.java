package io.countersign.model.snapshot;

import io.countersign.model.NotFoundException;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.merkle.InclusionProof;
import io.countersign.model.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An immutable set of documents that are in force together in one scope. Holds at most one document of each identity.
 *
 * <p>Equal when scope and documents are. Safe for concurrent use.
 */
public final class ConfigSnapshot {
    private final Scope scope;
    private final SortedMap<DocumentId, MarketDocument> documents;
    private volatile Digest rootOnceKnown = NOT_YET;

    private static final Digest NOT_YET = Digest.of(new byte[] {0});

    private ConfigSnapshot(Scope scope, SortedMap<DocumentId, MarketDocument> documents) {
        this.scope = scope;
        this.documents = Collections.unmodifiableSortedMap(documents);
    }

    /** The configuration of a scope before anything is known of it. */
    public static ConfigSnapshot empty(Scope scope) {
        return new ConfigSnapshot(scope, new TreeMap<>());
    }

    /**
     * A snapshot of these documents.
     *
     * @throws IllegalArgumentException if two have the same identity, or one is of another venue than the scope
     */
    public static ConfigSnapshot of(Scope scope, Collection<? extends MarketDocument> documents) {
        SortedMap<DocumentId, MarketDocument> byId = new TreeMap<>();
        for (MarketDocument document : documents) {
            requireVenue(scope, document);
            if (byId.put(document.documentId(), document) != null) {
                throw new IllegalArgumentException("Two documents with the same identity: " + document.documentId());
            }
        }
        return new ConfigSnapshot(scope, byId);
    }

    public Scope scope() {
        return scope;
    }

    /** The documents by identity, in order of kind, venue and id. */
    public SortedMap<DocumentId, MarketDocument> documents() {
        return documents;
    }

    public int size() {
        return documents.size();
    }

    /** The document of that identity, if there is one. */
    public Optional<MarketDocument> find(DocumentId id) {
        return Optional.ofNullable(documents.get(id));
    }

    /** The document of that type and the venue's id, if there is one. */
    public <T extends MarketDocument> Optional<T> find(Class<T> type, String id) {
        return find(new DocumentId(kindOf(type), scope.venue(), id)).map(type::cast);
    }

    /**
     * The document of that type and the venue's id.
     *
     * @throws NotFoundException if there is none
     */
    public <T extends MarketDocument> T load(Class<T> type, String id) {
        return find(type, id)
                .orElseThrow(() -> new NotFoundException(
                        "No " + kindOf(type) + " \"" + id + "\" in " + scope + ", which has " + size() + " documents"));
    }

    /** All documents of a type, in order of id. */
    public <T extends MarketDocument> List<T> all(Class<T> type) {
        return documents.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** This with one document put in, in place of an earlier one of the same identity. */
    public ConfigSnapshot with(MarketDocument document) {
        requireVenue(scope, document);
        SortedMap<DocumentId, MarketDocument> changed = new TreeMap<>(documents);
        changed.put(document.documentId(), document);
        return new ConfigSnapshot(scope, changed);
    }

    /** This with one document taken out, if it was there. */
    public ConfigSnapshot without(DocumentId id) {
        SortedMap<DocumentId, MarketDocument> changed = new TreeMap<>(documents);
        changed.remove(id);
        return new ConfigSnapshot(scope, changed);
    }

    /** Merkle root (RFC 6962) over the documents' canonical bytes, in order. Worked out once. */
    public Digest root() {
        Digest root = rootOnceKnown;
        if (root.equals(NOT_YET)) {
            root = Digest.ofHash(MerkleTree.root(leafHashes()));
            rootOnceKnown = root;
        }
        return root;
    }

    /**
     * The proof that a document is in this snapshot at its place: it leads from {@code MerkleTree.leafHash} of the document's
     * canonical bytes to {@link #root()}.
     *
     * @throws NotFoundException if there is no such document
     */
    public InclusionProof prove(DocumentId id) {
        if (find(id).isEmpty()) {
            throw new NotFoundException("No " + id + " in " + scope + ", which has " + size() + " documents");
        }
        List<List<byte[]>> levels = new ArrayList<>(List.of(leafHashes()));
        return InclusionProof.of(documents.headMap(id).size(), size(), (height, index) -> {
            while (levels.size() <= height) {
                List<byte[]> below = levels.get(levels.size() - 1);
                List<byte[]> nodes = new ArrayList<>();
                for (int i = 0; i + 1 < below.size(); i += 2) {
                    nodes.add(MerkleTree.nodeHash(below.get(i), below.get(i + 1)));
                }
                levels.add(nodes);
            }
            return levels.get(height).get((int) index);
        });
    }

    private List<byte[]> leafHashes() {
        return documents.values().stream()
                .map(document -> MerkleTree.leafHash(CanonicalJson.bytes(document)))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigSnapshot that && scope.equals(that.scope) && documents.equals(that.documents);
    }

    @Override
    public int hashCode() {
        return 31 * scope.hashCode() + documents.hashCode();
    }

    @Override
    public String toString() {
        return scope + ": " + size() + " documents, root " + root().abbreviated();
    }

    private static DocumentKind kindOf(Class<? extends MarketDocument> type) {
        for (DocumentKind kind : DocumentKind.values()) {
            if (kind.type() == type) {
                return kind;
            }
        }
        throw new IllegalArgumentException("Not a kind of document: " + type.getName());
    }

    private static void requireVenue(Scope scope, MarketDocument document) {
        if (!document.venue().equals(scope.venue())) {
            throw new IllegalArgumentException("Document " + document.documentId() + " does not belong to " + scope);
        }
    }
}
