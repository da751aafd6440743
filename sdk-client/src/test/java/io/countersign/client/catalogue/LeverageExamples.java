package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.margin;

import io.countersign.client.rule.ChangeContext;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Quantity;
import java.util.List;

/** A failing and a passing example of each rule in {@link LeverageRules}. */
final class LeverageExamples {
    private LeverageExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-LEV-01",
                        Severity.ERROR,
                        bitcoin()
                                .margin(margin().leverageBuy(List.of(2, 3, 5)).build())
                                .build(),
                        bitcoin()
                                .margin(margin().leverageBuy(List.of(2, 3, 4)).build())
                                .build()),
                RuleExample.documents(
                        "D-LEV-02",
                        Severity.ERROR,
                        bitcoin()
                                .margin(margin().shortPositionLimit(Quantity.of("0"))
                                        .build())
                                .build(),
                        bitcoin()
                                .status(TradingStatus.REDUCE_ONLY)
                                .margin(margin().shortPositionLimit(Quantity.of("0"))
                                        .build())
                                .build()),
                RuleExample.documents(
                        "D-LEV-03",
                        Severity.BLOCK,
                        bitcoin()
                                .margin(margin().marginCallLevel(Percent.of("40"))
                                        .build())
                                .build(),
                        bitcoin()
                                .margin(margin().marginCallLevel(Percent.of("41"))
                                        .build())
                                .build()),
                RuleExample.change(
                        "T-CALL-01",
                        Severity.ERROR,
                        bitcoin()
                                .margin(margin().marginStopLevel(Percent.of("50"))
                                        .build())
                                .build(),
                        bitcoin()
                                .margin(margin().marginStopLevel(Percent.of("35"))
                                        .build())
                                .build(),
                        ChangeContext.none(),
                        ""));
    }
}
