package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;

import io.countersign.model.finding.Severity;
import io.countersign.model.market.SpotMarket;
import java.util.List;

/** A failing and a passing example of each rule in {@link IdentityRules}. */
final class IdentityExamples {
    private IdentityExamples() {}

    static List<RuleExample> all() {
        return List.of(RuleExample.documents(
                "D-ID-01",
                Severity.BLOCK,
                other("ETHUSD").altName("XBTUSD").build(),
                other("ETHUSD").build()));
    }

    private static SpotMarket.Builder other(String id) {
        return bitcoin().id(id).altName(id).wsName(id).base("XETH");
    }
}
