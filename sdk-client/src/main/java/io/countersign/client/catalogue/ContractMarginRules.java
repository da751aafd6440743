package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.rounded;
import static io.countersign.client.internal.Figures.times;

import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.unit.Leverage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Margin schedules and the contracts that use them: sizes that meet, leverage that the market bears, legs that compare. */
final class ContractMarginRules {
    private ContractMarginRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-MRG-06", Severity.ERROR, "The greatest position lies in the last tier")
                        .checks(
                                "In the unit of the tiers, at the mark price where units differ: the contract's greatest position"
                                        + " is above the last lower bound, and not above the size at which the schedule ends."
                                        + " Inconclusive where no greatest position is published: the last tier then has no end.")
                        .why(
                                "A tier that nobody can reach hides a slip in the bounds or in the limit; a position beyond the"
                                        + " schedule has no margin at all. OKEx had to cut a position of 4,168,515 contracts in July 2018"
                                        + " that its limits had let grow.")
                        .fix(
                                "Bring the limit and the bounds into the same range, and look whether both count the same unit.")
                        .needs(RuleInput.MARK_PRICE)
                        .on(FuturesContract.class, ContractMarginRules::lastTier)
                        .build(),
                Rule.of("D-MRG-07", Severity.WARN, "Leverage leaves room for the moves that were seen")
                        .checks(
                                "1 / greatest leverage is above what 99.9 % of the moves from bar to bar within the last 90 days"
                                        + " did not exceed, plus a tick. The leverage is the one published, else 1 / initial margin of the"
                                        + " first tier. Inconclusive with fewer than 1,000 moves.")
                        .why(
                                "A position whose whole margin is smaller than one ordinary gap is bankrupt before it can be"
                                        + " liquidated, and the insurance fund pays.")
                        .fix("Lower the leverage of the first tier, or raise its initial margin.")
                        .needs(RuleInput.PRICE_HISTORY)
                        .on(FuturesContract.class, ContractMarginRules::gapRisk)
                        .build(),
                Rule.of("X-MRG-02", Severity.ERROR, "Contracts on one underlying have margins that compare")
                        .checks(
                                "A fixed maturity and the perpetual of the same underlying, quote and payoff have schedules for the"
                                        + " same client classes, in the same unit and application, and the initial margins of the first"
                                        + " tiers differ by a factor of 4 at most (WARN).")
                        .why(
                                "Venues net margin across the maturities of one underlying: the larger of longs and shorts. With a"
                                        + " leg that has no schedule, or one in another unit, the sum means nothing.")
                        .fix("Give every leg a schedule of the same shape.")
                        .comparing(
                                FuturesContract.class,
                                (contract, on) -> Optional.of(Leg.of(contract)),
                                ContractMarginRules::legs)
                        .build());
    }

    private static void lastTier(FuturesContract contract, RuleCase on) {
        if (contract.marginSchedules().isEmpty()) {
            return;
        }
        if (contract.maxPosition().isEmpty() || contract.maxPositionUnit().isEmpty()) {
            on.lacks("published greatest position");
            return;
        }
        for (String id : new TreeSet<>(contract.marginSchedules().values())) {
            on.find(MarginSchedule.class, id)
                    .filter(MarginLadder::isComputable) // else D-MRG-01
                    .ifPresent(schedule -> lastTier(contract, schedule, on));
        }
    }

    private static void lastTier(FuturesContract contract, MarginSchedule schedule, RuleCase on) {
        Optional<BigDecimal> known = PositionSizes.greatest(contract, schedule.unit(), on);
        if (known.isEmpty()) {
            return;
        }
        BigDecimal greatest = known.get();
        MarginTier last = schedule.tiers().get(schedule.tiers().size() - 1);
        String position = "The greatest position of " + contract.maxPosition().orElseThrow()
                + (contract.maxPositionUnit().orElseThrow() == schedule.unit()
                        ? ""
                        : " " + contract.maxPositionUnit().orElseThrow() + ", which is " + rounded(greatest, 8))
                + " " + MarginRules.unit(schedule);
        if (greatest.compareTo(last.lowerBound().value()) <= 0) {
            on.at("/maxPosition")
                    .found(contract.maxPosition().orElseThrow())
                    .evidence("marginSchedule", schedule.id())
                    .evidence("lastLowerBound", last.lowerBound())
                    .say(position + " does not reach the last tier of " + schedule.id() + ", which starts at "
                            + last.lowerBound());
        }
        schedule.maxSize()
                .filter(end -> greatest.compareTo(end.value()) > 0)
                .ifPresent(end -> on.at("/maxPosition")
                        .found(contract.maxPosition().orElseThrow())
                        .evidence("marginSchedule", schedule.id())
                        .evidence("maxSize", end)
                        .say(position + " is beyond the end of " + schedule.id() + " at " + end
                                + ": such a position has no margin"));
    }

    private static void gapRisk(FuturesContract contract, RuleCase on) {
        Optional<BigDecimal> margin = leastMargin(contract, on);
        if (margin.isEmpty()) {
            return;
        }
        Optional<PriceHistory> history = on.need(RuleInput.PRICE_HISTORY);
        if (history.isEmpty()) {
            return;
        }
        if (history.get().size() == 0 || history.get().last().signum() <= 0) {
            on.lacks("price history with a positive last price");
            return;
        }
        Duration lookback = Duration.ofDays(on.threshold("lookbackDays").longValueExact());
        PriceMoves moves = PriceMoves.ofOneInterval(history.get(), lookback);
        BigDecimal enough = on.threshold("movesMin");
        if (BigDecimal.valueOf(moves.size()).compareTo(enough) < 0) {
            on.lacks("price history of " + plain(enough) + " moves within " + lookback.toDays() + " days");
            return;
        }
        BigDecimal share = on.threshold("percentileShare");
        BigDecimal gap = moves.percentile(share);
        BigDecimal tick =
                contract.priceRule().tickSize().value().divide(history.get().last(), MathContext.DECIMAL64);
        if (margin.get().compareTo(gap.add(tick)) <= 0) {
            on.at(contract.maxLeverage().isPresent() ? "/maxLeverage" : "/marginSchedules")
                    .evidence("moves", moves.size())
                    .evidence("percentileMove", plain(gap))
                    .evidence("tickShare", rounded(tick, 6))
                    .say("At the greatest leverage a position holds " + percent(margin.get()) + " of its value; "
                            + percent(share) + " of the moves over "
                            + history.get().interval()
                            + " stayed within " + percent(gap) + ", and a tick is " + rounded(tick.movePointRight(2), 3)
                            + " %: lower the leverage");
        }
    }

    /** What a position at the greatest leverage holds, as a fraction of its value; empty where no leverage is known at all. */
    private static Optional<BigDecimal> leastMargin(FuturesContract contract, RuleCase on) {
        List<BigDecimal> margins = new ArrayList<>();
        contract.maxLeverage().ifPresent(leverage -> margins.add(over(leverage)));
        for (String id : new TreeSet<>(contract.marginSchedules().values())) {
            on.find(MarginSchedule.class, id).stream()
                    .flatMap(schedule -> schedule.tiers().stream())
                    .map(tier -> tier.maxLeverage()
                            .map(ContractMarginRules::over)
                            .orElse(tier.initialMargin().value()))
                    .forEach(margins::add);
        }
        return margins.stream().min(BigDecimal::compareTo);
    }

    private static BigDecimal over(Leverage leverage) {
        return BigDecimal.ONE.divide(leverage.value(), MathContext.DECIMAL64);
    }

    /** What is compared of a contract with those on the same underlying. */
    private record Leg(
            String id, boolean isPerpetual, Optional<String> underlying, SortedMap<String, String> schedules) {
        static Leg of(FuturesContract contract) {
            return new Leg(
                    contract.id(),
                    contract.type() == ContractType.PERPETUAL,
                    ContractMarginRules.underlying(contract),
                    contract.marginSchedules());
        }
    }

    private static void legs(SortedMap<DocumentId, Leg> legs, RuleCase on) {
        Map<String, Leg> perpetuals = new TreeMap<>();
        for (Leg leg : legs.values()) {
            if (leg.isPerpetual()) {
                leg.underlying().ifPresent(key -> perpetuals.putIfAbsent(key, leg));
            }
        }
        legs.forEach((id, leg) -> {
            if (!leg.isPerpetual()) {
                if (leg.underlying().isEmpty()) {
                    on.lacks("published underlying", id);
                }
                leg.underlying()
                        .flatMap(key -> Optional.ofNullable(perpetuals.get(key)))
                        .ifPresent(perpetual -> compare(id, leg, perpetual, on));
            }
        });
    }

    /** What a contract is on, or nothing where the venue does not say. */
    private static Optional<String> underlying(FuturesContract contract) {
        if (contract.base().isPresent() && contract.quote().isPresent()) {
            return Optional.of(contract.payoff() + " " + contract.base().get() + "/"
                    + contract.quote().get());
        }
        return contract.index().map(index -> contract.payoff() + " " + index);
    }

    private static void compare(DocumentId id, Leg dated, Leg perpetual, RuleCase on) {
        if (dated.schedules().isEmpty() || perpetual.schedules().isEmpty()) {
            return; // published elsewhere
        }
        if (!dated.schedules().keySet().equals(perpetual.schedules().keySet())) {
            on.at(id, "/marginSchedules")
                    .found(dated.schedules().keySet())
                    .evidence("perpetual", perpetual.id())
                    .say("There are schedules for " + dated.schedules().keySet() + ", and for "
                            + perpetual.schedules().keySet() + " in " + perpetual.id()
                            + " on the same underlying: positions of one class cannot be netted");
        }
        dated.schedules().forEach((clientClass, schedule) -> {
            Optional<MarginSchedule> one = on.find(MarginSchedule.class, schedule);
            Optional<MarginSchedule> other = Optional.ofNullable(
                            perpetual.schedules().get(clientClass))
                    .flatMap(otherId -> on.find(MarginSchedule.class, otherId));
            if (one.isPresent() && other.isPresent()) {
                compare(id, one.get(), other.get(), on);
            }
        });
    }

    private static void compare(DocumentId id, MarginSchedule one, MarginSchedule other, RuleCase on) {
        if (one.unit() != other.unit() || one.application() != other.application()) {
            on.at(id, "/marginSchedules")
                    .found(one.id())
                    .say("Schedule " + one.id() + " counts " + MarginRules.unit(one) + " (" + one.application()
                            + "), and "
                            + other.id() + " of the perpetual on the same underlying " + MarginRules.unit(other) + " ("
                            + other.application() + ")");
        } else if (MarginLadder.isComputable(one) && MarginLadder.isComputable(other)) { // else D-MRG-01
            BigDecimal first = firstInitialMargin(one);
            BigDecimal second = firstInitialMargin(other);
            BigDecimal most = on.threshold("factorMax");
            if (first.min(second).signum() > 0 // else D-MRG-02
                    && first.max(second).compareTo(first.min(second).multiply(most)) > 0) {
                on.at(id, "/marginSchedules")
                        .as(Severity.WARN)
                        .found(one.id())
                        .say("The first tier of " + one.id() + " asks for "
                                + times(first.max(second), first.min(second)) + " "
                                + (first.compareTo(second) > 0 ? "more" : "less") + " than that of " + other.id()
                                + " on the same underlying; up to " + plain(most) + "x is usual");
            }
        }
    }

    private static BigDecimal firstInitialMargin(MarginSchedule schedule) {
        MarginTier first = schedule.tiers().get(0);
        return first.initialMargin().value();
    }
}
