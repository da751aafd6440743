package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.plain;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.PriceGrid;
import io.countersign.model.market.Market;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Sizes and values of orders: a legal order exists, and open ones stay legal. */
final class SizeRules {
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
                        .checks("minQuantity <= maxQuantity")
                        .why("No order is legal otherwise.")
                        .fix("Lower the minimum or raise the maximum.")
                        .on(Market.class, (market, on) -> ordered(market.sizeRule(), on))
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
                Rule.of("T-MIN-01", Severity.ERROR, "A raised minimum does not strand open orders")
                        .checks(
                                "Where the least quantity or the least value is raised: how many open orders are below it."
                                        + " WARN when there are any, ERROR above 5 % of the orders.")
                        .why(
                                "Such orders can no longer be amended, only cancelled. Kraken raised the minimum of 57 of 210"
                                        + " pairs between 2021 and 2026.")
                        .fix("Exempt open orders and closing orders from the new minimum, or announce the change.")
                        .needs(RuleInput.RESTING_ORDERS)
                        .onChange(SpotMarket.class, SizeRules::minimumRaised)
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
        if (rule.minQuantity().isPresent()
                && rule.maxQuantity().isPresent()
                && rule.minQuantity().get().compareTo(rule.maxQuantity().get()) > 0) {
            on.at("/sizeRule/minQuantity")
                    .found(rule.minQuantity().get())
                    .say("The least order " + rule.minQuantity().get() + " is above the greatest "
                            + rule.maxQuantity().get());
        }
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

    private static void minimumRaised(SpotMarket before, SpotMarket after, RuleCase on) {
        boolean quantity = raised(
                before.sizeRule().minQuantity().map(Quantity::value),
                after.sizeRule().minQuantity().map(Quantity::value));
        boolean value = raised(
                before.notionalRule().minNotional().map(Notional::value),
                after.notionalRule().minNotional().map(Notional::value));
        if (!quantity && !value) {
            return;
        }
        Optional<RestingOrders> orders = on.need(RuleInput.RESTING_ORDERS);
        if (orders.isEmpty()) {
            return;
        }
        BigDecimal leastQuantity = quantity
                ? after.sizeRule().minQuantity().map(Quantity::value).orElse(BigDecimal.ZERO)
                : BigDecimal.ZERO;
        BigDecimal leastValue = value
                ? after.notionalRule().minNotional().map(Notional::value).orElse(BigDecimal.ZERO)
                : BigDecimal.ZERO;
        RestingOrders book = orders.get();
        int below = 0;
        String sample = "";
        for (int row = 0; row < book.size(); row++) {
            BigDecimal size = book.quantities().at(row);
            if (size.compareTo(leastQuantity) < 0
                    || size.multiply(book.prices().at(row)).compareTo(leastValue) < 0) {
                sample = below == 0 ? book.ids().at(row) : sample;
                below++;
            }
        }
        if (below > 0) {
            BigDecimal share = BigDecimal.valueOf(below);
            boolean many =
                    share.compareTo(on.threshold("errorOrderShare").multiply(BigDecimal.valueOf(book.size()))) > 0;
            on.at(quantity ? "/sizeRule/minQuantity" : "/notionalRule/minNotional")
                    .as(many ? Severity.ERROR : Severity.WARN)
                    .found(plain(quantity ? leastQuantity : leastValue))
                    .evidence("ordersBelow", below)
                    .evidence("orders", book.size())
                    .evidence("sample", sample)
                    .say(Figures.count(below, "open order") + " of " + book.size() + " ("
                            + Figures.share(share, BigDecimal.valueOf(book.size()))
                            + ") fall below the new minimum of "
                            + (quantity ? plain(leastQuantity) + " " + after.base() : "")
                            + (quantity && value ? " or " : "")
                            + (value ? plain(leastValue) + " " + after.quote() : ""));
        }
    }

    private static boolean raised(Optional<BigDecimal> before, Optional<BigDecimal> after) {
        return after.isPresent() && after.get().compareTo(before.orElse(BigDecimal.ZERO)) > 0;
    }
}
