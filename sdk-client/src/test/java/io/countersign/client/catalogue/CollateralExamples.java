package io.countersign.client.catalogue;

import io.countersign.client.fixtures.Histories;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.Peg;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A failing and a passing example of each rule in {@link CollateralRules}. */
final class CollateralExamples {
    static final DocumentId TOKEN = asset("TOKEN").build().documentId();

    private CollateralExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.snapshots(
                        "D-COL-01",
                        Severity.BLOCK,
                        venue(asset("ZUSD").fiat(true).build(), collateral("ZUSD", "0.95")),
                        venue(asset("ZUSD").fiat(true).build(), collateral("ZUSD", "0.05"))),
                RuleExample.snapshots("D-COL-02", Severity.ERROR, wrapped("kraken"), wrapped("coinbase")),
                RuleExample.knowledge(
                        "X-COL-01",
                        Severity.ERROR,
                        venue(asset("TOKEN").build(), collateral("TOKEN", "0.3")),
                        share("0.51"),
                        "51 % of the asset's trading takes place here",
                        share("0.5"),
                        "50 % of the asset's trading takes place here"),
                RuleExample.knowledge(
                        "X-COL-02",
                        Severity.ERROR,
                        venue(asset("TOKEN").build(), collateral("TOKEN", "0.3")),
                        falls("69"),
                        "40 days of hourly prices, 100 and every twentieth hour 69",
                        falls("70"),
                        "40 days of hourly prices, 100 and every twentieth hour 70"),
                RuleExample.changes(
                        "T-HCT-01",
                        Severity.ERROR,
                        venue(asset("TOKEN").build(), collateral("TOKEN", "0.3")),
                        venue(asset("TOKEN").build(), collateral("TOKEN", "0.4")),
                        venue(asset("TOKEN").build(), collateral("TOKEN", "0.2")),
                        ChangeContext.none(),
                        "collateral accounts not known"));
    }

    static Asset.Builder asset(String id) {
        return Asset.builder()
                .venue("kraken")
                .id(id)
                .assetClass("currency")
                .ledgerDecimals(10)
                .displayDecimals(5);
    }

    static CollateralSchedule collateral(String asset, String haircut) {
        return schedule(
                CollateralAsset.builder().asset(asset).haircut(Rate.of(haircut)).build());
    }

    static CollateralSchedule schedule(CollateralAsset... assets) {
        return CollateralSchedule.builder()
                .venue("kraken")
                .id("multi")
                .currency("USD")
                .assets(List.of(assets))
                .build();
    }

    static ConfigSnapshot venue(Asset asset, CollateralSchedule schedule) {
        return Markets.venue().with(asset).with(schedule);
    }

    private static IndexConstituent half(String source) {
        return IndexConstituent.builder()
                .source(source)
                .weight(Rate.of("0.5"))
                .maxStaleness(Duration.ofSeconds(30))
                .build();
    }

    private static ConfigSnapshot wrapped(String source) {
        return venue(
                        asset("WETH")
                                .pegged(Peg.builder()
                                        .to("XETH")
                                        .tolerance(Rate.of("0.01"))
                                        .build())
                                .build(),
                        schedule(CollateralAsset.builder()
                                .asset("WETH")
                                .haircut(Rate.of("0.05"))
                                .priceSource("weth-usd")
                                .build()))
                .with(IndexDefinition.builder()
                        .venue("kraken")
                        .id("weth-usd")
                        .tradeable(false)
                        .constituents(List.of(half(source + "/WETH-USD"), half(source + "/WETH/USD")))
                        .minLiveConstituents(1)
                        .outlierBand(Rate.of("0.05"))
                        .fallback("last price")
                        .build());
    }

    private static ChangeContext share(String share) {
        return ChangeContext.builder()
                .put(RuleInput.VENUE_VOLUME_SHARE, TOKEN, Rate.of(share))
                .build();
    }

    private static ChangeContext falls(String low) {
        List<String> closes = new ArrayList<>();
        for (int hour = 0; hour < 40 * 24; hour++) {
            closes.add(hour % 20 == 19 ? low : "100");
        }
        PriceHistory history = Histories.of(Duration.ofHours(1), closes);
        return ChangeContext.builder()
                .put(RuleInput.PRICE_HISTORY, TOKEN, history)
                .build();
    }
}
