package io.countersign.client.rule;

import io.countersign.client.live.OrderBook;
import io.countersign.client.live.Positions;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.live.RestingOrders;
import io.countersign.model.unit.Price;
import java.util.function.Predicate;

/**
 * Something that a rule needs beside the documents: a name for people and the type of its value. Given in a {@link
 * ChangeContext}, for one document or for the whole change; asked for with {@link RuleCase#need}. A rule of the house that
 * needs something else makes an input of its own.
 *
 * <p>Two inputs are the same only if they are the same object: keep them in constants.
 *
 * @param <T> the type of the value
 */
public final class RuleInput<T> {
    /** Of a market or contract. */
    public static final RuleInput<RestingOrders> RESTING_ORDERS = of("resting orders", RestingOrders.class);

    /** Of a contract. */
    public static final RuleInput<Positions> POSITIONS = of("open positions", Positions.class);

    /** The mark price of a contract, or the last price of a spot market, in quote asset per one base asset. Positive. */
    public static final RuleInput<Price> MARK_PRICE =
            of("mark price", Price.class).must(price -> price.value().signum() > 0, "A mark price must be positive");

    /** Of a market or contract. */
    public static final RuleInput<OrderBook> ORDER_BOOK = of("order book", OrderBook.class);

    /** Past prices of a market, a contract, or an index. */
    public static final RuleInput<PriceHistory> PRICE_HISTORY = of("price history", PriceHistory.class);

    private final String label;
    private final Class<T> type;
    private final Predicate<? super T> allowed;
    private final String demand;

    private RuleInput(String label, Class<T> type, Predicate<? super T> allowed, String demand) {
        this.label = label;
        this.type = type;
        this.allowed = allowed;
        this.demand = demand;
    }

    /** An input; the label completes "inconclusive: … of DOCUMENT not known". */
    public static <T> RuleInput<T> of(String label, Class<T> type) {
        return new RuleInput<>(label, type, value -> true, "");
    }

    /** This with a demand on its values. */
    public RuleInput<T> must(Predicate<? super T> test, String sentence) {
        return new RuleInput<>(label, type, test, sentence);
    }

    T cast(Object value) {
        return type.cast(value);
    }

    void check(T value, String where) {
        if (!allowed.test(value)) {
            throw new IllegalArgumentException(demand + ": " + value + " of " + where);
        }
    }

    /** In words. */
    @Override
    public String toString() {
        return label;
    }
}
