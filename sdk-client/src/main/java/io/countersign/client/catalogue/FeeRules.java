package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.plain;

import io.countersign.client.internal.Fees;
import io.countersign.client.internal.Figures;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.FeePair;
import io.countersign.model.market.FeeProduct;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.Market;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The fees of one market or fee schedule: ladders that ascend, never pay more than they earn, and are plausible. */
final class FeeRules {
    private FeeRules() {}

    static List<ChangeRule> all() {
        return List.of(
                onFees(
                                Rule.of("D-FEE-01", Severity.BLOCK, "Fee steps start at zero volume and ascend")
                                        .checks(
                                                "The first threshold of each ladder is 0, and thresholds are strictly ascending."
                                                        + " Of markets and fee schedules.")
                                        .why(
                                                "An account below the first step, or between two steps of one threshold, has no"
                                                        + " fee that anybody can name.")
                                        .fix(
                                                "Add a step at volume 0, and give each threshold once, in ascending order."),
                                FeeRules::ascend)
                        .build(),
                onFees(
                                Rule.of("D-FEE-02", Severity.WARN, "Fees do not rise with volume")
                                        .checks("Within a ladder, no step has a higher fee than the step before it.")
                                        .why(
                                                "A customer who trades more and pays more has found a typing error before the"
                                                        + " venue did.")
                                        .fix("Check the step against the published fee table."),
                                (fees, on) -> fees.sides().forEach(side -> falls(side, on)))
                        .build(),
                onFees(
                                Rule.of("D-FEE-03", Severity.ERROR, "Resting is not dearer than taking")
                                        .checks(
                                                "At every trailing volume at which a ladder has a step, the maker fee is not"
                                                        + " above the taker fee.")
                                        .why(
                                                "Six Kraken pairs had it on 2026-01-12 (CMETHETH, EURRUSDC, METHETH, TBTCXBT,"
                                                        + " USDDEUR, USDSEUR): a standard maker ladder beside a reduced taker ladder.")
                                        .fix("Take both ladders from the same fee family."),
                                FeeRules::makerNotAboveTaker)
                        .build(),
                onFees(
                                Rule.of(
                                                "D-FEE-04",
                                                Severity.BLOCK,
                                                "No pair of fee tiers pays out more than it takes in")
                                        .checks(
                                                "The least maker fee plus the least taker fee, over all pairs of steps, is not"
                                                        + " negative.")
                                        .why(
                                                "Two accounts of one owner, one on each step, trade with each other and are paid"
                                                        + " for it by the venue. Seven Kraken pairs allowed it on 2026-01-12.")
                                        .fix(
                                                "Make the rebate smaller than the least taker fee, or raise that taker fee."),
                                FeeRules::noNetRebate)
                        .build(),
                onFees(
                                Rule.of("D-FEE-06", Severity.BLOCK, "Fees are percent of a plausible size")
                                        .checks(
                                                "No fee of a spot market or of margin is beyond 1 percent in either direction, of"
                                                        + " a futures contract beyond 0.1 percent; a first taker step above zero is at"
                                                        + " least 0.005 percent, of futures 0.002 percent (warning).")
                                        .why(
                                                "Venues mix percent and fractions: 0.26 percent read as a fraction is a fee of 26"
                                                        + " percent, and 0.0026 read as percent is next to nothing.")
                                        .fix("Check the unit of the source: 0.26 means 0.26 percent here."),
                                FeeRules::plausible)
                        .build(),
                Rule.of("D-FEE-07", Severity.INFO, "Fees stand somewhere")
                        .checks(
                                "A published fee list is not empty, and a fee schedule has tiers. Of an empty list it is said"
                                        + " whether the market names the schedule where its fees stand.")
                        .why(
                                "Kraken's AssetPairs response carried every fee in January 2026 and empty lists in September"
                                        + " 2026: published elsewhere, which is not the same as free of charge.")
                        .fix("Name the fee schedule in the market; rules about fees do not see them otherwise.")
                        .on(Market.class, FeeRules::listed)
                        .on(FeeSchedule.class, (schedule, on) -> {
                            if (schedule.tiers().isEmpty()) {
                                on.at("/tiers")
                                        .say("The fee schedule has no tiers: what its markets charge is not known");
                            }
                        })
                        .build());
    }

    /** The same check of every document in which fees stand, whatever its shape. */
    private static Rule.Builder onFees(Rule.Builder rule, Rule.Check<Fees> check) {
        return rule.on(Market.class, (market, on) -> Fees.in(market).ifPresent(fees -> check.check(fees, on)))
                .on(FeeSchedule.class, (schedule, on) -> check.check(Fees.of(schedule), on));
    }

    private static void ascend(Fees fees, RuleCase on) {
        Set<String> seen = new HashSet<>();
        for (Fees.Side side : fees.sides()) {
            if (seen.add(side.path())) { // both sides of a schedule have the same thresholds
                ascends(side, on);
            }
        }
    }

    private static void ascends(Fees.Side side, RuleCase on) {
        List<FeeStep> steps = side.steps();
        if (!steps.isEmpty() && steps.get(0).threshold().value().signum() != 0) {
            on.at(side.path())
                    .found(steps.get(0).threshold())
                    .say("The first fee step starts at volume " + steps.get(0).threshold()
                            + " instead of 0: accounts below it have no fee");
        }
        for (int i = 1; i < steps.size(); i++) {
            Notional previous = steps.get(i - 1).threshold();
            Notional current = steps.get(i).threshold();
            if (current.compareTo(previous) <= 0) {
                // Such a list is not a keyed collection, so it is named as a whole.
                on.at(side.path())
                        .found(current)
                        .evidence("index", i)
                        .say("Fee step " + (i + 1) + " starts at volume " + current
                                + ", not above the step before it at " + previous);
            }
        }
    }

