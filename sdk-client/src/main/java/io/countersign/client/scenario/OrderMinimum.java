package io.countersign.client.scenario;

import io.countersign.client.internal.Valuation;
import io.countersign.client.live.RestingOrders;
import io.countersign.model.market.Market;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/** The least quantity and the least value that a market's orders must have, over columns of orders. Exact. */
final class OrderMinimum {
    /** Digits that a quotient keeps; rounded up, so that the least whole number above it is right. */
    private static final MathContext UP = new MathContext(60, RoundingMode.CEILING);

    private final RestingOrders orders;
    private final boolean followsPrice;
    private final Products.Limit leastQuantity;
    private final Products.Limit leastValue;

    private OrderMinimum(
            RestingOrders orders, boolean followsPrice, Products.Limit leastQuantity, Products.Limit leastValue) {
        this.orders = orders;
        this.followsPrice = followsPrice;
        this.leastQuantity = leastQuantity;
        this.leastValue = leastValue;
    }

    /** Of a market, for its orders; empty for a contract whose size does not count what its payoff needs (D-PAY-01). */
    static Optional<OrderMinimum> of(Market market, RestingOrders orders) {
        BigDecimal quantity =
                market.sizeRule().minQuantity().map(Quantity::value).orElse(BigDecimal.ZERO);
        BigDecimal value = Valuation.notionalRule(market)
                .flatMap(NotionalRule::minNotional)
                .map(Notional::value)
                .orElse(BigDecimal.ZERO);
        return Valuation.of(market)
                .map(valuation -> new OrderMinimum(
                        orders,
                        valuation.followsPrice(),
                        Products.Limit.atLeast(quantity, orders.quantities().scale()),
                        Products.Limit.atLeast(
                                value.divide(valuation.factor(), UP),
                                orders.quantities().scale()
                                        + (valuation.followsPrice()
                                                ? orders.prices().scale()
                                                : 0))));
    }

    /** Whether the order in a row is large enough. A least value of 0 or below holds for every order. */
    boolean isMet(int row) {
        long quantity = orders.quantities().unscaled(row);
        return leastQuantity.isReachedBy(quantity, 1)
                && (leastValue.isNone()
                        || leastValue.isReachedBy(
                                quantity, followsPrice ? orders.prices().unscaled(row) : 1));
    }
}
