package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;

import io.countersign.client.fixtures.Markets;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.AssetStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;

/** A failing and a passing example of each rule in {@link ReferenceRules}. */
final class ReferenceExamples {
    private ReferenceExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.snapshots(
                        "X-REF-01",
                        Severity.BLOCK,
                        venue(asset("XXBT").build(), asset("ZEUR").build()),
                        venue(asset("XXBT").build(), asset("ZUSD").build())),
                RuleExample.snapshots(
                        "X-STS-01",
                        Severity.ERROR,
                        venue(
                                asset("XXBT").status(AssetStatus.DISABLED).build(),
                                asset("ZUSD").build()),
                        venue(
                                asset("XXBT").status(AssetStatus.DEPOSIT_ONLY).build(),
                                asset("ZUSD").build())));
    }

    static Asset.Builder asset(String id) {
        return Asset.builder()
                .venue("kraken")
                .id(id)
                .assetClass("currency")
                .ledgerDecimals(10)
                .displayDecimals(5);
    }

    private static ConfigSnapshot venue(Asset... assets) {
        ConfigSnapshot venue = Markets.snapshot(bitcoin().build());
        for (Asset asset : assets) {
            venue = venue.with(asset);
        }
        return venue;
    }
}
