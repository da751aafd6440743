package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.rounded;

import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.unit.Amount;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Margin that demands less: only while the market is calm. */
final class LooserMarginRules {
    private LooserMarginRules() {}

    static List<ChangeRule> all() {
        return List.of(Rule.of("T-LEV-02", Severity.WARN, "Margin is not loosened in a wild market")
                .checks(
                        "Where initial margin is cut by more than half or leverage raised at any size: the mean move from"
                                + " bar to bar over the last 24 hours is not above what 95 % of such windows in the price"
                                + " history did not exceed. Inconclusive with fewer than 20 windows, or where the history ends"
                                + " before the last 24 hours.")
                .why("More leverage is asked for when prices run. Positions opened with it are the first to be"
                        + " liquidated, into a book that has emptied.")
                .fix("Wait until volatility is back to normal, or go in smaller steps.")
                .needs(RuleInput.PRICE_HISTORY)
                .onChange(MarginSchedule.class, LooserMarginRules::loosened)
                .onChange(FuturesContract.class, LooserMarginRules::leverageRaised)
                .build());
    }

    private static void loosened(MarginSchedule before, MarginSchedule after, RuleCase on) {
        loosening(before, after, on)
                .ifPresent(what -> MarginChangeRules.users(after, on)
                        .forEach(user -> calm(what, "/tiers", user.documentId(), on)));
    }

    private static void leverageRaised(FuturesContract before, FuturesContract after, RuleCase on) {
        if (before.maxLeverage().isPresent()
                && after.maxLeverage().isPresent()
                && after.maxLeverage().get().compareTo(before.maxLeverage().get()) > 0) {
            String what = "Leverage raised from " + before.maxLeverage().get() + " to "
                    + after.maxLeverage().get();
            calm(what, "/maxLeverage", on.document(), on);
            return;
        }
        Rescheduling.between(before, after, on).stream()
                .filter(Rescheduling::isComparable)
                .flatMap(other ->
                        loosening(other.from().orElseThrow(), other.to().orElseThrow(), on).stream())
                .findFirst()
                .ifPresent(what -> calm(what, "/marginSchedules", on.document(), on));
    }

    /** The first size at which leverage rises or initial margin is cut by much, in words. */
    private static Optional<String> loosening(MarginSchedule before, MarginSchedule after, RuleCase on) {
        if (before.tiers().isEmpty() || after.tiers().isEmpty() || before.unit() != after.unit()) {
            return Optional.empty();
        }
        BigDecimal kept = BigDecimal.ONE.subtract(on.threshold("initialMarginCutShare"));
        for (Amount size : Tightening.sharedBounds(before, after)) {
            MarginTier from = Tightening.tierAt(before, size);
            MarginTier to = Tightening.tierAt(after, size);
            String at = " at size " + size + " " + MarginRules.unit(after);
            if (from.maxLeverage().isPresent()
                    && to.maxLeverage()
                            .filter(leverage ->
                                    leverage.compareTo(from.maxLeverage().get()) > 0)
                            .isPresent()) {
                return Optional.of("Leverage raised from " + from.maxLeverage().get() + " to "
                        + to.maxLeverage().orElseThrow() + at);
            }
            if (to.initialMargin()
                            .value()
                            .compareTo(from.initialMargin().value().multiply(kept))
                    < 0) {
                return Optional.of("Initial margin cut from "
                        + percent(from.initialMargin().value()) + " to "
                        + percent(to.initialMargin().value()) + at);
            }
        }
        return Optional.empty();
    }

    private static void calm(String what, String path, DocumentId contract, RuleCase on) {
        Optional<PriceHistory> history = on.need(RuleInput.PRICE_HISTORY, contract);
        if (history.isEmpty()) {
            return;
        }
        Duration window = Duration.ofHours(on.threshold("windowHours").longValueExact());
        PriceMoves.Windows windows = PriceMoves.byWindow(history.get(), window);
        BigDecimal enough = on.threshold("windowsMin");
        if (!windows.isCurrent() || isStale(history.get(), window, on)) {
            on.lacks("price history of the last " + window.toHours() + " hours", contract);
        } else if (BigDecimal.valueOf(windows.means().size()).compareTo(enough) < 0) {
            on.lacks("price history of " + plain(enough) + " windows of " + window.toHours() + " hours", contract);
        } else {
            BigDecimal share = on.threshold("percentileShare");
            BigDecimal usual = windows.means().percentile(share);
            if (windows.latest().compareTo(usual) > 0) {
                on.at(path)
                        .evidence("contract", contract)
                        .evidence("meanMove", plain(windows.latest()))
                        .evidence("percentileMeanMove", plain(usual))
                        .evidence("windows", windows.means().size())
                        .say(what + " while " + contract + " moves by "
                                + rounded(windows.latest().movePointRight(2), 3) + " % a bar on average over the last "
                                + window.toHours() + " hours; " + percent(share) + " of such windows stay within "
                                + rounded(usual.movePointRight(2), 3) + " %");
            }
        }
    }

    private static boolean isStale(PriceHistory history, Duration window, RuleCase on) {
        return on.context()
                .asOf()
                .filter(now -> history.opensAt(history.size() - 1).plus(window).isBefore(now))
                .isPresent();
    }
}
