package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.StatusPlan;
import io.countersign.client.live.StatusPlan.Step;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.TradingStatus;
import java.time.Duration;
import java.util.List;

/** A failing and a passing example of each rule in {@link StatusRules}. */
final class StatusExamples {
    private static final DocumentId PERPETUAL = perpetual().build().documentId();

    private StatusExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-STS-01",
                        Severity.BLOCK,
                        perpetual()
                                .status(TradingStatus.ONLINE)
                                .tradeable(false)
                                .build(),
                        perpetual()
                                .status(TradingStatus.HALTED)
                                .tradeable(false)
                                .build()),
                RuleExample.change(
                        "T-STS-01",
                        Severity.BLOCK,
                        bitcoin().status(TradingStatus.SETTLING).build(),
                        bitcoin().status(TradingStatus.CANCEL_ONLY).build(),
                        ChangeContext.none(),
                        ""),
                RuleExample.context(
                        "T-STS-02",
                        Severity.ERROR,
                        perpetual().postOnly(true).build(),
                        postOnlyFor(Duration.ofMinutes(45)),
                        "three positions are open; the plan is post-only for 45 minutes, then online",
                        postOnlyFor(Duration.ofMinutes(30)),
                        "three positions are open; the plan is post-only for 30 minutes, then online"));
    }

    private static ChangeContext postOnlyFor(Duration duration) {
        return ChangeContext.builder()
                .put(RuleInput.POSITIONS, PERPETUAL, Markets.positions())
                .put(
                        RuleInput.STATUS_PLAN,
                        PERPETUAL,
                        StatusPlan.of(
                                new Step(TradingStatus.POST_ONLY, duration),
                                new Step(TradingStatus.ONLINE, Duration.ofHours(1))))
                .build();
    }
}
