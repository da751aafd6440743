package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.PriceGrid;
import io.countersign.model.market.Market;
import io.countersign.model.market.PriceRule;
import io.countersign.model.unit.Price;
import java.util.List;
import java.util.Optional;

/** Prices: what is shown can carry the tick, and bounds lie on the grid. Changes of the tick are in {@link TickRules}. */
final class PriceRules {
    private PriceRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-PRC-02", Severity.ERROR, "The shown decimals can show one tick")
                        .checks("The tick size has no more digits after the point than the price precision.")
                        .why("Binance, October 2025: after a cut of shown decimals, IOTX was shown at a price of zero.")
                        .fix("Raise the price precision, or coarsen the tick.")
                        .on(Market.class, (market, on) -> precision(market.priceRule(), on))
                        .build(),
                Rule.of("D-PRC-03", Severity.ERROR, "Price bounds lie on the grid, the lower below the upper")
                        .checks(
                                "Least and greatest price are multiples of the tick size, and the least is not above the"
                                        + " greatest.")
                        .why(
                                "A bound between two ticks is a price that nobody can send, and rejects the one beside it.")
                        .fix("Move the bound to a multiple of the tick size.")
                        .on(Market.class, (market, on) -> bounds(market.priceRule(), on))
                        .build());
    }

    private static void precision(PriceRule rule, RuleCase on) {
        int digits = rule.tickSize().value().scale();
        rule.pricePrecision()
                .filter(shown -> digits > shown)
                .ifPresent(shown -> on.at("/priceRule/pricePrecision")
                        .found(shown)
                        .evidence("tickSize", rule.tickSize())
                        .say("A price precision of " + Figures.count(shown, "digit") + " cannot show a tick of "
                                + rule.tickSize() + ", which needs " + digits
                                + ": prices would be shown wrong, small ones"
                                + " as zero"));
    }

    private static void bounds(PriceRule rule, RuleCase on) {
        bound("/priceRule/minPrice", rule.minPrice(), rule, on);
        bound("/priceRule/maxPrice", rule.maxPrice(), rule, on);
        if (rule.minPrice().isPresent()
                && rule.maxPrice().isPresent()
                && rule.minPrice().get().compareTo(rule.maxPrice().get()) > 0) {
            on.at("/priceRule/minPrice")
                    .found(rule.minPrice().get())
                    .say("The least price " + rule.minPrice().get() + " is above the greatest "
                            + rule.maxPrice().get());
        }
    }

    private static void bound(String path, Optional<Price> bound, PriceRule rule, RuleCase on) {
        bound.filter(price -> !new PriceGrid(rule.tickSize()).contains(price))
                .ifPresent(price -> on.at(path)
                        .found(price)
                        .evidence("tickSize", rule.tickSize())
                        .say("The price bound " + price + " is not a multiple of the tick size " + rule.tickSize()));
    }
}
