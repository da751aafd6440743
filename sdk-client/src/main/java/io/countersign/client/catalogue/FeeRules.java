package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.plain;

import io.countersign.client.internal.Figures;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.FeePair;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Fees: ladders that ascend, never pay more than they earn, and do not rise unannounced. */
final class FeeRules {
    private FeeRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-FEE-01", Severity.BLOCK, "Fee steps start at zero volume and ascend")
                        .checks("The first threshold of each ladder is 0, and thresholds are strictly ascending.")
                        .why("An account below the first step, or between two steps of one threshold, has no fee that"
                                + " anybody can name.")
                        .fix("Add a step at volume 0, and give each threshold once, in ascending order.")
                        .on(
                                SpotMarket.class,
                                (market, on) -> eachLadder(market, (path, steps) -> ascends(path, steps, on)))
                        .build(),
                Rule.of("D-FEE-02", Severity.WARN, "Fees do not rise with volume")
                        .checks("Within a ladder, no step has a higher fee than the step before it.")
                        .why("A customer who trades more and pays more has found a typing error before the venue did.")
                        .fix("Check the step against the published fee table.")
                        .on(
                                SpotMarket.class,
                                (market, on) -> eachLadder(market, (path, steps) -> falls(path, steps, on)))
                        .build(),
                Rule.of("D-FEE-03", Severity.ERROR, "Resting is not dearer than taking")
                        .checks("At every trailing volume at which a ladder has a step, the maker fee is not above the"
                                + " taker fee.")
                        .why("Six Kraken pairs had it on 2026-01-12 (CMETHETH, EURRUSDC, METHETH, TBTCXBT, USDDEUR,"
                                + " USDSEUR): a standard maker ladder beside a reduced taker ladder.")
                        .fix("Take both ladders from the same fee family.")
                        .on(SpotMarket.class, FeeRules::makerNotAboveTaker)
                        .build(),
                Rule.of("D-FEE-04", Severity.BLOCK, "No pair of fee tiers pays out more than it takes in")
                        .checks(
                                "The least maker fee plus the least taker fee, over all pairs of steps, is not negative.")
                        .why(
                                "Two accounts of one owner, one on each step, trade with each other and are paid for it by the"
                                        + " venue. Seven Kraken pairs allowed it on 2026-01-12.")
                        .fix("Make the rebate smaller than the least taker fee, or raise that taker fee.")
                        .on(SpotMarket.class, FeeRules::noNetRebate)
                        .build(),
                Rule.of("D-FEE-06", Severity.BLOCK, "Fees are percent of a plausible size")
                        .checks(
                                "No fee is beyond 1 percent in either direction; a first taker step above zero is at least"
                                        + " 0.005 percent (warning).")
                        .why("Venues mix percent and fractions: 0.26 percent read as a fraction is a fee of 26 percent,"
                                + " and 0.0026 read as percent is next to nothing.")
                        .fix("Check the unit of the source: 0.26 means 0.26 percent here.")
                        .on(SpotMarket.class, FeeRules::plausible)
                        .build(),
                Rule.of("D-FEE-07", Severity.INFO, "Fees stand somewhere")
                        .checks("A published fee list is not empty.")
                        .why(
                                "Kraken's AssetPairs response carried every fee in January 2026 and empty lists in September"
                                        + " 2026: published elsewhere, which is not the same as free of charge.")
                        .fix("Nothing, if the venue publishes fees elsewhere; rules about fees do not see them then.")
                        .on(SpotMarket.class, FeeRules::notEmpty)
                        .build(),
                Rule.of("T-FEE-01", Severity.BLOCK, "Fees do not rise unannounced")
                        .checks(
                                "Where a maker or taker fee is higher after the change at any trailing volume, the change's"
                                        + " policy names a notice period (ERROR). A change after which D-FEE-04 fails, and did not"
                                        + " before, is a BLOCK.")
                        .why(
                                "Customers are owed notice of a price rise; a rebate above the taker fee is drained in hours.")
                        .fix("Set the notice period in the change's policy, or leave the fee.")
                        .onChange(SpotMarket.class, FeeRules::noRiseWithoutNotice)
                        .build());
    }

    private interface LadderCheck {
        void check(String path, List<FeeStep> steps);
    }

    private static void eachLadder(SpotMarket market, LadderCheck check) {
        market.fees().ifPresent(fees -> {
            fees.maker().ifPresent(steps -> check.check("/fees/maker", steps));
            check.check("/fees/taker", fees.taker());
        });
    }

    private static String step(String ladder, FeeStep step) {
        return ladder + "/threshold=" + step.threshold();
    }

    private static void ascends(String path, List<FeeStep> steps, RuleCase on) {
        if (!steps.isEmpty() && steps.get(0).threshold().value().signum() != 0) {
            on.at(path)
                    .found(steps.get(0).threshold())
                    .say("The first fee step starts at volume " + steps.get(0).threshold()
                            + " instead of 0: accounts below it have no fee");
        }
        for (int i = 1; i < steps.size(); i++) {
            Notional previous = steps.get(i - 1).threshold();
            Notional current = steps.get(i).threshold();
            if (current.compareTo(previous) <= 0) {
                // Such a list is not a keyed collection, so it is named as a whole.
                on.at(path)
                        .found(current)
                        .evidence("index", i)
                        .say("Fee step " + (i + 1) + " starts at volume " + current
                                + ", not above the step before it at " + previous);
            }
        }
    }

    private static void falls(String path, List<FeeStep> steps, RuleCase on) {
        for (int i = 1; i < steps.size(); i++) {
            FeeStep previous = steps.get(i - 1);
            FeeStep current = steps.get(i);
            if (current.fee().compareTo(previous.fee()) > 0) {
                on.at(step(path, current) + "/fee")
                        .found(current.fee())
                        .say("The fee rises from " + previous.fee() + " % to " + current.fee() + " % as volume reaches "
                                + current.threshold());
            }
        }
    }

    private static void makerNotAboveTaker(SpotMarket market, RuleCase on) {
        Optional<FeeLadder> fees = market.fees();
        if (fees.isEmpty() || fees.get().maker().isEmpty()) {
            return; // one fee for both sides
        }
        List<FeeStep> makers = fees.get().maker().get();
        List<FeeStep> takers = fees.get().taker();
        List<Notional> volumes = new ArrayList<>();
        String first = "";
        for (Notional volume : volumes(makers, takers)) {
            Optional<Percent> maker = feeAt(makers, volume);
            Optional<Percent> taker = feeAt(takers, volume);
            if (maker.isPresent() && taker.isPresent() && maker.get().compareTo(taker.get()) > 0) {
                volumes.add(volume);
                first = first.isEmpty()
                        ? "at volume " + volume + " the maker pays " + maker.get() + " %, the taker " + taker.get()
                                + " %"
                        : first;
            }
        }
        if (!volumes.isEmpty()) {
            on.at("/fees/maker")
                    .evidence("steps", volumes.size())
                    .evidence("volumes", volumes)
                    .say("Maker fee above taker fee on " + Figures.count(volumes.size(), "step") + ": " + first);
        }
    }

    private static void noNetRebate(SpotMarket market, RuleCase on) {
        negativePair(market)
                .ifPresent(pair -> on.at("/fees/maker/threshold=" + pair.maker().threshold() + "/fee")
                        .found(pair.maker().fee())
                        .evidence("makerThreshold", pair.maker().threshold())
                        .evidence("makerFeePercent", pair.maker().fee())
                        .evidence("takerThreshold", pair.taker().threshold())
                        .evidence("takerFeePercent", pair.taker().fee())
                        .evidence("sumPercent", pair.sum())
                        .say("Rebate exceeds taker fee: maker tier from "
                                + pair.maker().threshold() + " ("
                                + pair.maker().fee() + " %) with taker tier from "
                                + pair.taker().threshold() + " (" + pair.taker().fee() + " %) sums to " + pair.sum()
                                + " %, the worst of all pairs; raise the maker fee to at least "
                                + plain(pair.taker().fee().value().negate()) + " %"));
    }

    private static Optional<FeePair> negativePair(SpotMarket market) {
        return market.fees()
                .flatMap(FeePair::worst)
                .filter(pair -> pair.sum().value().signum() < 0);
    }

    private static void plausible(SpotMarket market, RuleCase on) {
        BigDecimal most = on.threshold("spotPercentMax");
        eachLadder(market, (path, steps) -> {
            for (FeeStep step : steps) {
                if (step.fee().value().abs().compareTo(most) > 0) {
                    on.at(step(path, step) + "/fee")
                            .found(step.fee())
                            .say("A fee of " + step.fee() + " % is beyond " + plain(most)
                                    + " %: check that the source gives percent");
                }
            }
        });
        List<FeeStep> takers = market.fees().map(FeeLadder::taker).orElse(List.of());
        if (!takers.isEmpty()) {
            BigDecimal first = takers.get(0).fee().value();
            if (first.signum() > 0 && first.compareTo(on.threshold("spotTakerFirstPercentMin")) < 0) {
                on.at(step("/fees/taker", takers.get(0)) + "/fee")
                        .as(Severity.WARN)
                        .found(takers.get(0).fee())
                        .say("A first taker fee of " + plain(first)
                                + " % is very small: check that the source gives percent, not a fraction");
            }
        }
    }

    private static void notEmpty(SpotMarket market, RuleCase on) {
        if (market.fees().isPresent() && market.fees().get().taker().isEmpty()) {
            on.at("/fees/taker").say("The fee list is empty: published elsewhere, not free of charge");
        }
    }

    private static void noRiseWithoutNotice(SpotMarket before, SpotMarket after, RuleCase on) {
        if (before.fees().equals(after.fees())) {
            return;
        }
        if (negativePair(before).isEmpty()) {
            negativePair(after)
                    .ifPresent(pair -> on.at("/fees")
                            .evidence("sumPercent", pair.sum())
                            .say("The change makes trades that cost the venue "
                                    + plain(pair.sum().value().negate())
                                    + " % of their value, which were not possible before; see D-FEE-04"));
        }
        if (on.policy().noticePeriod().isPresent()
                || before.fees().isEmpty()
                || after.fees().isEmpty()) {
            return;
        }
        FeeLadder from = before.fees().get();
        FeeLadder to = after.fees().get();
        rises("/fees/maker", from.maker().orElse(from.taker()), to.maker().orElse(to.taker()), on);
        rises("/fees/taker", from.taker(), to.taker(), on);
    }

    private static void rises(String path, List<FeeStep> before, List<FeeStep> after, RuleCase on) {
        int risen = 0;
        String first = "";
        for (Notional volume : volumes(before, after)) {
            Optional<Percent> from = feeAt(before, volume);
            Optional<Percent> to = feeAt(after, volume);
            if (from.isPresent() && to.isPresent() && to.get().compareTo(from.get()) > 0) {
                risen++;
                first = first.isEmpty() ? "from " + from.get() + " % to " + to.get() + " % at volume " + volume : first;
            }
        }
        if (risen > 0) {
            on.at(path)
                    .as(Severity.ERROR)
                    .evidence("steps", risen)
                    .say("Fees rise on " + Figures.count(risen, "step") + ", " + first
                            + ", and the change names no notice period");
        }
    }

    private static Set<Notional> volumes(List<FeeStep> some, List<FeeStep> others) {
        Set<Notional> volumes = new TreeSet<>();
        some.forEach(step -> volumes.add(step.threshold()));
        others.forEach(step -> volumes.add(step.threshold()));
        return volumes;
    }

    /** The fee of an account with that volume: the step with the greatest threshold that is not above it. */
    private static Optional<Percent> feeAt(List<FeeStep> steps, Notional volume) {
        return steps.stream()
                .filter(step -> step.threshold().compareTo(volume) <= 0)
                .reduce((one, other) -> other.threshold().compareTo(one.threshold()) >= 0 ? other : one)
                .map(FeeStep::fee);
    }
}
