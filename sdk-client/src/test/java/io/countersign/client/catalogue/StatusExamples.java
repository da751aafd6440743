package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;

import io.countersign.client.rule.ChangeContext;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.TradingStatus;
import java.util.List;

/** A failing and a passing example of each rule in {@link StatusRules}. */
final class StatusExamples {
    private StatusExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-STS-01",
                        Severity.WARN,
                        perpetual().tradeable(false).postOnly(true).build(),
                        perpetual().tradeable(false).postOnly(false).build()),
                RuleExample.change(
                        "T-STS-01",
                        Severity.BLOCK,
                        bitcoin().status(TradingStatus.DELISTED).build(),
                        bitcoin().status(TradingStatus.CANCEL_ONLY).build(),
                        ChangeContext.none(),
                        ""));
    }
}
