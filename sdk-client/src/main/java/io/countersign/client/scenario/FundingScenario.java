package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.percent;

import io.countersign.client.live.FundingHistory;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * S-FUN: what holders of a perpetual would have paid each other over its past premiums under new funding terms, in place of the
 * old ones, and how much of the maintenance margin the greatest payment takes. The premium is taken as it was, though it answers
 * to the terms in force.
 */
public final class FundingScenario {
    /** The rule's id. */
    public static final String ID = "S-FUN";

    private FundingScenario() {}

    /** The scenario as a rule: runs on every change of funding terms whose funding history is known. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.WARN, "Past premiums under new funding terms are played through")
                .checks(
                        "On every change of a contract's funding coefficient, cap or interval: the distribution of payments over"
                                + " the funding history under the old and the new terms. WARN where the greatest payment takes at"
                                + " least half of the first tier's maintenance margin, and more of it than before.")
                .why(
                        "Kraken's cap went from 0.1 to 0.25 to 0.5 percent an hour, with half a percent of maintenance margin: what"
                                + " was a cost of carry became a reason for liquidation.")
                .fix("Lower the cap, raise the coefficient, or raise the first tier's maintenance margin.")
                .needs(RuleInput.FUNDING_HISTORY)
                .onChange(FuturesContract.class, FundingScenario::judge)
                .build();
    }

    private static void judge(FuturesContract before, FuturesContract after, RuleCase on) {
        if (before.funding().isEmpty()
                || after.funding().isEmpty()
                || before.funding().equals(after.funding())) {
            return;
        }
        FundingConfig from = before.funding().get();
        FundingConfig to = after.funding().get();
        if (FundingRun.terms(from).equals(FundingRun.terms(to))) {
            return;
        }
        Optional<FundingHistory> history = on.need(RuleInput.FUNDING_HISTORY);
        Optional<Rate> maintenance = maintenance(after, on);
        if (maintenance.isEmpty()) {
            on.lacks("margin schedule");
        }
        if (!FundingRun.isComputable(from) || !FundingRun.isComputable(to)) {
            on.lacks("funding coefficient and cap, and no interest, before and after the change");
        } else if (!ContractTerms.isComputable(after)) {
            on.lacks("computable contract size (see D-PAY-01)");
        } else if (history.isPresent() && maintenance.isPresent()) {
            Duration interval = history.get().interval();
            if (!FundingRun.isWhole(from, interval) || !FundingRun.isWhole(to, interval)) {
                on.lacks("funding history of spans that divide the funding interval");
                return;
            }
            report(play(after, from, to, maintenance.get(), firstPayment(on), history.get()), on);
        }
    }

    /** From midnight UTC to the first payment of a day. */
    private static Duration firstPayment(RuleCase on) {
        return Duration.ofHours(on.data()
                .threshold("T-FUN-01.firstPaymentHour", on.document().venue())
                .longValueExact());
    }

    private static void report(FundingResult result, RuleCase on) {
        on.played(result);
        BigDecimal most = on.threshold("maintenanceShareMax");
        BigDecimal worst = result.after().greatestRate().abs();
        if (worst.compareTo(result.before().greatestRate().abs()) > 0
                && worst.compareTo(result.maintenance().value().multiply(most)) >= 0) {
            on.at("/funding")
                    .evidence("greatestRate", worst.toPlainString())
                    .evidence("maintenanceMargin", result.maintenance())
                    .evidence("inputs", result.inputs())
                    .say(result.summary() + ": at least " + percent(most) + " of the maintenance margin");
        }
    }

    /** The least maintenance margin of a first tier over the contract's schedules. */
    private static Optional<Rate> maintenance(FuturesContract contract, RuleCase on) {
        return contract.marginSchedules().values().stream()
                .flatMap(id -> on.find(MarginSchedule.class, id).stream())
                .flatMap(schedule -> schedule.tiers().stream().limit(1))
                .map(tier -> tier.maintenanceMargin())
                .filter(rate -> rate.value().signum() > 0)
                .min(Comparator.naturalOrder());
    }

    /**
     * Plays new funding terms through on what the premium was. Terms that name no interval pay at the end of every span of the
     * history.
     *
     * @param maintenance margin of the first tier, as a fraction of the position's value, positive
     * @param firstPayment from midnight UTC to the first payment of a day
     * @throws IllegalArgumentException if terms lack a coefficient or a cap or contain interest, an interval is no multiple of the
     *     history's spans, maintenance is not positive, or the contract's size is not computable
     */
    public static FundingResult play(
            FuturesContract contract,
            FundingConfig before,
            FundingConfig after,
            Rate maintenance,
            Duration firstPayment,
            FundingHistory history) {
        return new FundingRun(contract, before, after, maintenance, firstPayment, history).play();
    }
}
