package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.money;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.share;

import io.countersign.client.internal.Fees;
import io.countersign.client.internal.Figures;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.scenario.FeeResult;
import io.countersign.client.scenario.FeeScenario;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.Market;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Changes of fees: no rise unannounced, and nobody surprised by what they do to revenue. */
final class FeeChangeRules {
    private FeeChangeRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("T-FEE-01", Severity.BLOCK, "Fees do not rise unannounced")
                        .checks(
                                "Where a maker or taker fee is higher after the change at any trailing volume, the change's"
                                        + " policy names a notice period (ERROR). A change after which D-FEE-04 fails, and did not"
                                        + " before, is a BLOCK. Of markets, also where they get another fee schedule, and of fee"
                                        + " schedules.")
                        .why(
                                "Customers are owed notice of a price rise; a rebate above the taker fee is drained in hours.")
                        .fix("Set the notice period in the change's policy, or leave the fee.")
                        .onChange(Market.class, FeeChangeRules::rises)
                        .onChange(
                                FeeSchedule.class,
                                (before, after, on) -> rises("/tiers", Fees.of(before), Fees.of(after), on))
                        .build(),
                Rule.of("T-FEE-02", Severity.WARN, "A change of fees leaves revenue about where it was")
                        .checks(
                                "The fees on the volume that accounts traded over the trailing time, under the new ladders and"
                                        + " under the old ones, differ by no more than 5 percent.")
                        .why(
                                "A fee table is a page of small numbers; what it does to revenue is one number that somebody"
                                        + " should have seen before the month ends.")
                        .fix(
                                "Read scenario S-FEE: who pays more, who less; then acknowledge, or change the step that does it.")
                        .needs(RuleInput.TRADED_VOLUMES)
                        .onChange(
                                Market.class,
                                (before, after, on) -> FeeScenario.playKnown(before, after, on)
                                        .ifPresent(result -> revenue(result, path(before, after), on)))
                        .onChange(
                                FeeSchedule.class,
                                (before, after, on) -> FeeScenario.playKnown(before, after, on)
                                        .ifPresent(result -> revenue(result, "/tiers", on)))
                        .build());
    }

    private static String path(Market before, Market after) {
        return before.fees().equals(after.fees()) ? "/feeScheduleRef" : "/fees";
    }

    private static void rises(Market before, Market after, RuleCase on) {
        if (before.fees().equals(after.fees()) && before.feeScheduleRef().equals(after.feeScheduleRef())) {
            return;
        }
        Optional<Fees> from =
                Fees.inForce(before, id -> on.before().flatMap(snapshot -> snapshot.find(FeeSchedule.class, id)));
        Optional<Fees> to = Fees.inForce(after, id -> on.find(FeeSchedule.class, id));
        if (from.isPresent() && to.isPresent()) {
            rises(path(before, after), from.get(), to.get(), on);
        } else {
            on.lacks("fees before and after the change");
        }
    }

    private static void rises(String path, Fees before, Fees after, RuleCase on) {
        if (before.negativePair().isEmpty()) {
            after.negativePair()
                    .ifPresent(pair -> on.at(path)
                            .evidence("sumPercent", pair.sum())
                            .say("The change makes trades that cost the venue "
                                    + plain(pair.sum().value().negate())
                                    + " % of their value, which were not possible before; see D-FEE-04"));
        }
        if (on.policy().noticePeriod().isEmpty()) {
            rises(path, before.makerOrBoth(), after.makerOrBoth(), "maker", on);
            rises(path, before.taker(), after.taker(), "taker", on);
        }
    }

    private static void rises(String path, Fees.Side before, Fees.Side after, String name, RuleCase on) {
        int risen = 0;
        String first = "";
        for (Notional volume : FeeRules.volumes(before, after)) {
            Optional<Percent> from = before.at(volume);
            Optional<Percent> to = after.at(volume);
            if (from.isPresent() && to.isPresent() && to.get().compareTo(from.get()) > 0) {
                risen++;
                first = first.isEmpty() ? "from " + from.get() + " % to " + to.get() + " % at volume " + volume : first;
            }
        }
        if (risen > 0) {
            on.at(path.equals("/fees") ? path + "/" + name : path)
                    .as(Severity.ERROR)
                    .evidence("steps", risen)
                    .say("The " + name + " fee rises on " + Figures.count(risen, "step") + ", " + first
                            + ", and the change names no notice period");
        }
    }

    private static void revenue(FeeResult result, String path, RuleCase on) {
        BigDecimal most = on.threshold("revenueShareMax");
        BigDecimal effect = result.effect();
        if (effect.abs().compareTo(result.revenueBefore().abs().multiply(most)) > 0) {
            on.at(path)
                    .evidence("revenueBefore", money(result.revenueBefore()))
                    .evidence("revenueAfter", money(result.revenueAfter()))
                    .evidence("accountsPayingMore", result.paysMore())
                    .evidence("accountsPayingLess", result.paysLess())
                    .evidence("inputs", result.inputs())
                    .say("On the trailing volume of " + Figures.count(result.accounts(), "account") + ", fees go from "
                            + money(result.revenueBefore()) + " to " + money(result.revenueAfter()) + result.unit()
                            + (result.revenueBefore().signum() == 0
                                    ? ""
                                    : ", by "
                                            + share(
                                                    effect,
                                                    result.revenueBefore().abs()))
                            + ": more than "
                            + plain(most.movePointRight(2)) + " %; " + result.paysMore() + " pay more, "
                            + result.paysLess() + " less");
        }
    }
}
