package io.countersign.client.rule;

import io.countersign.model.change.ChangePolicy;
import io.countersign.model.market.DocumentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known around a configuration or a change, as of one moment: how the change treats what is already there, the inputs of
 * rules by document, and the waivers in force. Immutable. Absent means not known, which is not the same as none: an empty book
 * is given as one.
 */
public final class ChangeContext {
    private static final ChangeContext NONE = builder().build();

    private final ChangePolicy policy;
    private final Optional<Instant> asOf;
    private final Map<RuleInput<?>, SortedMap<DocumentId, Object>> ofDocuments;
    private final Map<RuleInput<?>, Object> ofTheWhole;
    private final List<Waiver> waivers;

    private ChangeContext(Builder builder) {
        this.policy = builder.policy;
        this.asOf = builder.asOf;
        this.ofDocuments = new HashMap<>();
        builder.ofDocuments.forEach((input, values) -> ofDocuments.put(input, new TreeMap<>(values)));
        this.ofTheWhole = Map.copyOf(builder.ofTheWhole);
        this.waivers = List.copyOf(builder.waivers);
    }

    /** Nothing is known, and the change says nothing. */
    public static ChangeContext none() {
        return NONE;
    }

    /** Nothing is known but what the change says. */
    public static ChangeContext of(ChangePolicy policy) {
        return builder().policy(policy).build();
    }

    public ChangePolicy policy() {
        return policy;
    }

    /** The moment as of which all of this is known; waivers are judged by it. */
    public Optional<Instant> asOf() {
        return asOf;
    }

    /** An input of one document, where it is known. */
    public <T> Optional<T> find(RuleInput<T> input, DocumentId document) {
        return Optional.ofNullable(
                        ofDocuments.getOrDefault(input, new TreeMap<>()).get(document))
                .map(input::cast);
    }

    /** An input of the change or the configuration as a whole, where it is known. */
    public <T> Optional<T> find(RuleInput<T> input) {
        return Optional.ofNullable(ofTheWhole.get(input)).map(input::cast);
    }

    /** An input of every document for which it is known. */
    public <T> SortedMap<DocumentId, T> all(RuleInput<T> input) {
        SortedMap<DocumentId, T> values = new TreeMap<>();
        ofDocuments.getOrDefault(input, new TreeMap<>()).forEach((id, value) -> values.put(id, input.cast(value)));
        return values;
    }

    public List<Waiver> waivers() {
        return waivers;
    }

    /** This with another policy. */
    public ChangeContext with(ChangePolicy other) {
        return toBuilder().policy(other).build();
    }

    /** A builder that starts with all of this. */
    public Builder toBuilder() {
        Builder builder = builder().policy(policy);
        builder.asOf = asOf;
        ofDocuments.forEach((input, values) -> builder.ofDocuments.put(input, new TreeMap<>(values)));
        builder.ofTheWhole.putAll(ofTheWhole);
        builder.waivers.addAll(waivers);
        return builder;
    }

    /** Starts a context. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a context. */
    public static final class Builder {
        private ChangePolicy policy = ChangePolicy.none();
        private Optional<Instant> asOf = Optional.empty();
        private final Map<RuleInput<?>, SortedMap<DocumentId, Object>> ofDocuments = new HashMap<>();
        private final Map<RuleInput<?>, Object> ofTheWhole = new HashMap<>();
        private final List<Waiver> waivers = new ArrayList<>();

        private Builder() {}

        public Builder policy(ChangePolicy value) {
            this.policy = value;
            return this;
        }

        public Builder asOf(Instant value) {
            this.asOf = Optional.of(value);
            return this;
        }

        /**
         * An input of one document.
         *
         * @throws IllegalArgumentException if the value breaks the input's demand
         */
        public <T> Builder put(RuleInput<T> input, DocumentId document, T value) {
            input.check(value, document.toString());
            ofDocuments.computeIfAbsent(input, i -> new TreeMap<>()).put(document, value);
            return this;
        }

        /**
         * An input of the change or the configuration as a whole.
         *
         * @throws IllegalArgumentException if the value breaks the input's demand
         */
        public <T> Builder put(RuleInput<T> input, T value) {
            input.check(value, "the change");
            ofTheWhole.put(input, value);
            return this;
        }

        public Builder waiver(Waiver value) {
            waivers.add(value);
            return this;
        }

        public ChangeContext build() {
            return new ChangeContext(this);
        }
    }
}
