package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import io.countersign.client.internal.Valuation;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.LotGrid;
import io.countersign.model.formula.PriceGrid;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.Market;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Sizes and values of orders: a legal order exists, and is worth what a small order should be. Changes are in {@link LotRules}. */
final class SizeRules {
    /** Where no value is bounded, the price does not matter. */
    private static final Price ANY_PRICE = Price.of("1");

    private SizeRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-SIZ-01", Severity.BLOCK, "Order sizes are multiples of a positive lot step")
                        .checks(
                                "The lot step is positive; the least order is not below it; least and greatest order are"
                                        + " multiples of it.")
                        .why("A minimum between two lots is an order that nobody can send.")
                        .fix("Round the bound to the lot step.")
                        .on(Market.class, (market, on) -> lots(market.sizeRule(), on))
                        .build(),
                Rule.of("D-SIZ-02", Severity.ERROR, "The least order is not above the greatest")
                        .checks(
                                "minQuantity <= maxQuantity (ERROR). The greatest market order is not above the greatest"
                                        + " order, and the least market order not above the greatest market order (WARN).")
                        .why("No order is legal otherwise, or no market order.")
                        .fix("Lower the minimum or raise the maximum.")
                        .on(Market.class, (market, on) -> ordered(market.sizeRule(), on))
                        .build(),
                Rule.of("D-SIZ-03", Severity.WARN, "The smallest order is worth what the venue aims at")
                        .checks(
                                "The smallest order that a spot market takes at its last price (by least quantity, least"
                                        + " value and lot step) is worth from a fifth of the venue's target to five times it, in"
                                        + " the accounting currency.")
                        .why("Minima are set once and the price moves on: an order of a few cents costs more to process"
                                + " than it earns, and one of hundreds of dollars shuts small customers out. Kraken moved"
                                + " the minimum of 57 of 210 pairs up between 2021 and 2026.")
                        .fix("Set the least quantity anew from the price, and announce it.")
                        .needs(RuleInput.MARK_PRICE, RuleInput.ASSET_VALUE)
                        .on(SpotMarket.class, SizeRules::worth)
                        .build(),
                Rule.of("D-NOT-01", Severity.ERROR, "The least order value is positive and can be shown")
                        .checks(
                                "A published least value is above zero and has no more digits after the point than costs"
                                        + " have.")
                        .why(
                                "A value of zero is how some venues say disabled, and how others make a mistake; one that is"
                                        + " finer than the ledger can never be met exactly.")
                        .fix("Leave the field out where there is no minimum; else round it to the cost decimals.")
                        .on(SpotMarket.class, SizeRules::leastValue)
                        .build(),
                Rule.of("D-NOT-02", Severity.ERROR, "At the price, some order size is legal")
                        .checks(
                                "The smallest order, ceil(max(minQuantity, minNotional / price)) to the lot step and one lot"
                                        + " at least, is not above the greatest quantity, and its value not above the greatest"
                                        + " value. For a contract, what one contract is worth stands in place of the price.")
                        .why(
                                "Each bound is legal by itself, and together they can leave no order: a rising price lifts the"
                                        + " value of one lot above the greatest value, a falling one lifts the least quantity"
                                        + " above the greatest.")
                        .fix("Lower the minimum, raise the maximum, or refine the lot step.")
                        .needs(RuleInput.MARK_PRICE)
                        .on(Market.class, SizeRules::anyLegal)
                        .build());
    }

    private static void lots(SizeRule rule, RuleCase on) {
        if (rule.lotStep().isEmpty()) {
            return; // the venue publishes none; where it does, bounds are judged by it
        }
        Quantity step = rule.lotStep().get();
        if (step.value().signum() == 0) {
            on.at("/sizeRule/lotStep").found(step).say("The lot step is 0: no order size is a multiple of it");
            return;
        }
        rule.minQuantity().ifPresent(least -> {
            if (least.compareTo(step) < 0) {
                on.at("/sizeRule/minQuantity")
                        .found(least)
                        .evidence("lotStep", step)
                        .say("The least order " + least + " is below the lot step " + step);
            } else {
                multiple("/sizeRule/minQuantity", "least", least, step, on);
            }
        });
        rule.maxQuantity().ifPresent(most -> multiple("/sizeRule/maxQuantity", "greatest", most, step, on));
    }

    private static void multiple(String path, String which, Quantity size, Quantity step, RuleCase on) {
        if (!PriceGrid.isMultiple(size.value(), step.value())) {
            on.at(path)
                    .found(size)
                    .evidence("lotStep", step)
                    .say("The " + which + " order " + size + " is not a multiple of the lot step " + step);
        }
    }

    private static void ordered(SizeRule rule, RuleCase on) {
        above("minQuantity", "least order", rule.minQuantity(), "greatest", rule.maxQuantity(), Severity.ERROR, on);
        above(
                "marketMaxQuantity",
                "greatest market order",
                rule.marketMaxQuantity(),
                "greatest order",
                rule.maxQuantity(),
                Severity.WARN,
                on);
        above(
                "marketMinQuantity",
                "least market order",
                rule.marketMinQuantity(),
                "greatest market order",
                rule.marketMaxQuantity().or(rule::maxQuantity),
                Severity.WARN,
                on);
    }

    private static void above(
            String field,
            String name,
            Optional<Quantity> lower,
            String upperName,
            Optional<Quantity> upper,
            Severity severity,
            RuleCase on) {
        if (lower.isPresent() && upper.isPresent() && lower.get().compareTo(upper.get()) > 0) {
            on.at("/sizeRule/" + field)
                    .as(severity)
                    .found(lower.get())
                    .say("The " + name + " " + lower.get() + " is above the " + upperName + " " + upper.get());
        }
    }

    private static void worth(SpotMarket market, RuleCase on) {
        if (market.sizeRule().minQuantity().isEmpty()
                && market.notionalRule().minNotional().isEmpty()) {
            on.lacks("published least order");
            return;
        }
        Optional<LotGrid> grid = Valuation.grid(market);
        if (grid.isEmpty()) {
            on.lacks("positive lot step");
            return;
        }
        Optional<Price> price = on.need(RuleInput.MARK_PRICE);
        Optional<Price> quoteValue =
                on.need(RuleInput.ASSET_VALUE, new DocumentId(DocumentKind.ASSET, market.venue(), market.quote()));
        Optional<Quantity> least = price.flatMap(known -> Valuation.SPOT.smallestOrder(grid.get(), known));
        if (least.isEmpty() || quoteValue.isEmpty()) {
            return;
        }
        BigDecimal value = least.get()
                .value()
                .multiply(price.orElseThrow().value())
                .multiply(quoteValue.get().value());
        BigDecimal target = on.threshold("targetAccountingValue");
        BigDecimal factor = on.threshold("factorMax");
        boolean large = value.compareTo(target.multiply(factor)) > 0;
        if (large || value.multiply(factor).compareTo(target) < 0) {
            on.at(market.sizeRule().minQuantity().isPresent() ? "/sizeRule/minQuantity" : "/notionalRule/minNotional")
                    .found(least.get())
                    .evidence("value", Figures.rounded(value, 4))
                    .evidence("price", price.orElseThrow())
                    .say("The smallest order, " + least.get() + " " + market.base() + ", is worth "
                            + Figures.rounded(value, 4) + " in the accounting currency, "
                            + (large
                                    ? "more than " + Figures.plain(factor) + "x"
                                    : "less than a part in " + Figures.plain(factor) + " of")
                            + " the target of " + Figures.plain(target));
        }
    }

    private static void anyLegal(Market market, RuleCase on) {
        SizeRule sizes = market.sizeRule();
        Optional<Quantity> most = sizes.maxQuantity();
        Optional<NotionalRule> values = Valuation.notionalRule(market);
        Optional<Notional> mostValue = values.flatMap(NotionalRule::maxNotional);
        boolean crossed = most.isPresent()
                && sizes.minQuantity()
                        .filter(least -> least.compareTo(most.get()) > 0)
                        .isPresent();
        if ((most.isEmpty() && mostValue.isEmpty()) || crossed) {
            return; // without a greatest order there is always one; crossed: D-SIZ-02
        }
        Optional<LotGrid> grid = Valuation.grid(market);
        if (grid.isEmpty()) {
            on.lacks("positive lot step");
            return;
        }
        boolean byValue =
                mostValue.isPresent() || grid.get().minNotional().value().signum() > 0;
        Optional<Valuation> valuation = byValue ? Valuation.of(market) : Optional.of(Valuation.SPOT);
        Optional<Price> price = byValue ? on.need(RuleInput.MARK_PRICE) : Optional.of(ANY_PRICE);
        if (valuation.isEmpty()) {
            on.lacks("computable contract size (see D-PAY-01)");
            return;
        }
        price.ifPresent(known -> {
            String at = byValue ? " at the price of " + known : "";
            Optional<Quantity> least = valuation.get().smallestOrder(grid.get(), known);
            if (least.isEmpty()) {
                on.at("/notionalRule/minNotional")
                        .found(grid.get().minNotional())
                        .say("No order size is legal" + at + ": none is worth the least value of "
                                + grid.get().minNotional() + " " + Valuation.currency(market));
                return;
            }
            Quantity size = least.get();
            BigDecimal value = valuation.get().value(size.value(), known.value());
            if (most.isPresent() && size.compareTo(most.get()) > 0) {
                none("/sizeRule/maxQuantity", size + " " + Valuation.sizeUnit(market), at, "", most.get(), on);
            } else if (mostValue.isPresent() && value.compareTo(mostValue.get().value()) > 0) {
                none(
                        "/notionalRule/maxNotional",
                        size + " " + Valuation.sizeUnit(market),
                        at,
                        ", worth " + Figures.plain(value) + " " + Valuation.currency(market) + ",",
                        mostValue.get(),
                        on);
            }
        });
    }

    private static void none(String path, String smallest, String at, String worth, Object most, RuleCase on) {
        on.at(path)
                .found(most)
                .evidence("smallestOrder", smallest)
                .say("No order size is legal" + at + ": the smallest, " + smallest + (worth.isEmpty() ? "," : worth)
                        + " is above the greatest of " + most);
    }

    private static void leastValue(SpotMarket market, RuleCase on) {
        NotionalRule rule = market.notionalRule();
        if (rule.minNotional().isEmpty()) {
            return;
        }
        Notional least = rule.minNotional().get();
        if (least.value().signum() <= 0) {
            on.at("/notionalRule/minNotional")
                    .found(least)
                    .say("The least order value is " + least + " " + market.quote()
                            + ": leave it out where there is none");
        }
        rule.costDecimals()
                .filter(digits -> least.value().scale() > digits)
                .ifPresent(digits -> on.at("/notionalRule/minNotional")
                        .found(least)
                        .evidence("costDecimals", digits)
                        .say("The least order value " + least + " " + market.quote()
                                + " is finer than costs, which have " + Figures.count(digits, "digit")
                                + " after the point"));
    }
}
