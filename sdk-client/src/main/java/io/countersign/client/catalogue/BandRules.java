package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.times;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.BandScope;
import io.countersign.model.market.CircuitBreaker;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Price bands and circuit breakers: they bracket the reference, are narrow enough to stop a mis-price, and are always on. */
final class BandRules {
    private static final String BAND = "/priceBand";

    private BandRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-BND-01", Severity.ERROR, "A price band brackets its reference")
                        .checks(
                                "On each side, the lower multiplier is below 1 and the upper one above it, so that no band is"
                                        + " crossed. The two that stop a mis-price, the highest price of a buy and the lowest of a"
                                        + " sell, are both set.")
                        .why(
                                "A band that does not contain its reference price rejects every order at the market, and one"
                                        + " that is open upwards to buyers is none: Quoine, 19 April 2017, filled orders at about"
                                        + " 250 times the price.")
                        .fix("Set the multipliers around 1.")
                        .on(Market.class, (market, on) -> market.priceBand().ifPresent(band -> brackets(band, on)))
                        .build(),
                Rule.of(
                                "D-BND-02",
                                Severity.WARN,
                                "A market that trades has a price band narrow enough to stop a mis-price")
                        .checks(
                                "In a market that is ONLINE (or whose status is not published and that accepts orders), buys"
                                        + " reach at most 1.5 times the reference and sells at least half of it. A market without"
                                        + " a band is a finding where the venue has bands on others of its kind, spot or"
                                        + " futures; where it publishes none at all, the rule is inconclusive.")
                        .why(
                                "A band of five times and a fifth, as Binance had on all 1,405 pairs in April 2021, let orders"
                                        + " of 2019 fill in October 2025 at prices that nobody meant.")
                        .fix("Narrow the band; for a volatile market set the thresholds of its venue.")
                        .on(Market.class, BandRules::narrow)
                        .comparing(SpotMarket.class, BandRules::hasBand, BandRules::present)
                        .comparing(FuturesContract.class, BandRules::hasBand, BandRules::present)
                        .build(),
                Rule.of("D-BND-03", Severity.ERROR, "Bands and breakers hold outside the regular session too")
                        .checks(
                                "Of a market's circuit breakers, one at least holds outside the regular session: before the"
                                        + " opening, in auctions and on resumption. A price band holds there if it says what it"
                                        + " does while its reference is stale; where that is not published, the rule is"
                                        + " inconclusive.")
                        .why(
                                "Goldman Sachs, 20 August 2013: orders at a default price of one dollar filled before and at"
                                        + " the opening, where limits were not in force; 38 million dollars.")
                        .fix("Let a breaker hold outside the regular session, or say what the band does with a stale"
                                + " reference.")
                        .on(Market.class, BandRules::alwaysOn)
                        .build(),
                Rule.of("T-BND-01", Severity.ERROR, "A band is not removed, doubled, or drawn inside open orders")
                        .checks(
                                "The band, its upper bound for buys, its lower bound for sells and the circuit breakers are not"
                                        + " removed. Neither of these bounds moves to more than twice its distance from the"
                                        + " reference. Where a bound is tightened, no resting order is outside the new band and"
                                        + " was inside the old one, with the mark or last price as the reference; bands for"
                                        + " aggressive orders only do not concern those that rest. (The mark itself lies in every"
                                        + " band that brackets its reference: D-BND-01.)")
                        .why(
                                "A band is widened for one busy day and stays wide. Orders outside a narrowed band are rejected"
                                        + " when they are amended, and a market whose quotes are all outside stands still.")
                        .fix(
                                "Widen in steps and with an end; narrow when the orders outside have gone, or record a waiver.")
                        .needs(RuleInput.RESTING_ORDERS, RuleInput.MARK_PRICE)
                        .onChange(Market.class, BandRules::moved)
                        .build());
    }

    private static void brackets(PriceBand band, RuleCase on) {
        outer("buyUp", "buy above", band.buyUp(), on);
        outer("sellDown", "sell below", band.sellDown(), on);
        for (Bound bound : Bound.of(band)) {
            int side = bound.rate().value().compareTo(BigDecimal.ONE);
            if (bound.upper() ? side <= 0 : side >= 0) {
                on.at(BAND + "/" + bound.field())
                        .found(bound.rate())
                        .say("The band does not bracket its reference: " + bound.field() + " is " + bound.rate()
                                + " and must be " + (bound.upper() ? "above" : "below") + " 1");
            }
        }
    }

    private static void outer(String field, String what, Optional<Rate> bound, RuleCase on) {
        if (bound.isEmpty()) {
            on.at(BAND).say("The band has no " + field + ": a " + what + " any price is accepted");
        }
    }

    private static boolean isOpen(Market market) {
        return market.status()
                .map(TradingStatus.ONLINE::equals)
                .orElseGet(() -> !(market instanceof FuturesContract contract)
                        || contract.tradeable().orElse(true));
    }

    private static void narrow(Market market, RuleCase on) {
        if (market.priceBand().isEmpty() || !isOpen(market)) {
            return;
        }
        PriceBand band = market.priceBand().get();
        BigDecimal most = on.threshold("upMax");
        BigDecimal least = on.threshold("downMin");
        List<String> wide = Stream.concat(
                        band
                                .buyUp()
                                .filter(up -> up.value().compareTo(most) > 0)
                                .map(up -> "buys up to " + up + " times the reference (" + plain(most) + " is usual)")
                                .stream(),
                        band
                                .sellDown()
                                .filter(down -> down.value().compareTo(least) < 0)
                                .map(down -> "sells down to " + down + " times the reference (" + plain(least)
                                        + " is usual)")
                                .stream())
                .toList();
        if (!wide.isEmpty()) {
            on.at(BAND).say("The band is too wide to stop a mis-price: it accepts " + String.join(" and ", wide));
        }
    }

    /** Of a market that trades, whether it has a band. */
    private static Optional<Boolean> hasBand(Market market, RuleCase on) {
        return isOpen(market) ? Optional.of(market.priceBand().isPresent()) : Optional.empty();
    }

    private static void present(SortedMap<DocumentId, Boolean> open, RuleCase on) {
        long banded = open.values().stream().filter(hasBand -> hasBand).count();
        if (banded == 0) {
            on.lacksOfTheWhole("published price band of any " + open.firstKey().kind());
            return;
        }
        open.forEach((id, hasBand) -> {
            if (!hasBand) {
                on.at(id, "")
                        .evidence("marketsWithBand", banded)
                        .say("The market trades without a price band, unlike " + banded + " of the venue's "
                                + open.size() + " open " + id.kind() + "s");
            }
        });
    }

    private static void alwaysOn(Market market, RuleCase on) {
        List<CircuitBreaker> breakers = market.circuitBreakers();
        boolean breakerHolds = breakers.stream().anyMatch(CircuitBreaker::appliesOutsideRegularSession);
        boolean bandHolds =
                market.priceBand().flatMap(PriceBand::onStaleReference).isPresent();
        if (breakerHolds || bandHolds) {
            return;
        }
        if (market.priceBand().isPresent()) {
            on.lacks("what the price band does while its reference is stale");
        } else if (!breakers.isEmpty()) {
            on.at("/circuitBreakers/0/appliesOutsideRegularSession")
                    .found(false)
                    .evidence("breakers", breakers.size())
                    .say("Nothing stops the market outside the regular session: it has no band, and "
                            + Figures.count(breakers.size(), "circuit breaker") + " for the regular session only");
        }
    }

    private static void moved(Market before, Market after, RuleCase on) {
        if (!before.circuitBreakers().isEmpty() && after.circuitBreakers().isEmpty()) {
            on.at("/circuitBreakers")
                    .before(before.circuitBreakers().size())
                    .found(0)
                    .unit("circuit breakers")
                    .say("The circuit breakers are removed: nothing stops the market when it moves too fast");
        }
        if (before.priceBand().isEmpty()) {
            return;
        }
        PriceBand old = before.priceBand().get();
        if (after.priceBand().isEmpty()) {
            on.at(BAND).say("The price band is removed: orders at any price are accepted");
            return;
        }
        PriceBand band = after.priceBand().get();
        widened("buyUp", old.buyUp(), band.buyUp(), on);
        widened("sellDown", old.sellDown(), band.sellDown(), on);
        if (isTighter(old, band) && !band.appliesTo().equals(Optional.of(BandScope.AGGRESSIVE_ONLY))) {
            Optional<RestingOrders> orders = on.need(RuleInput.RESTING_ORDERS);
            Optional<Price> mark = on.need(RuleInput.MARK_PRICE);
            if (orders.isPresent() && mark.isPresent()) {
                outside(old, band, orders.get(), mark.get(), on);
            }
        }
    }

    private static void widened(String field, Optional<Rate> before, Optional<Rate> after, RuleCase on) {
        if (before.isEmpty()) {
            return;
        }
        if (after.isEmpty()) {
            on.at(BAND + "/" + field)
                    .before(before.get())
                    .say("The band's " + field + " is removed; it was " + before.get());
            return;
        }
        BigDecimal was = before.get().value().subtract(BigDecimal.ONE).abs();
        BigDecimal is = after.get().value().subtract(BigDecimal.ONE).abs();
        BigDecimal most = on.threshold("factorMax");
        if (was.signum() > 0 && is.compareTo(was.multiply(most)) > 0) {
            on.at(BAND + "/" + field)
                    .before(before.get())
                    .found(after.get())
                    .say("The band is widened " + times(is, was) + " on one side: " + field + " goes from "
                            + before.get() + " to " + after.get() + "; up to " + plain(most)
                            + "x at once is usual");
        }
    }

    private static boolean isTighter(PriceBand before, PriceBand after) {
        return isLess(after.buyUp(), before.buyUp())
                || isLess(after.sellUp(), before.sellUp())
                || isMore(after.buyDown(), before.buyDown())
                || isMore(after.sellDown(), before.sellDown());
    }

    private static boolean isLess(Optional<Rate> after, Optional<Rate> before) {
        return after.isPresent()
                && before.map(old -> after.get().compareTo(old) < 0).orElse(true);
    }

    private static boolean isMore(Optional<Rate> after, Optional<Rate> before) {
        return after.isPresent()
                && before.map(old -> after.get().compareTo(old) > 0).orElse(true);
    }

    private static void outside(PriceBand before, PriceBand after, RestingOrders orders, Price mark, RuleCase on) {
        Limits old = Limits.of(before, mark);
        Limits now = Limits.of(after, mark);
        int outside = 0;
        String sample = "";
        for (int row = 0; row < orders.size(); row++) {
            BigDecimal price = orders.prices().at(row);
            if (old.contains(orders.isBuy(row), price) && !now.contains(orders.isBuy(row), price)) {
                sample = outside == 0 ? orders.ids().at(row) : sample;
                outside++;
            }
        }
        if (outside > 0) {
            on.at(BAND)
                    .evidence("ordersOutside", outside)
                    .evidence("orders", orders.size())
                    .evidence("markPrice", mark)
                    .evidence("sample", sample)
                    .say(Figures.count(outside, "open order") + " of " + orders.size() + " ("
                            + Figures.share(outside, orders.size())
                            + ") fall outside the narrowed band around the price of " + mark + ", such as " + sample);
        }
    }

    /** One multiplier of a band. */
    private record Bound(String field, Rate rate, boolean upper) {
        static List<Bound> of(PriceBand band) {
            return Stream.of(
                            band.buyUp().map(rate -> new Bound("buyUp", rate, true)),
                            band.buyDown().map(rate -> new Bound("buyDown", rate, false)),
                            band.sellUp().map(rate -> new Bound("sellUp", rate, true)),
                            band.sellDown().map(rate -> new Bound("sellDown", rate, false)))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /** A band around a price; a side without a multiplier has no limit there. */
    private record Limits(
            Optional<BigDecimal> buyDown,
            Optional<BigDecimal> buyUp,
            Optional<BigDecimal> sellDown,
            Optional<BigDecimal> sellUp) {
        static Limits of(PriceBand band, Price reference) {
            UnaryOperator<Optional<BigDecimal>> scaled = rate -> rate.map(reference.value()::multiply);
            return new Limits(
                    scaled.apply(band.buyDown().map(Rate::value)),
                    scaled.apply(band.buyUp().map(Rate::value)),
                    scaled.apply(band.sellDown().map(Rate::value)),
                    scaled.apply(band.sellUp().map(Rate::value)));
        }

        boolean contains(boolean isBuy, BigDecimal price) {
            Optional<BigDecimal> least = isBuy ? buyDown : sellDown;
            Optional<BigDecimal> most = isBuy ? buyUp : sellUp;
            return least.map(bound -> price.compareTo(bound) >= 0).orElse(true)
                    && most.map(bound -> price.compareTo(bound) <= 0).orElse(true);
        }
    }
}
