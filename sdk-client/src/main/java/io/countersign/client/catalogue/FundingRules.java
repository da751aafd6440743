package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Funding: where it belongs, and how much one payment can take. */
final class FundingRules {
    private FundingRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-FUN-01", Severity.BLOCK, "A perpetual has funding and no end, a fixed maturity the reverse")
                        .checks(
                                "Funding is present exactly for a perpetual, the end of trading exactly for a fixed maturity.")
                        .why(
                                "Nothing else ties a perpetual to its index, and nothing else ends a future. No violation on 59"
                                        + " recorded Kraken instruments.")
                        .fix("Set what the type needs, take out what it does not have.")
                        .on(FuturesContract.class, FundingRules::belongs)
                        .build(),
                Rule.of("D-FUN-02", Severity.WARN, "One funding payment cannot take half of the maintenance margin")
                        .checks(
                                "The funding cap is above zero and below half of the first tier's maintenance margin, in each"
                                        + " of the contract's schedules.")
                        .why(
                                "Kraken's PF_XBTUSD of 2026-09-25 has a cap of 0.5 % an hour and a maintenance margin of 0.5 %:"
                                        + " one payment can use up all of it. In 2021 the cap was a tenth.")
                        .fix("Lower the cap or raise the first tier; if the venue means it, acknowledge.")
                        .on(FuturesContract.class, FundingRules::cap)
                        .build());
    }

    private static void belongs(FuturesContract contract, RuleCase on) {
        boolean perpetual = contract.type() == ContractType.PERPETUAL;
        if (perpetual && contract.funding().isEmpty()) {
            on.at("/funding").say("A perpetual without funding: nothing ties its price to the index");
        }
        if (perpetual && contract.lastTradingAt().isPresent()) {
            on.at("/lastTradingAt")
                    .found(contract.lastTradingAt().get())
                    .say("A perpetual with an end of trading at "
                            + contract.lastTradingAt().get());
        }
        if (!perpetual && contract.funding().isPresent()) {
            on.at("/funding").say("A contract with a fixed maturity has funding");
        }
        if (!perpetual && contract.lastTradingAt().isEmpty()) {
            on.at("/lastTradingAt").say("A contract with a fixed maturity has no end of trading");
        }
    }

    private static void cap(FuturesContract contract, RuleCase on) {
        if (contract.funding().isEmpty()) {
            return;
        }
        if (contract.funding().get().maxAbsRate().isEmpty()) {
            on.lacks("published funding cap", contract.documentId());
            return;
        }
        Rate cap = contract.funding().get().maxAbsRate().get();
        if (cap.value().signum() <= 0) {
            on.at("/funding/maxAbsRate")
                    .found(cap)
                    .say("The funding cap is " + percent(cap.value()) + ": no funding is paid");
            return;
        }
        BigDecimal share = on.threshold("maintenanceShareMax");
        for (Map.Entry<String, String> entry : contract.marginSchedules().entrySet()) {
            Optional<MarginSchedule> schedule = on.find(MarginSchedule.class, entry.getValue());
            if (schedule.isEmpty() || schedule.get().tiers().isEmpty()) {
                on.lacks("margin schedule");
                continue;
            }
            BigDecimal maintenance =
                    schedule.get().tiers().get(0).maintenanceMargin().value();
            if (cap.value().compareTo(maintenance.multiply(share)) >= 0) {
                on.at("/funding/maxAbsRate")
                        .found(cap)
                        .evidence("clientClass", entry.getKey())
                        .evidence("maintenanceMargin", plain(maintenance))
                        .say("One funding payment can take " + percent(cap.value())
                                + " of the position, the maintenance" + " margin of the first tier (" + entry.getKey()
                                + ") is " + percent(maintenance));
            }
        }
    }
}
