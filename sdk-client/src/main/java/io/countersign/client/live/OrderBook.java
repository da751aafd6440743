package io.countersign.client.live;

import io.countersign.model.formula.BookDepth;
import io.countersign.model.formula.Side;
import io.countersign.model.json.Digest;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What rests in one market, by price: two sides of price levels, best first. A book may be empty on either side, and is not
 * assumed to be clean: levels may lie off the tick grid, and bids may cross asks.
 */
public final class OrderBook {
    private final Levels bids;
    private final Levels asks;

    private OrderBook(Levels bids, Levels asks) {
        this.bids = bids;
        this.asks = asks;
    }

    /** A book of these levels, in any order; quantities are base units in a spot market, else contracts. */
    public static OrderBook of(List<BookDepth.Level> bids, List<BookDepth.Level> asks) {
        return new OrderBook(
                Levels.of(bids, Comparator.comparing(BookDepth.Level::price).reversed()),
                Levels.of(asks, Comparator.comparing(BookDepth.Level::price)));
    }

    /** To buy, highest price first. */
    public Levels bids() {
        return bids;
    }

    /** To sell, lowest price first. */
    public Levels asks() {
        return asks;
    }

    /** What an aggressive order of a side meets: a buy meets the asks. */
    public Levels against(Side side) {
        return side == Side.BUY ? asks : bids;
    }

    /** The middle of best bid and best ask; empty while one side is. */
    public Optional<BigDecimal> middle() {
        return bids.size() == 0 || asks.size() == 0
                ? Optional.empty()
                : Optional.of(bids.prices.at(0).add(asks.prices.at(0)).divide(BigDecimal.valueOf(2)));
    }

    /** Names the book: a digest over every level. */
    public Digest digest() {
        return new ColumnDigest("order-book/1")
                .add(bids.prices)
                .add(bids.quantities)
                .add(asks.prices)
                .add(asks.quantities)
                .finish();
    }

    @Override
    public String toString() {
        return bids.size() + " bids and " + asks.size() + " asks";
    }

    /** One side of a book, best price first. */
    public static final class Levels {
        private final DecimalColumn prices;
        private final DecimalColumn quantities;

        private Levels(DecimalColumn prices, DecimalColumn quantities) {
            this.prices = prices;
            this.quantities = quantities;
        }

        private static Levels of(List<BookDepth.Level> levels, Comparator<BookDepth.Level> bestFirst) {
            DecimalColumn.Builder prices = DecimalColumn.builder("Price");
            DecimalColumn.Builder quantities = DecimalColumn.builder("Quantity");
            levels.stream().sorted(bestFirst).forEach(level -> {
                prices.add(level.price().value());
                quantities.add(level.quantity().value());
            });
            return new Levels(prices.build(), quantities.build());
        }

        /** The number of levels. */
        public int size() {
            return prices.size();
        }

        /** In quote asset per one base asset, best first. */
        public DecimalColumn prices() {
            return prices;
        }

        /** Base units in a spot market, else contracts; best price first. */
        public DecimalColumn quantities() {
            return quantities;
        }

        /** Everything that rests on this side. */
        public BigDecimal quantity() {
            BigDecimal sum = BigDecimal.ZERO;
            for (int level = 0; level < size(); level++) {
                sum = sum.add(quantities.at(level));
            }
            return sum;
        }
    }
}
