package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DelistingPlan;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.TradingStatus;
import java.time.Instant;
import java.util.List;

/** A failing and a passing example of each rule in {@link DelistingRules}. */
final class DelistingExamples {
    private static final DocumentId PERPETUAL = perpetual().build().documentId();

    private DelistingExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-DEL-01",
                        Severity.BLOCK,
                        perpetual()
                                .delisting(plan().settlesAt(Instant.parse("2026-03-01T00:00:00Z"))
                                        .build())
                                .build(),
                        perpetual().delisting(plan().build()).build()),
                RuleExample.contexts(
                        "T-DEL-01",
                        Severity.BLOCK,
                        Markets.venue()
                                .with(perpetual().status(TradingStatus.SETTLING).build()),
                        Markets.venue()
                                .with(perpetual()
                                        .status(TradingStatus.DELISTED)
                                        .tradeable(false)
                                        .build()),
                        known(Markets.positions()),
                        "three positions are open",
                        known(Positions.builder().build()),
                        "no order rests and no position is open"),
                RuleExample.change(
                        "T-DEL-02",
                        Severity.ERROR,
                        perpetual()
                                .delisting(plan().announcedAt(Instant.parse("2026-02-28T00:00:00Z"))
                                        .build())
                                .build(),
                        perpetual().delisting(plan().build()).build(),
                        ChangeContext.none(),
                        ""));
    }

    /** Announced four weeks ahead; reduce-only for an hour. */
    static DelistingPlan.Builder plan() {
        return DelistingPlan.builder()
                .announcedAt(Instant.parse("2026-02-01T00:00:00Z"))
                .reduceOnlyAt(Instant.parse("2026-03-01T00:00:00Z"))
                .settlesAt(Instant.parse("2026-03-01T01:00:00Z"))
                .delistedAt(Instant.parse("2026-03-01T02:00:00Z"));
    }

    private static ChangeContext known(Positions positions) {
        return ChangeContext.builder()
                .put(RuleInput.POSITIONS, PERPETUAL, positions)
                .put(
                        RuleInput.RESTING_ORDERS,
                        PERPETUAL,
                        RestingOrders.builder().build())
                .build();
    }
}
