package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.DownstreamSystems;
import io.countersign.client.live.DownstreamSystems.DownstreamSystem;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.PriceGrid;
import io.countersign.model.formula.TickLadder;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.TickStep;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Prices: what is shown can carry the tick, and bounds lie on the grid. Changes of the tick are in {@link TickRules}. */
final class PriceRules {
    private static final BigDecimal BASIS_POINTS = BigDecimal.valueOf(10_000);

    private PriceRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-PRC-01", Severity.BLOCK, "The steps of a tick ladder meet")
                        .checks(
                                "Each step of a tick ladder begins at a price that is a multiple of its own tick size and of"
                                        + " the one below (BLOCK), and its tick size is larger (WARN). By construction every tick"
                                        + " size is positive, and a ladder begins at 0 and ascends. Where the venue published no"
                                        + " tick size, so that one was worked out from the shown decimals, the rule is"
                                        + " inconclusive.")
                        .why("Where two steps do not meet, one system rounds by the tick below the bound and another by"
                                + " the tick above it, and an order is valid to one and not to the other. A tick that is"
                                + " worked out from decimals is wrong on real markets: 29 of 122 Binance contracts of"
                                + " July 2021 had another.")
                        .fix("Move the bound to a multiple of both tick sizes; publish the tick size.")
                        .on(Market.class, (market, on) -> stepsMeet(market.priceRule(), on))
                        .build(),
                Rule.of("D-PRC-02", Severity.ERROR, "The shown decimals can show one tick")
                        .checks(
                                "The tick size, and every tick size of a ladder, has no more digits after the point than the"
                                        + " price precision.")
                        .why("Binance, October 2025: after a cut of shown decimals, IOTX was shown at a price of zero.")
                        .fix("Raise the price precision, or coarsen the tick.")
                        .on(Market.class, (market, on) -> precision(market.priceRule(), on))
                        .build(),
                Rule.of("D-PRC-03", Severity.ERROR, "Price bounds lie on the grid, the lower below the upper")
                        .checks(
                                "Least and greatest price are multiples of the tick size that holds there, and the least is"
                                        + " not above the greatest.")
                        .why(
                                "A bound between two ticks is a price that nobody can send, and rejects the one beside it.")
                        .fix("Move the bound to a multiple of the tick size.")
                        .on(Market.class, (market, on) -> bounds(market.priceRule(), on))
                        .build(),
                Rule.of("D-PRC-04", Severity.WARN, "Price bounds leave the market room")
                        .checks(
                                "The least price, where there is one, is at least a tick (unless a price of zero or below is"
                                        + " accepted) and at most 1 % of the mark or last price; the greatest at least 10 times"
                                        + " it.")
                        .why("A market that falls to its floor or rises to its ceiling cannot trade where its price is:"
                                + " orders and liquidations are rejected when they are needed most.")
                        .fix("Move the bound away from the price, or leave it out.")
                        .needs(RuleInput.MARK_PRICE)
                        .on(Market.class, (market, on) -> room(market.priceRule(), on))
                        .build(),
                Rule.of("D-PRC-05", Severity.BLOCK, "Prices of zero and below are meant, and every system takes them")
                        .checks(
                                "A least price below zero stands beside a rule that accepts negative prices. Where prices of"
                                        + " zero or below are accepted, each downstream system takes them, and the contract is"
                                        + " not inverse. (Whether they are accepted is always said: the default is no.)")
                        .why(
                                "Interactive Brokers, 20 April 2020: its systems did not take the negative price of crude oil,"
                                        + " and customers could not close; restitution of 82.57 million dollars. An inverse"
                                        + " contract is worth its size over the price, which has no value at zero.")
                        .fix("Upgrade the named systems first, or do not accept such prices.")
                        .needs(RuleInput.DOWNSTREAM_SYSTEMS)
                        .on(Market.class, PriceRules::belowZero)
                        .build(),
                Rule.of("D-PRC-06", Severity.WARN, "One tick is a usual part of the price")
                        .checks(
                                "The tick size that holds at the mark or last price is from 0.01 to 10 basis points of it.")
                        .why(
                                "A coarser tick is a spread that everybody pays; a finer one lets orders jump the queue for"
                                        + " nothing. Kraken Futures has from 0.16 to 2.3.")
                        .fix("Choose a tick size nearer to a basis point of the price, in a planned change.")
                        .needs(RuleInput.MARK_PRICE)
                        .on(Market.class, (market, on) -> relativeTick(market.priceRule(), on))
                        .build());
    }

    private static void stepsMeet(PriceRule rule, RuleCase on) {
        if (rule.tickDerived()) {
            on.lacks("published tick size");
        }
        for (int i = 1; i < rule.tickLadder().size(); i++) {
            TickStep step = rule.tickLadder().get(i);
            TickSize below = rule.tickLadder().get(i - 1).tickSize();
            meets(step, below, " below it", on);
            meets(step, step.tickSize(), " that begins there", on);
            if (step.tickSize().compareTo(below) <= 0) {
                on.at(TickRules.path(step) + "/tickSize")
                        .as(Severity.WARN)
                        .found(step.tickSize())
                        .evidence("tickSizeBelow", below)
                        .say("The tick size " + step.tickSize() + " from " + step.abovePrice()
                                + " is not larger than the one below it, " + below
                                + ": a ladder's ticks usually grow with the price");
            }
        }
    }

    private static void meets(TickStep step, TickSize tick, String which, RuleCase on) {
        if (!PriceGrid.isMultiple(step.abovePrice().value(), tick.value())) {
            on.at(TickRules.path(step) + "/abovePrice")
                    .found(step.abovePrice())
                    .evidence("tickSize", tick)
                    .say("The tick ladder's step from " + step.abovePrice() + " does not meet the one below: its bound"
                            + " is not a multiple of the tick size " + tick + which);
        }
    }

    private static void precision(PriceRule rule, RuleCase on) {
        TickSize finest = TickLadder.of(rule).steps().stream()
                .map(TickStep::tickSize)
                .reduce((one, other) -> other.value().scale() > one.value().scale() ? other : one)
                .orElseThrow();
        int digits = finest.value().scale();
        rule.pricePrecision()
                .filter(shown -> digits > shown)
                .ifPresent(shown -> on.at("/priceRule/pricePrecision")
                        .found(shown)
                        .evidence("tickSize", finest)
                        .say("A price precision of " + Figures.count(shown, "digit") + " cannot show a tick of "
                                + finest + ", which needs " + digits
                                + ": prices would be shown wrong, small ones as zero"));
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
        TickLadder ladder = TickLadder.of(rule);
        bound.filter(price -> !ladder.contains(price))
                .ifPresent(price -> on.at(path)
                        .found(price)
                        .evidence("tickSize", ladder.at(price))
                        .say("The price bound " + price + " is not a multiple of the tick size " + ladder.at(price)));
    }

    private static void room(PriceRule rule, RuleCase on) {
        boolean mayReachZero = rule.allowsZero() || rule.allowsNegative();
        TickSize first = TickLadder.of(rule).steps().get(0).tickSize();
        rule.minPrice()
                .filter(least -> !mayReachZero
                        && least.value().signum() >= 0 // below: D-PRC-05
                        && least.value().compareTo(first.value()) < 0)
                .ifPresent(least -> on.at("/priceRule/minPrice")
                        .found(least)
                        .evidence("tickSize", first)
                        .say("The least price " + least + " is below one tick of " + first
                                + ": set it to one tick, or leave it out"));
        if (rule.minPrice().isEmpty() && rule.maxPrice().isEmpty()) {
            return;
        }
        Optional<Price> mark = on.need(RuleInput.MARK_PRICE);
        if (mark.isEmpty()) {
            return;
        }
        BigDecimal floor = mark.get().value().multiply(on.threshold("floorShareMax"));
        BigDecimal ceiling = mark.get().value().multiply(on.threshold("ceilingTimesMin"));
        rule.minPrice()
                .filter(least -> least.value().compareTo(floor) > 0)
                .ifPresent(least ->
                        trap("/priceRule/minPrice", "least", least, "at most " + Figures.plain(floor), mark.get(), on));
        rule.maxPrice()
                .filter(most -> most.value().compareTo(ceiling) < 0)
                .ifPresent(most -> trap(
                        "/priceRule/maxPrice", "greatest", most, "at least " + Figures.plain(ceiling), mark.get(), on));
    }

    private static void trap(String path, String which, Price bound, String usual, Price mark, RuleCase on) {
        on.at(path)
                .found(bound)
                .evidence("markPrice", mark)
                .say("The " + which + " price " + bound + " is near the price of " + mark
                        + " and can trap the market there; " + usual + " leaves it room");
    }

    private static void belowZero(Market market, RuleCase on) {
        PriceRule rule = market.priceRule();
        if (!rule.allowsNegative()) {
            rule.minPrice()
                    .filter(least -> least.value().signum() < 0)
                    .ifPresent(least -> on.at("/priceRule/minPrice")
                            .found(least)
                            .say("The least price is " + least
                                    + " and negative prices are not accepted: say which is meant"));
        }
        if (rule.allowsNegative()) {
            received(market, "negative prices", "/priceRule/allowsNegative", DownstreamSystem::takesNegative, on);
        }
        if (rule.allowsZero()) {
            received(market, "a price of zero", "/priceRule/allowsZero", DownstreamSystem::takesZero, on);
        }
    }

    private static void received(
            Market market, String prices, String path, Predicate<DownstreamSystem> takes, RuleCase on) {
        if (market instanceof FuturesContract contract && contract.payoff() == Payoff.INVERSE) {
            on.at(path)
                    .found(true)
                    .say("An inverse contract, worth its size over the price, accepts " + prices
                            + ": it has no value there");
        }
        List<String> unable = on.needOfTheWhole(RuleInput.DOWNSTREAM_SYSTEMS).map(DownstreamSystems::systems).stream()
                .flatMap(List::stream)
                .filter(takes.negate())
                .map(DownstreamSystem::name)
                .toList();
        if (!unable.isEmpty()) {
            on.at(path)
                    .found(true)
                    .evidence("systems", unable)
                    .say("The market accepts " + prices + ", which " + String.join(", ", unable)
                            + (unable.size() == 1 ? " does" : " do") + " not take");
        }
    }

    private static void relativeTick(PriceRule rule, RuleCase on) {
        if (rule.tickDerived()) {
            on.lacks("published tick size");
            return;
        }
        on.need(RuleInput.MARK_PRICE).ifPresent(mark -> {
            TickSize tick = TickLadder.of(rule).at(mark);
            BigDecimal bps = tick.value().multiply(BASIS_POINTS).divide(mark.value(), MathContext.DECIMAL128);
            BigDecimal least = on.threshold("bpsMin");
            BigDecimal most = on.threshold("bpsMax");
            if (bps.compareTo(least) < 0 || bps.compareTo(most) > 0) {
                on.at("/priceRule/tickSize")
                        .found(tick)
                        .evidence("tickBps", Figures.rounded(bps, 3))
                        .evidence("markPrice", mark)
                        .say("The tick of " + tick + " is " + Figures.rounded(bps, 3) + " bps of the price of " + mark
                                + "; usual is from " + Figures.plain(least) + " to " + Figures.plain(most));
            }
        });
    }
}
