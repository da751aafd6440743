package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.plain;

import io.countersign.client.internal.Fees;
import io.countersign.client.live.TradedVolumes;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.Market;
import java.util.Optional;

/**
 * S-FEE: what accounts would have paid on their trailing volume under new fees, in place of what they pay under the old ones; who
 * changes tier, who pays more, and what two accounts of one owner earn by trading with each other. Volumes are taken as they
 * were: that customers trade less where fees rise is not in the figures.
 */
public final class FeeScenario {
    /** The rule's id. */
    public static final String ID = "S-FEE";

    private FeeScenario() {}

    /** The scenario as a rule: runs on every change of a fee ladder whose traded volumes are known. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.WARN, "Traded volume under new fees is played through")
                .checks(
                        "On every change of a market's fees, of its fee schedule, or of a fee schedule: revenue by tier under the"
                                + " old and the new ladders, accounts that change tier or pay more, and what two accounts of one"
                                + " owner earn by trading with each other. WARN where they earn anything; else the figures stand in"
                                + " T-FEE-02.")
                .why(
                        "A rebate above the least taker fee is paid to whoever trades with himself on the two best tiers; the"
                                + " accounts that stand there today are known before the change.")
                .fix(
                        "Make the rebate smaller than the least taker fee, or see to it that no account reaches both tiers.")
                .needs(RuleInput.TRADED_VOLUMES)
                .onChange(
                        Market.class,
                        (before, after, on) -> playKnown(before, after, on)
                                .ifPresent(result -> judge(
                                        result, before.fees().equals(after.fees()) ? "/feeScheduleRef" : "/fees", on)))
                .onChange(
                        FeeSchedule.class,
                        (before, after, on) -> playKnown(before, after, on).ifPresent(result -> {
                            judge(result, "/tiers", on);
                            if (after.tiers().stream()
                                    .anyMatch(tier -> !tier.qualifications().isEmpty())) {
                                on.lacks("tier of accounts that reach one by other means than volume");
                            }
                        }))
                .build();
    }

    private static void judge(FeeResult result, String path, RuleCase on) {
        on.played(result);
        if (result.selfMatchProfit().value().signum() > 0) {
            on.at(path)
                    .as(Severity.WARN)
                    .evidence("selfMatchProfitPercent", result.selfMatchProfit())
                    .evidence("selfMatchProfitOfTodaysTiersPercent", result.selfMatchProfitToday())
                    .evidence("inputs", result.inputs())
                    .say("Under the new fees two accounts of one owner earn " + result.selfMatchProfit()
                            + " % of what they trade with each other on the best tiers, "
                            + plain(result.selfMatchProfit().value().movePointRight(4)) + result.unit()
                            + " a million; on tiers where accounts stand today "
                            + result.selfMatchProfitToday() + " %");
        }
    }

    /**
     * Plays new fees through.
     *
     * @param document the document whose change this is: a market or a fee schedule
     * @param volumes in the currency in which the ladders count volume
     * @throws IllegalArgumentException if a ladder breaks D-FEE-01, or the two count volume in different currencies
     */
    public static FeeResult play(DocumentId document, FeeLadder before, FeeLadder after, TradedVolumes volumes) {
        return new FeeRun(document, before, after, volumes).play();
    }

    /** Plays a market's new fees through as far as everything is known; what is not is reported to the rule. */
    public static Optional<FeeResult> playKnown(Market before, Market after, RuleCase on) {
        if (before.fees().equals(after.fees()) && before.feeScheduleRef().equals(after.feeScheduleRef())) {
            return Optional.empty();
        }
        return playKnown(
                Fees.inForce(before, id -> on.before().flatMap(snapshot -> snapshot.find(FeeSchedule.class, id))),
                Fees.inForce(after, id -> on.find(FeeSchedule.class, id)),
                on);
    }

    /** Plays a schedule's new fees through as far as everything is known; what is not is reported to the rule. */
    public static Optional<FeeResult> playKnown(FeeSchedule before, FeeSchedule after, RuleCase on) {
        return playKnown(Optional.of(Fees.of(before)), Optional.of(Fees.of(after)), on);
    }

    private static Optional<FeeResult> playKnown(Optional<Fees> before, Optional<Fees> after, RuleCase on) {
        if (before.map(Fees::ladder).equals(after.map(Fees::ladder)) && before.isPresent()) {
            return Optional.empty();
        }
        Optional<TradedVolumes> volumes = on.need(RuleInput.TRADED_VOLUMES);
        if (before.isEmpty() || after.isEmpty()) {
            on.lacks("fees before and after the change");
            return Optional.empty();
        }
        FeeLadder from = before.get().ladder();
        FeeLadder to = after.get().ladder();
        if (!Fees.isComputable(from) || !Fees.isComputable(to)) {
            on.lacks("computable fee steps (see D-FEE-01)");
            return Optional.empty();
        }
        if (!FeeRun.isOneCurrency(from, to)) {
            on.lacks("traded volume in one currency before and after the change");
            return Optional.empty();
        }
        return volumes.map(known -> play(on.document(), from, to, known));
    }
}
