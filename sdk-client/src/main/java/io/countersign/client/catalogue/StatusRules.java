package io.countersign.client.catalogue;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import java.util.List;
import java.util.Optional;

/** Trading status: known, and changed only along the graph. */
final class StatusRules {
    private StatusRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-STS-01", Severity.BLOCK, "The status is known and does not contradict the flags")
                        .checks(
                                "A contract that is not tradeable is not post-only either. A spot market whose status is not"
                                        + " published leaves the rule inconclusive.")
                        .why("Two flags that contradict each other are read differently by two systems.")
                        .fix("Clear the post-only flag of a contract that accepts no orders.")
                        .on(SpotMarket.class, (market, on) -> {
                            if (market.status().isEmpty()) {
                                on.lacks("published status", market.documentId());
                            }
                        })
                        .on(FuturesContract.class, (contract, on) -> {
                            if (!contract.tradeable().orElse(true)
                                    && contract.postOnly().orElse(false)) {
                                on.at("/postOnly")
                                        .as(Severity.WARN)
                                        .found(true)
                                        .say(
                                                "The contract accepts no orders (tradeable is false) and is flagged post-only");
                            }
                        })
                        .build(),
                Rule.of("T-STS-01", Severity.BLOCK, "The status changes along the graph")
                        .checks(
                                "From the old status, the graph in the rule data allows the new one. REDUCE_ONLY to ONLINE"
                                        + " needs a waiver (ERROR).")
                        .why("Kraken reopens from maintenance by way of cancel-only and post-only (support article"
                                + " 360055614211), so that orders can be cancelled before anything matches.")
                        .fix("Go by way of a status that the graph allows.")
                        .onChange(SpotMarket.class, StatusRules::alongGraph)
                        .build());
    }

    private static void alongGraph(SpotMarket before, SpotMarket after, RuleCase on) {
        Optional<TradingStatus> from = before.status();
        Optional<TradingStatus> to = after.status();
        if (from.isEmpty() || to.isEmpty() || from.equals(to) || on.data().mayGo(from.get(), to.get())) {
            return;
        }
        FindingDraft finding = on.at("/status").before(from.get()).found(to.get());
        if (on.data().mayGoWithWaiver(from.get(), to.get())) {
            finding.as(Severity.ERROR)
                    .say("A market may go from " + from.get() + " to " + to.get() + " only with a waiver");
        } else {
            List<TradingStatus> allowed = on.data().statusGraph().getOrDefault(from.get(), List.of());
            finding.say("A market may not go from " + from.get() + " to " + to.get() + "; allowed: "
                    + (allowed.isEmpty() ? "nothing, it is the end" : allowed));
        }
    }
}
