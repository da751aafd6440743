package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.ladder;

import io.countersign.client.fixtures.Markets;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;

/** A failing and a passing example of each rule in {@link FeeFamilyRules}. */
final class FeeFamilyExamples {
    /** What pairs of currencies pay, on either side. */
    static final List<FeeStep> CURRENCIES =
            List.of(FeeStep.of("0", "0.2"), FeeStep.of("10000", "0.1"), FeeStep.of("10000000", "0.01"));

    private FeeFamilyExamples() {}

    static List<RuleExample> all() {
        ConfigSnapshot three = with(Markets.venue(), Markets.fees(), "XETH/ZUSD", "SOL/ZUSD", "ADA/ZUSD");
        ConfigSnapshot five = with(three, Markets.fees(), "DOT/ZUSD");
        ConfigSnapshot classes = with(
                five, ladder(CURRENCIES, CURRENCIES), "USDT/ZUSD", "USDC/ZUSD", "DAI/ZUSD", "ZEUR/ZUSD", "EURC/ZEUR");
        return List.of(
                RuleExample.snapshots(
                        "D-FEE-05",
                        Severity.ERROR,
                        three.with(bitcoin()
                                .fees(ladder(CURRENCIES, Markets.fees().maker().orElseThrow()))
                                .build()),
                        three),
                RuleExample.snapshots(
                        "X-FEE-01",
                        Severity.ERROR,
                        with(classes, ladder(CURRENCIES, Markets.fees().taker()), "USDD/ZEUR"),
                        with(classes, ladder(CURRENCIES, CURRENCIES), "USDD/ZEUR")));
    }

    static ConfigSnapshot with(ConfigSnapshot snapshot, FeeLadder fees, String... pairs) {
        ConfigSnapshot more = snapshot;
        for (String pair : pairs) {
            more = more.with(market(pair, fees));
        }
        return more;
    }

    /** A market named by base and quote. */
    static SpotMarket market(String pair, FeeLadder fees) {
        int slash = pair.indexOf('/');
        String id = pair.replace("/", "");
        return bitcoin()
                .id(id)
                .altName(id)
                .wsName(pair)
                .base(pair.substring(0, slash))
                .quote(pair.substring(slash + 1))
                .fees(fees)
                .build();
    }
}
