package io.countersign.client.scenario;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.OrderBook;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.DocumentChange;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.Side;
import io.countersign.model.market.CircuitBreaker;
import io.countersign.model.market.Market;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * S-EMPTY: every quote near the price vanishes, as when the market makers' feed stops. At what price can the next market or stop
 * order trade, and what would it meet in what is left of the book?
 *
 * <p>The bound of a side is the strictest of the market's highest or lowest price, its price band and its circuit breakers. A band or
 * breaker around the middle of the book does not hold, as an empty book has none, unless the band says what it does then. Where
 * nothing else bounds a sell order, its last bound is one tick.
 */
public final class EmptyBookScenario {
    /** The rule's id. */
    public static final String ID = "S-EMPTY";

    private EmptyBookScenario() {}

    /** The scenario as a rule: runs where a market is new or its price bounds change. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.ERROR, "The next price in an empty book is bounded")
                .checks(
                        "Where a market's book is known, the market is new, or its price bounds, price band or circuit breakers change: when every quote"
                                + " within 10 % of the mark price vanishes, the next market or stop order cannot trade more than"
                                + " 50 % away from it. Inconclusive where the mark price is not known, or the venue publishes no"
                                + " bound at all and published none before.")
                .why(
                        "On 2017-04-19 Quoine's own quotes were gone, and forced orders bought ether at 9.99 and 10 bitcoin"
                                + " each, some 250 times its price; in October 2025 orders at Binance met bids from 2019.")
                .fix("Set a price band around mark or index price, or a circuit breaker.")
                .needs(RuleInput.MARK_PRICE)
                .on(Market.class, EmptyBookScenario::judgeBook)
                .onAnyChange(EmptyBookScenario::judge)
                .build();
    }

    /** A market whose book is known is played as it is. */
    private static void judgeBook(Market market, RuleCase on) {
        Optional<OrderBook> book = on.context().find(RuleInput.ORDER_BOOK, on.document());
        if (book.isPresent()) {
            on.need(RuleInput.MARK_PRICE).ifPresent(mark -> {
                EmptyBookResult result = play(market, mark, book.get(), new Rate(on.threshold("quotedShare")));
                on.played(result);
                if (isBounded(market)) {
                    report(result, on);
                } else {
                    on.lacks("published price band, price bounds or circuit breaker");
                }
            });
        }
    }

    private static void judge(DocumentChange change, RuleCase on) {
        Optional<Market> after = change.after().filter(Market.class::isInstance).map(Market.class::cast);
        Optional<Market> before =
                change.before().filter(Market.class::isInstance).map(Market.class::cast);
        if (after.isEmpty()
                || !on.scenarios(ID).isEmpty()
                || before.filter(market -> sameBounds(market, after.get())).isPresent()) {
            return;
        }
        if (!isBounded(after.get())
                && before.filter(EmptyBookScenario::isBounded).isEmpty()) {
            on.lacks("published price band, price bounds or circuit breaker");
            return;
        }
        on.need(RuleInput.MARK_PRICE).ifPresent(mark -> {
            EmptyBookResult result = play(
                    after.get(),
                    mark,
                    on.context()
                            .find(RuleInput.ORDER_BOOK, on.document())
                            .orElseGet(() -> OrderBook.of(List.of(), List.of())),
                    new Rate(on.threshold("quotedShare")));
            on.played(result);
            report(result, on);
        });
    }

    private static void report(EmptyBookResult result, RuleCase on) {
        BigDecimal limit = on.threshold("movePercentMax");
        for (EmptyBookResult.Outcome outcome : List.of(result.buy(), result.sell())) {
            if (outcome.movePercent().filter(move -> move.compareTo(limit) <= 0).isEmpty()) {
                on.at(outcome.bound().map(EmptyBookResult.Bound::path).orElse("/priceBand"))
                        .evidence("side", outcome.side())
                        .evidence("reference", result.reference())
                        .evidence("next", outcome.next().map(Price::toString).orElse("none"))
                        .say("When the quotes vanish, a " + outcome.side() + " order can trade "
                                + outcome.farthest(result.reference()) + "; " + Figures.plain(limit)
                                + " % away is the limit: set a price band or a circuit breaker");
            }
        }
    }

    private static boolean isBounded(Market market) {
        return market.priceBand().isPresent()
                || market.priceRule().minPrice().isPresent()
                || market.priceRule().maxPrice().isPresent()
                || !market.circuitBreakers().isEmpty();
    }

    private static boolean sameBounds(Market before, Market after) {
        return before.priceBand().equals(after.priceBand())
                && before.circuitBreakers().equals(after.circuitBreakers())
                && before.priceRule().minPrice().equals(after.priceRule().minPrice())
                && before.priceRule().maxPrice().equals(after.priceRule().maxPrice())
                && before.priceRule().allowsNegative() == after.priceRule().allowsNegative();
    }

    /**
     * Lets the quotes of a market vanish.
     *
     * @param reference the price before that, positive
     * @param book what rests; may be empty
     * @param quoted levels within this distance of the reference vanish, a fraction of it
     * @throws IllegalArgumentException if the reference is not positive or the distance is negative
     */
    public static EmptyBookResult play(Market market, Price reference, OrderBook book, Rate quoted) {
        if (reference.value().signum() <= 0 || quoted.value().signum() < 0) {
            throw new IllegalArgumentException(
                    "A reference price must be positive and a distance not negative: " + reference + ", " + quoted);
        }
        return new EmptyBookResult(
                market,
                reference,
                book,
                quoted,
                EmptyBookResult.Outcome.of(Side.BUY, bounds(market, Side.BUY, reference), reference, book, quoted),
                EmptyBookResult.Outcome.of(Side.SELL, bounds(market, Side.SELL, reference), reference, book, quoted));
    }

    private static List<EmptyBookResult.Bound> bounds(Market market, Side side, Price reference) {
        boolean buy = side == Side.BUY;
        List<EmptyBookResult.Bound> bounds = new ArrayList<>();
        (buy ? market.priceRule().maxPrice() : market.priceRule().minPrice())
                .ifPresent(price -> bounds.add(new EmptyBookResult.Bound(
                        buy ? "highest price" : "lowest price",
                        buy ? "/priceRule/maxPrice" : "/priceRule/minPrice",
                        price.value())));
        market.priceBand()
                .filter(EmptyBookScenario::holds)
                .flatMap(band -> buy ? band.buyUp() : band.sellDown())
                .ifPresent(multiplier -> bounds.add(new EmptyBookResult.Bound(
                        "price band",
                        buy ? "/priceBand/buyUp" : "/priceBand/sellDown",
                        reference.value().multiply(multiplier.value()))));
        for (CircuitBreaker breaker : market.circuitBreakers()) {
            if (breaker.reference() != PriceReference.MID) {
                BigDecimal move =
                        buy ? breaker.move().value() : breaker.move().value().negate();
                bounds.add(new EmptyBookResult.Bound(
                        "circuit breaker", "/circuitBreakers", reference.value().multiply(BigDecimal.ONE.add(move))));
            }
        }
        if (!buy && !market.priceRule().allowsNegative()) {
            bounds.add(new EmptyBookResult.Bound(
                    "tick size",
                    "/priceRule/tickSize",
                    market.priceRule().allowsZero()
                            ? BigDecimal.ZERO
                            : market.priceRule().tickSize().value()));
        }
        return bounds;
    }

    private static boolean holds(PriceBand band) {
        return band.reference() != PriceReference.MID || band.onStaleReference().isPresent();
    }
}
