package io.countersign.client.rule;

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

/**
 * The open orders of one market, in columns: row {@code i} is one order. Prices and quantities are unscaled whole numbers with
 * one scale a column, so that millions of rows cost no objects. Implemented by users over columns that they already have.
 *
 * <p>Rows and values do not change while somebody reads them; then reading is safe for concurrent use.
 */
public interface RestingOrders {
    /** The number of orders. */
    int size();

    /** The exchange's id of an order. */
    String id(int row);

    boolean isBuy(int row);

    /** Price times ten to the power of {@link #priceScale()}. */
    long price(int row);

    /** Remaining quantity times ten to the power of {@link #quantityScale()}: base units in a spot market, else contracts. */
    long quantity(int row);

    /** Digits after the point in {@link #price}; 0 to 18. */
    int priceScale();

    /** Digits after the point in {@link #quantity}; 0 to 18. */
    int quantityScale();

    default BigDecimal priceAt(int row) {
        return BigDecimal.valueOf(price(row), priceScale());
    }

    default BigDecimal quantityAt(int row) {
        return BigDecimal.valueOf(quantity(row), quantityScale());
    }

    default Side side(int row) {
        return isBuy(row) ? Side.BUY : Side.SELL;
    }

    /** Names the orders: a digest over every row. */
    default Digest digest() {
        ColumnDigest digest = new ColumnDigest("resting-orders/1");
        digest.add(size()).add(priceScale()).add(quantityScale());
        for (int row = 0; row < size(); row++) {
            digest.add(id(row)).add(isBuy(row) ? 1 : 0).add(price(row)).add(quantity(row));
        }
        return digest.finish();
    }

    /** Starts a table of rows. */
    static Builder builder() {
        return new Builder();
    }

    /** Gathers rows into columns; takes each column's scale from its finest value. Not safe for concurrent use. */
    final class Builder {
        private final List<String> ids = new ArrayList<>();
        private final BitSet buys = new BitSet();
        private final DecimalColumn prices = new DecimalColumn("Price");
        private final DecimalColumn quantities = new DecimalColumn("Quantity");

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
            return new Columns(
                    ids.toArray(String[]::new),
                    (BitSet) buys.clone(),
                    prices.values(),
                    prices.scale(),
                    quantities.values(),
                    quantities.scale());
        }
    }

    /**
     * Orders over columns that are there already; the arrays are not copied and must not change.
     *
     * @throws IllegalArgumentException if the columns differ in length or a scale is out of bounds
     */
    static RestingOrders ofColumns(
            String[] ids, BitSet buys, long[] prices, int priceScale, long[] quantities, int quantityScale) {
        return new Columns(ids, buys, prices, priceScale, quantities, quantityScale);
    }

    /** Orders in arrays. */
    final class Columns implements RestingOrders {
        private final String[] ids;
        private final BitSet buys;
        private final long[] prices;
        private final int priceScale;
        private final long[] quantities;
        private final int quantityScale;

        private Columns(
                String[] ids, BitSet buys, long[] prices, int priceScale, long[] quantities, int quantityScale) {
            DecimalColumn.requireScale("Price", priceScale);
            DecimalColumn.requireScale("Quantity", quantityScale);
            if (ids.length != prices.length || ids.length != quantities.length || buys.length() > ids.length) {
                throw new IllegalArgumentException("Columns must have the same length: " + ids.length + " ids, "
                        + prices.length + " prices, " + quantities.length + " quantities");
            }
            if (Arrays.stream(quantities).anyMatch(quantity -> quantity < 0)) {
                throw new IllegalArgumentException("A resting order's quantity must not be negative");
            }
            this.ids = ids;
            this.buys = buys;
            this.prices = prices;
            this.priceScale = priceScale;
            this.quantities = quantities;
            this.quantityScale = quantityScale;
        }

        @Override
        public int size() {
            return ids.length;
        }

        @Override
        public String id(int row) {
            return ids[row];
        }

        @Override
        public boolean isBuy(int row) {
            return buys.get(row);
        }

        @Override
        public long price(int row) {
            return prices[row];
        }

        @Override
        public long quantity(int row) {
            return quantities[row];
        }

        @Override
        public int priceScale() {
            return priceScale;
        }

        @Override
        public int quantityScale() {
            return quantityScale;
        }

        @Override
        public String toString() {
            return ids.length + " resting orders";
        }
    }
}
