package io.countersign.client.rule;

import io.countersign.model.change.ChangePolicy;
import io.countersign.model.market.DocumentId;
import io.countersign.model.unit.Price;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known around a change: how it treats what is already there, and the orders, positions and prices of the markets it
 * touches, as of one moment. Immutable. Absent means not known, which is not the same as none: an empty book is given as one.
 */
public final class ChangeContext {
    private static final ChangeContext NONE = builder().build();

    private final ChangePolicy policy;
    private final SortedMap<DocumentId, RestingOrders> orders;
    private final SortedMap<DocumentId, Positions> positions;
    private final SortedMap<DocumentId, Price> marks;

    private ChangeContext(Builder builder) {
        this.policy = builder.policy;
        this.orders = new TreeMap<>(builder.orders);
        this.positions = new TreeMap<>(builder.positions);
        this.marks = new TreeMap<>(builder.marks);
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

    /** The open orders of a market or contract, where they are known. */
    public Optional<RestingOrders> restingOrders(DocumentId market) {
        return Optional.ofNullable(orders.get(market));
    }

    /** The open positions in a contract, where they are known. */
    public Optional<Positions> positions(DocumentId contract) {
        return Optional.ofNullable(positions.get(contract));
    }

    /** The mark price of a contract, or the last price of a spot market, where it is known. */
    public Optional<Price> markPrice(DocumentId market) {
        return Optional.ofNullable(marks.get(market));
    }

    /** This with another policy. */
    public ChangeContext with(ChangePolicy other) {
        Builder builder = builder().policy(other);
        builder.orders.putAll(orders);
        builder.positions.putAll(positions);
        builder.marks.putAll(marks);
        return builder.build();
    }

    /** Starts a context. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a context. */
    public static final class Builder {
        private ChangePolicy policy = ChangePolicy.none();
        private final Map<DocumentId, RestingOrders> orders = new TreeMap<>();
        private final Map<DocumentId, Positions> positions = new TreeMap<>();
        private final Map<DocumentId, Price> marks = new TreeMap<>();

        private Builder() {}

        public Builder policy(ChangePolicy value) {
            this.policy = value;
            return this;
        }

        public Builder restingOrders(DocumentId market, RestingOrders value) {
            orders.put(market, value);
            return this;
        }

        public Builder positions(DocumentId contract, Positions value) {
            positions.put(contract, value);
            return this;
        }

        public Builder markPrice(DocumentId market, Price value) {
            if (value.value().signum() <= 0) {
                throw new IllegalArgumentException("A mark price must be positive: " + value + " of " + market);
            }
            marks.put(market, value);
            return this;
        }

        public ChangeContext build() {
            return new ChangeContext(this);
        }
    }
}
