package io.countersign.client.catalogue;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Margin on spot markets: leverages, position limits, and the levels at which a position is called and closed. */
final class LeverageRules {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private LeverageRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-LEV-01", Severity.ERROR, "Offered leverages are a list without gaps, from 2 up")
                        .checks("Leverages by side are ascending, unique, at least 2, and without gaps.")
                        .why(
                                "User interfaces offer a slider between the least and the greatest; every recorded Kraken pair"
                                        + " has such a list.")
                        .fix("Sort the list and fill or cut the gap.")
                        .on(SpotMarket.class, LeverageRules::lists)
                        .build(),
                Rule.of("D-LEV-02", Severity.ERROR, "Leverage is offered exactly where positions are allowed")
                        .checks(
                                "By side: a list of leverages is not empty exactly if the published position limit is above"
                                        + " zero. In REDUCE_ONLY a limit of zero beside a list is a wind-down and accepted. Where no"
                                        + " limit is published but leverage is offered, the rule is inconclusive.")
                        .why(
                                "Leverage without a limit is unbounded lending; a limit without leverage is dead configuration.")
                        .fix("Set the limit, or empty the list.")
                        .on(SpotMarket.class, LeverageRules::limits)
                        .build(),
                Rule.of("D-LEV-03", Severity.BLOCK, "A margin call comes before the close-out")
                        .checks("0 < margin stop < margin call <= 100 percent.")
                        .why(
                                "Swapped levels close positions without a warning. Kraken has 80 and 40 on all 1,434 pairs of"
                                        + " 2026-01-12.")
                        .fix("Put the call level above the stop level.")
                        .on(SpotMarket.class, LeverageRules::levels)
                        .build(),
                Rule.of("T-CALL-01", Severity.ERROR, "Call and stop levels are not raised under open positions")
                        .checks("Neither the margin call level nor the margin stop level is higher after the change.")
                        .why("Raising the stop level closes positions that were safe a moment before.")
                        .fix("Announce it, apply it to new positions, or record a waiver.")
                        .onChange(SpotMarket.class, LeverageRules::levelsRaised)
                        .build());
    }

    private static void lists(SpotMarket market, RuleCase on) {
        market.margin().ifPresent(margin -> {
            list("/margin/leverageBuy", margin.leverageBuy(), on);
            list("/margin/leverageSell", margin.leverageSell(), on);
        });
    }

    private static void list(String path, List<Integer> leverages, RuleCase on) {
        if (!leverages.isEmpty() && leverages.get(0) < 2) {
            on.at(path).found(leverages).say("The least leverage is " + leverages.get(0) + ", below 2");
        }
        for (int i = 1; i < leverages.size(); i++) {
            if (leverages.get(i) != leverages.get(i - 1) + 1) {
                on.at(path)
                        .found(leverages)
                        .say("After leverage " + leverages.get(i - 1) + " comes " + leverages.get(i) + " instead of "
                                + (leverages.get(i - 1) + 1));
                return;
            }
        }
    }

    private static void limits(SpotMarket market, RuleCase on) {
        market.margin().ifPresent(margin -> {
            limit("/margin/longPositionLimit", "long", margin.leverageBuy(), margin.longPositionLimit(), market, on);
            limit(
                    "/margin/shortPositionLimit",
                    "short",
                    margin.leverageSell(),
                    margin.shortPositionLimit(),
                    market,
                    on);
        });
    }

    private static void limit(
            String path,
            String side,
            List<Integer> leverages,
            Optional<Quantity> limit,
            SpotMarket market,
            RuleCase on) {
        if (limit.isEmpty()) {
            if (!leverages.isEmpty()) {
                on.lacks("published " + side + " position limit", market.documentId());
            }
            return;
        }
        boolean allowed = limit.get().value().signum() > 0;
        if (allowed && leverages.isEmpty()) {
            on.at(path)
                    .found(limit.get())
                    .say("A " + side + " position limit of " + limit.get() + " " + market.base()
                            + " stands beside an empty list of leverages");
        }
        boolean windDown =
                market.status().filter(TradingStatus.REDUCE_ONLY::equals).isPresent();
        if (!allowed && !leverages.isEmpty() && !windDown) {
            on.at(path)
                    .found(limit.get())
                    .evidence("leverages", leverages)
                    .say("Leverages " + leverages + " are offered with a " + side
                            + " position limit of 0 on a market that is not REDUCE_ONLY");
        }
    }

    private static void levels(SpotMarket market, RuleCase on) {
        if (market.margin().isEmpty()) {
            return;
        }
        SpotMarginConfig margin = market.margin().get();
        margin.marginStopLevel()
                .filter(stop -> stop.value().signum() <= 0)
                .ifPresent(stop -> on.at("/margin/marginStopLevel")
                        .found(stop)
                        .say("The margin stop level is " + stop + " %: positions would never be closed"));
        margin.marginCallLevel()
                .filter(call -> call.value().compareTo(HUNDRED) > 0)
                .ifPresent(call -> on.at("/margin/marginCallLevel")
                        .found(call)
                        .say("The margin call level is " + call + " %, above 100"));
        if (margin.marginCallLevel().isPresent()
                && margin.marginStopLevel().isPresent()
                && margin.marginStopLevel()
                                .get()
                                .compareTo(margin.marginCallLevel().get())
                        >= 0) {
            on.at("/margin/marginStopLevel")
                    .found(margin.marginStopLevel().get())
                    .say("The margin stop level " + margin.marginStopLevel().get() + " % is not below the call level "
                            + margin.marginCallLevel().get() + " %: positions would be closed without a call");
        }
    }

    private static void levelsRaised(SpotMarket before, SpotMarket after, RuleCase on) {
        if (before.margin().isEmpty() || after.margin().isEmpty()) {
            return;
        }
        levelRaised(
                "/margin/marginCallLevel",
                "call",
                before.margin().get().marginCallLevel(),
                after.margin().get().marginCallLevel(),
                on);
        levelRaised(
                "/margin/marginStopLevel",
                "stop",
                before.margin().get().marginStopLevel(),
                after.margin().get().marginStopLevel(),
                on);
    }

    private static void levelRaised(
            String path, String which, Optional<Percent> before, Optional<Percent> after, RuleCase on) {
        if (before.isPresent() && after.isPresent() && after.get().compareTo(before.get()) > 0) {
            boolean spared = on.policy()
                    .marginPolicy()
                    .filter(MarginPolicy.NEW_POSITIONS_ONLY::equals)
                    .isPresent();
            on.at(path)
                    .as(spared ? Severity.WARN : Severity.ERROR)
                    .before(before.get())
                    .found(after.get())
                    .say("The margin " + which + " level rises from " + before.get() + " % to " + after.get() + " %"
                            + (spared
                                    ? ", for new positions only"
                                    : ": open positions between the two are hit at once"));
        }
    }
}
