package io.countersign.model.diff;

import io.countersign.model.ChangeConflictException;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a {@link ThreeWayMerge} gave: all that the sides agree on, and the conflicts. Immutable; resolving gives a new result.
 *
 * @param <T> what was merged: a document or a snapshot
 */
public final class MergeResult<T> {
    private final SortedMap<DocumentId, MergedDocument> documents;
    private final Function<SortedMap<DocumentId, MarketDocument>, T> whole;
    private final T merged;

    MergeResult(
            SortedMap<DocumentId, MergedDocument> documents, Function<SortedMap<DocumentId, MarketDocument>, T> whole) {
        this.documents = documents;
        this.whole = whole;
        SortedMap<DocumentId, MarketDocument> there = new TreeMap<>();
        documents.forEach((id, document) -> document.document().ifPresent(value -> there.put(id, value)));
        this.merged = whole.apply(there);
    }

    /**
     * What is merged so far. A place in conflict has the base's value. So has a whole document while what is merged of it, with
     * the base's values in open places, is no valid one.
     */
    public T merged() {
        return merged;
    }

    /** What is open, in order of document and path. */
    public List<Conflict> conflicts() {
        return documents.values().stream()
                .flatMap(document -> document.conflicts().stream())
                .sorted()
                .toList();
    }

    public boolean isClean() {
        return conflicts().isEmpty();
    }

    /**
     * What is merged, once nothing is open.
     *
     * @throws ChangeConflictException if something is; the message names it all
     */
    public T mergedOrThrow() {
        List<Conflict> open = conflicts();
        if (!open.isEmpty()) {
            throw new ChangeConflictException("A merge with conflicts, resolve each of them: "
                    + open.stream().map(Conflict::toString).collect(Collectors.joining("; ")));
        }
        return merged;
    }

    /**
     * This with a value of our own in place of a conflict.
     *
     * @throws IllegalArgumentException if the conflict is not open here
     * @throws io.countersign.model.MalformedInputException if the value is to be the whole document, and is no valid one of that
     *     identity. A value that leaves the document invalid shows once its last conflict is resolved, as a conflict over the
     *     whole document.
     */
    public MergeResult<T> resolve(Conflict conflict, JsonText value) {
        return resolved(conflict, Optional.of(value));
    }

    /** This with one side's value in place of a conflict, which is removed where that side has none. Throws as above. */
    public MergeResult<T> resolve(Conflict conflict, Side side) {
        return resolved(conflict, conflict.of(side));
    }

    /** This with nothing in the place of a conflict. Throws as above. */
    public MergeResult<T> resolveByRemoving(Conflict conflict) {
        return resolved(conflict, Optional.empty());
    }

    /** The conflicts, one a line. */
    @Override
    public String toString() {
        return isClean()
                ? "Merged without conflicts"
                : conflicts().stream().map(Conflict::toString).collect(Collectors.joining("\n"));
    }

    private MergeResult<T> resolved(Conflict conflict, Optional<JsonText> value) {
        MergedDocument document = documents.get(conflict.document());
        if (document == null || !document.conflicts().contains(conflict)) {
            throw new IllegalArgumentException("This conflict is not open here: " + conflict);
        }
        SortedMap<DocumentId, MergedDocument> changed = new TreeMap<>(documents);
        changed.put(conflict.document(), document.resolved(conflict, value));
        return new MergeResult<>(changed, whole);
    }
}
