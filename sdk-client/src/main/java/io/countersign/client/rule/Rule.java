package io.countersign.client.rule;

import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * A rule declared in place: words for people, and checks by type of document.
 *
 * <pre>{@code
 * Rule.of("D-SIZ-02", Severity.ERROR, "The smallest order is not above the largest")
 *     .checks("minQuantity <= maxQuantity")
 *     .why("No order is legal otherwise.")
 *     .fix("Lower the minimum or raise the maximum.")
 *     .on(SpotMarket.class, (market, on) -> sizes(market.sizeRule(), on))
 *     .build();
 * }</pre>
 */
public final class Rule implements ChangeRule {
    private final Builder declared;

    private Rule(Builder declared) {
        this.declared = declared;
    }

    /** Starts a rule. */
    public static Builder of(String id, Severity greatest, String title) {
        return new Builder(id, greatest, title);
    }

    @Override
    public String id() {
        return declared.id;
    }

    @Override
    public Severity severity() {
        return declared.severity;
    }

    @Override
    public String title() {
        return declared.title;
    }

    @Override
    public String checks() {
        return declared.checks;
    }

    @Override
    public String why() {
        return declared.why;
    }

    @Override
    public String fix() {
        return declared.fix;
    }

    @Override
    public Set<RuleInput<?>> needs() {
        return declared.needs;
    }

    @Override
    public boolean looksAt(DocumentKind kind) {
        return declared.kinds.contains(kind);
    }

    @Override
    public void checkDocument(MarketDocument document, RuleCase on) {
        declared.documentChecks.forEach(check -> check.check(document, on));
    }

    @Override
    public List<Comparison<?>> comparisons() {
        return List.copyOf(declared.comparisons);
    }

    @Override
    public void checkChange(DocumentChange change, RuleCase on) {
        declared.changeChecks.forEach(check -> check.check(change, on));
    }

    @Override
    public void checkWholeChange(ConfigChange change, RuleCase on) {
        declared.wholeChangeChecks.forEach(check -> check.check(change, on));
    }

    @Override
    public String toString() {
        return id() + " " + severity() + " " + title();
    }

    /** Looks at one thing and says what is wrong with it. */
    @FunctionalInterface
    public interface Check<T> {
        void check(T subject, RuleCase on);
    }

    /** Looks at two versions of one document. */
    @FunctionalInterface
    public interface VersionsCheck<T extends MarketDocument> {
        void check(T before, T after, RuleCase on);
    }

    /** Declares a rule. */
    public static final class Builder {
        private final String id;
        private final Severity severity;
        private final String title;
        private String checks = "";
        private String why = "";
        private String fix = "";
        private Set<RuleInput<?>> needs = Set.of();
        private final Set<DocumentKind> kinds = EnumSet.noneOf(DocumentKind.class);
        private final List<Check<MarketDocument>> documentChecks = new ArrayList<>();
        private final List<Comparison<?>> comparisons = new ArrayList<>();
        private final List<Check<DocumentChange>> changeChecks = new ArrayList<>();
        private final List<Check<ConfigChange>> wholeChangeChecks = new ArrayList<>();

        private Builder(String id, Severity severity, String title) {
            this.id = id;
            this.severity = severity;
            this.title = title;
        }

        /** What is looked at, exactly. */
        public Builder checks(String text) {
            this.checks = text;
            return this;
        }

        /** The incident, or the venue's document. */
        public Builder why(String text) {
            this.why = text;
            return this;
        }

        /** What to do about a finding. */
        public Builder fix(String text) {
            this.fix = text;
            return this;
        }

        /** What it needs beside the documents. */
        public Builder needs(RuleInput<?>... inputs) {
            this.needs = Set.of(inputs);
            return this;
        }

        /** Checks each document of a type. */
        public <T extends MarketDocument> Builder on(Class<T> type, Check<? super T> check) {
            for (DocumentKind kind : DocumentKind.values()) {
                if (type.isAssignableFrom(kind.type())) {
                    kinds.add(kind);
                }
            }
            documentChecks.add((document, on) -> {
                if (type.isInstance(document)) {
                    check.check(type.cast(document), on);
                }
            });
            return this;
        }

        /** Compares the documents of a type: see {@link Comparison}. */
        public <T extends MarketDocument, F> Builder comparing(
                Class<T> type, Comparison.Fact<? super T, F> fact, Check<SortedMap<DocumentId, F>> check) {
            comparisons.add(Comparison.of(type, fact, check));
            return this;
        }

        /** Checks each document that a change touches, also one that is added or removed. */
        public Builder onAnyChange(Check<DocumentChange> check) {
            changeChecks.add(check);
            return this;
        }

        /** Checks the change as a whole. */
        public Builder onWholeChange(Check<ConfigChange> check) {
            wholeChangeChecks.add(check);
            return this;
        }

        /** Checks each document of a type that exists before and after a change and differs. */
        public <T extends MarketDocument> Builder onChange(Class<T> type, VersionsCheck<? super T> check) {
            return onAnyChange((change, on) -> {
                if (type.isInstance(change.before().orElse(null))
                        && type.isInstance(change.after().orElse(null))) {
                    check.check(
                            type.cast(change.before().orElseThrow()),
                            type.cast(change.after().orElseThrow()),
                            on);
                }
            });
        }

        /**
         * The rule.
         *
         * @throws IllegalArgumentException if a text is missing, the id has another form, or nothing is checked
         */
        public Rule build() {
            if (!id.matches("[DTXS]-[A-Z][A-Z0-9]*(-[0-9]{2})?")) {
                throw new IllegalArgumentException("A rule id reads like D-FEE-04 or S-TCK: \"" + id + "\"");
            }
            if (title.isBlank() || checks.isBlank() || why.isBlank() || fix.isBlank()) {
                throw new IllegalArgumentException("A rule says what it checks, why, and what to do: " + id);
            }
            if (documentChecks.isEmpty()
                    && comparisons.isEmpty()
                    && changeChecks.isEmpty()
                    && wholeChangeChecks.isEmpty()) {
                throw new IllegalArgumentException("A rule checks something: " + id);
            }
            return new Rule(this);
        }
    }
}
