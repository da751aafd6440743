package io.countersign.client.live;

import io.countersign.model.formula.Side;
import io.countersign.model.json.Digest;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The open orders of one market: row {@code i} of every column is one order. */
public final class RestingOrders {
    private final TextColumn ids;
    private final BitSet buys;
    private final DecimalColumn prices;
    private final DecimalColumn quantities;

    private RestingOrders(TextColumn ids, BitSet buys, DecimalColumn prices, DecimalColumn quantities) {
        Tables.requireSameSize("orders", ids.size(), prices.size(), quantities.size());
        if (buys.length() > ids.size()) {
            throw new IllegalArgumentException("Sides of " + buys.length() + " orders for " + ids.size() + " ids");
        }
        for (int row = 0; row < quantities.size(); row++) {
            if (quantities.unscaled(row) < 0) {
                throw new IllegalArgumentException("A resting order's quantity must not be negative: "
                        + quantities.at(row).toPlainString() + " of " + ids.at(row));
            }
        }
        this.ids = ids;
        this.buys = buys;
        this.prices = prices;
        this.quantities = quantities;
    }

    /**
     * Orders over columns that are there already; they are not copied and must not change.
     *
     * @param ids the exchange's ids
     * @param buys the rows that buy; all others sell
     * @param prices in quote asset per one base asset
     * @param quantities what remains of each order: base units in a spot market, else contracts; never negative
     * @throws IllegalArgumentException if the columns differ in length or a quantity is negative
     */
    public static RestingOrders of(TextColumn ids, BitSet buys, DecimalColumn prices, DecimalColumn quantities) {
        return new RestingOrders(ids, buys, prices, quantities);
    }

    /** A book that is only known by level, with one order for all that rests at a price, named {@code bid 0.1} or {@code ask 0.2}. */
    public static RestingOrders ofLevels(OrderBook book) {
        Builder orders = builder();
        for (Side side : Side.values()) {
            OrderBook.Levels levels = side == Side.BUY ? book.bids() : book.asks();
            for (int level = 0; level < levels.size(); level++) {
                BigDecimal price = levels.prices().at(level);
                orders.add(
                        (side == Side.BUY ? "bid " : "ask ")
                                + price.stripTrailingZeros().toPlainString(),
                        side,
                        price,
                        levels.quantities().at(level));
            }
        }
        return orders.build();
    }

    /** The number of orders. */
    public int size() {
        return ids.size();
    }

    public TextColumn ids() {
        return ids;
    }

    public boolean isBuy(int row) {
        return buys.get(row);
    }

    /** The sides of 64 orders a word, as {@link BitSet#toLongArray} gives them: the first order is the lowest bit of the first word. */
    public long[] buyWords() {
        return Arrays.copyOf(buys.toLongArray(), (size() + Long.SIZE - 1) / Long.SIZE);
    }

    public Side side(int row) {
        return isBuy(row) ? Side.BUY : Side.SELL;
    }

    /** In quote asset per one base asset. */
    public DecimalColumn prices() {
        return prices;
    }

    /** What remains of each order: base units in a spot market, else contracts. */
    public DecimalColumn quantities() {
        return quantities;
    }

    /** Names the orders: a digest over every row. */
    public Digest digest() {
        return new ColumnDigest("resting-orders/2")
                .add(ids)
                .add(buys)
                .add(prices)
                .add(quantities)
                .finish();
    }

    @Override
    public String toString() {
        return size() + " resting orders";
    }

    /** Starts a table of rows. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers rows into columns. Not safe for concurrent use. */
    public static final class Builder {
        private final List<String> ids = new ArrayList<>();
        private final BitSet buys = new BitSet();
        private final DecimalColumn.Builder prices = DecimalColumn.builder("Price");
        private final DecimalColumn.Builder quantities = DecimalColumn.builder("Quantity");

        private Builder() {}

        /** An order in a spot market. */
        public Builder add(String id, Side side, Price price, Quantity quantity) {
            return add(id, side, price.value(), quantity.value());
        }

        /** An order in a futures contract. */
        public Builder add(String id, Side side, Price price, Contracts contracts) {
            return add(id, side, price.value(), contracts.value());
        }

        private Builder add(String id, Side side, BigDecimal price, BigDecimal quantity) {
            prices.add(price);
            quantities.add(quantity);
            buys.set(ids.size(), side == Side.BUY);
            ids.add(id);
            return this;
        }

        /** The rows so far. */
        public RestingOrders build() {
            return of(TextColumn.of(ids), (BitSet) buys.clone(), prices.build(), quantities.build());
        }
    }
}
