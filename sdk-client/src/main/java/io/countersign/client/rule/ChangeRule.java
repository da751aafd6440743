package io.countersign.client.rule;

import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import java.util.List;
import java.util.Set;

/**
 * One thing that must hold of a configuration or of a change. Users implement it, or declare one with {@link Rule#of}.
 *
 * <p>The class of a rule is the first letter of its id: D looks at one document, X at several, T at a change, S plays a change
 * through. A rule has no state, reads no clock, and gives the same findings for the same input, in any thread.
 */
public interface ChangeRule {
    /** Such as {@code D-FEE-04}; never used again for something else. */
    String id();

    /** The greatest severity that a finding of this rule can have. */
    Severity severity();

    /** What holds when all is well, in a line. */
    String title();

    /** What is looked at, exactly. */
    String checks();

    /** Why it matters: the incident, or the venue's document. */
    String why();

    /** What to do about a finding. */
    String fix();

    /** What it needs beside the documents. */
    default Set<RuleInput<?>> needs() {
        return Set.of();
    }

    /** Whether it looks at single documents of a kind at all; one that says no is not asked. */
    default boolean looksAt(DocumentKind kind) {
        return true;
    }

    /** Looks at one document of the configuration; at others only through {@link RuleCase#find} and {@link RuleCase#all}. */
    default void checkDocument(MarketDocument document, RuleCase on) {}

    /** What it compares between the documents of a configuration: always the same objects. */
    default List<Comparison<?>> comparisons() {
        return List.of();
    }

    /** Looks at one document that the change touches. */
    default void checkChange(DocumentChange change, RuleCase on) {}

    /** Looks at the change as a whole. */
    default void checkWholeChange(ConfigChange change, RuleCase on) {}
}
