package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.ladder;
import static io.countersign.client.fixtures.Markets.price;
import static io.countersign.client.fixtures.Markets.venue;

import io.countersign.client.live.Peers;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.SelfTradePolicy;
import io.countersign.model.market.SpotMarket;
import java.util.List;

/** A failing and a passing example of each rule in {@link PeerRules} and {@link SelfTradeRules}. */
final class PeerExamples {
    private PeerExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.known(
                        "X-SPR-01",
                        Severity.WARN,
                        venue().with(bitcoin().priceRule(price("100", 1)).build()),
                        venue(),
                        ChangeContext.builder()
                                .put(
                                        RuleInput.PEERS,
                                        bitcoin().build().documentId(),
                                        Peers.of(peer("a", "0.01"), peer("b", "0.1"), peer("c", "1")))
                                .build(),
                        "the tick sizes of three peers are 0.01, 0.1 and 1"),
                RuleExample.documents(
                        "D-STP-01",
                        Severity.WARN,
                        rebate(SelfTradePolicy.NONE),
                        rebate(SelfTradePolicy.CANCEL_NEWEST)));
    }

    private static SpotMarket peer(String venue, String tick) {
        return bitcoin().venue(venue).priceRule(price(tick, 2)).build();
    }

    static SpotMarket rebate(SelfTradePolicy policy) {
        return bitcoin()
                .fees(ladder(List.of(FeeStep.of("0", "-0.01")), List.of(FeeStep.of("0", "0.1"))))
                .selfTradeDefault(policy)
                .build();
    }
}
