package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.venue;

import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.SpotMarket;
import java.util.List;

/** A failing and a passing example of each rule in {@link IdentityRules}. */
final class IdentityExamples {
    private IdentityExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-ID-01",
                        Severity.BLOCK,
                        other("ETHUSD").altName("XBTUSD").build(),
                        other("ETHUSD").build()),
                RuleExample.snapshots(
                        "D-ID-02",
                        Severity.ERROR,
                        venue().with(asset("XXBT", 10)),
                        venue().with(asset("XXBT", 10)).with(asset("ZUSD", 4))),
                RuleExample.snapshots(
                        "X-DEC-01",
                        Severity.ERROR,
                        venue().with(asset("XXBT", 5)).with(asset("ZUSD", 5)),
                        venue().with(asset("XXBT", 8)).with(asset("ZUSD", 5))));
    }

    static Asset asset(String id, int ledgerDecimals) {
        return Asset.builder()
                .venue("kraken")
                .id(id)
                .assetClass("currency")
                .ledgerDecimals(ledgerDecimals)
                .displayDecimals(4)
                .build();
    }

    private static SpotMarket.Builder other(String id) {
        return bitcoin().id(id).altName(id).wsName(id).base("XETH");
    }
}
