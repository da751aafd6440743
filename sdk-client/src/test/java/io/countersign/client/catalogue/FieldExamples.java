package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.margin;

import io.countersign.client.rule.ChangeContext;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Quantity;
import java.util.List;
import java.util.Map;

/** A failing and a passing example of each rule in {@link FieldRules}. */
final class FieldExamples {
    private FieldExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.change(
                        "T-MAG-01",
                        Severity.ERROR,
                        bitcoin()
                                .margin(margin().longPositionLimit(Quantity.of("3000"))
                                        .build())
                                .build(),
                        bitcoin()
                                .margin(margin().longPositionLimit(Quantity.of("600"))
                                        .build())
                                .build(),
                        ChangeContext.none(),
                        ""),
                RuleExample.change(
                        "T-FLD-01",
                        Severity.BLOCK,
                        SpotMarket.builder()
                                .from(bitcoin().build())
                                .extensions(Map.of())
                                .build(),
                        bitcoin().putExtensions("execution_venue", "\"main\"").build(),
                        ChangeContext.none(),
                        ""));
    }
}
