package io.countersign.client.rule;

import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a rule compares between documents: it takes a fact from each document of a type and looks at all facts together. It looks
 * again only when a fact differs, so that changing what it does not compare costs nothing. Without state.
 *
 * @param <F> the fact: a value with {@code equals}
 */
public final class Comparison<F> {
    private final Fact<MarketDocument, F> fact;
    private final Rule.Check<SortedMap<DocumentId, F>> check;

    private Comparison(Fact<MarketDocument, F> fact, Rule.Check<SortedMap<DocumentId, F>> check) {
        this.fact = fact;
        this.check = check;
    }

    /**
     * A comparison of the documents of one type.
     *
     * @param check is not asked where no document has a fact
     */
    public static <T extends MarketDocument, F> Comparison<F> of(
            Class<T> type, Fact<? super T, F> fact, Rule.Check<SortedMap<DocumentId, F>> check) {
        return new Comparison<>(
                (document, on) -> type.isInstance(document) ? fact.of(type.cast(document), on) : Optional.empty(),
                check);
    }

    Optional<F> factOf(MarketDocument document, RuleCase on) {
        return fact.of(document, on);
    }

    void check(SortedMap<DocumentId, F> facts, RuleCase on) {
        check.check(facts, on);
    }

    /** Takes from a document what is compared; nothing where it does not take part. */
    @FunctionalInterface
    public interface Fact<T, F> {
        Optional<F> of(T document, RuleCase on);
    }
}