    private static void falls(Fees.Side side, RuleCase on) {
        for (int i = 1; i < side.steps().size(); i++) {
            FeeStep previous = side.steps().get(i - 1);
            FeeStep current = side.steps().get(i);
            if (current.fee().compareTo(previous.fee()) > 0) {
                on.at(side.pathOf(current))
                        .found(current.fee())
                        .say("The fee rises from " + previous.fee() + " % to " + current.fee() + " % as volume reaches "
                                + current.threshold());
            }
        }
    }

    private static void makerNotAboveTaker(Fees fees, RuleCase on) {
        if (fees.maker().isEmpty()) {
            return; // one fee for both sides
        }
        List<Notional> volumes = new ArrayList<>();
        String first = "";
        for (Notional volume : volumes(fees.makerOrBoth(), fees.taker())) {
            Optional<Percent> maker = fees.makerOrBoth().at(volume);
            Optional<Percent> taker = fees.taker().at(volume);
            if (maker.isPresent() && taker.isPresent() && maker.get().compareTo(taker.get()) > 0) {
                volumes.add(volume);
                first = first.isEmpty()
                        ? "at volume " + volume + " the maker pays " + maker.get() + " %, the taker " + taker.get()
                                + " %"
                        : first;
            }
        }
        if (!volumes.isEmpty()) {
            on.at(fees.makerOrBoth().path())
                    .evidence("steps", volumes.size())
                    .evidence("volumes", volumes)
                    .say("Maker fee above taker fee on " + Figures.count(volumes.size(), "step") + ": " + first);
        }
    }

    private static void noNetRebate(Fees fees, RuleCase on) {
        if (fees.negativePair().isEmpty()) {
            return;
        }
        FeePair pair = fees.negativePair().get();
        FindingDraft finding = on.at(fees.makerOrBoth().pathOf(pair.maker()))
                .found(pair.maker().fee())
                .evidence("makerThreshold", pair.maker().threshold())
                .evidence("makerFeePercent", pair.maker().fee())
                .evidence("takerThreshold", pair.taker().threshold())
                .evidence("takerFeePercent", pair.taker().fee())
                .evidence("sumPercent", pair.sum());
        finding.say("Rebate exceeds taker fee: maker tier from " + pair.maker().threshold() + " ("
                + pair.maker().fee() + " %) with taker tier from "
                + pair.taker().threshold() + " ("
                + pair.taker().fee() + " %) sums to " + pair.sum()
                + " %, the worst of all pairs; raise the maker fee to at least "
                + plain(pair.taker().fee().value().negate()) + " %");
    }

    private static void plausible(Fees fees, RuleCase on) {
        Optional<FeeProduct> product = fees.product();
        BigDecimal futuresMost = on.threshold("futuresPercentMax");
        BigDecimal most =
                product.filter(p -> p == FeeProduct.FUTURES).isPresent() ? futuresMost : on.threshold("spotPercentMax");
        boolean unsure = false;
        for (Fees.Side side : fees.sides()) {
            for (FeeStep step : side.steps()) {
                BigDecimal size = step.fee().value().abs();
                if (size.compareTo(most) > 0) {
                    on.at(side.pathOf(step))
                            .found(step.fee())
                            .say("A " + side.name() + " fee of " + step.fee() + " % is beyond " + plain(most)
                                    + " %: check that the source gives percent");
                } else if (product.isEmpty() && size.compareTo(futuresMost) > 0) {
                    unsure = true;
                }
            }
        }
        if (unsure) {
            on.lacks("product of the fee schedule");
        }
        firstTakerStep(fees, on);
    }

    private static void firstTakerStep(Fees fees, RuleCase on) {
        if (fees.taker().steps().isEmpty()) {
            return;
        }
        FeeStep first = fees.taker().steps().get(0);
        BigDecimal least = on.threshold(
                fees.product().filter(p -> p != FeeProduct.FUTURES).isPresent()
                        ? "spotTakerFirstPercentMin"
                        : "futuresTakerFirstPercentMin");
        if (first.fee().value().signum() > 0 && first.fee().value().compareTo(least) < 0) {
            on.at(fees.taker().pathOf(first))
                    .as(Severity.WARN)
                    .found(first.fee())
                    .say("A first taker fee of " + first.fee()
                            + " % is very small: check that the source gives percent, not a fraction");
        }
    }

    private static void listed(Market market, RuleCase on) {
        Fees.in(market)
                .flatMap(fees -> fees.taker().steps().isEmpty()
                        ? Optional.of(fees.taker())
                        : fees.maker().filter(maker -> maker.steps().isEmpty()))
                .ifPresent(empty -> on.at(empty.path())
                        .say(
                                market.feeScheduleRef().isPresent()
                                        ? "The " + empty.name()
                                                + " fee list is empty: published elsewhere, in fee schedule "
                                                + market.feeScheduleRef().get() + ", not free of charge"
                                        : "The " + empty.name()
                                                + " fee list is empty and no fee schedule is named: published"
                                                + " elsewhere or missing, which cannot be told from here"));
    }

    /** Every volume at which one of the two ladders has a step, ascending. */
    static Set<Notional> volumes(Fees.Side one, Fees.Side other) {
        Set<Notional> volumes = new TreeSet<>();
        one.steps().forEach(step -> volumes.add(step.threshold()));
        other.steps().forEach(step -> volumes.add(step.threshold()));
        return volumes;
    }
}
