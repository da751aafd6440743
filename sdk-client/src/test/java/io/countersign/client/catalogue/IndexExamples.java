package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Indexes.bitcoinIndex;
import static io.countersign.client.fixtures.Indexes.weighted;

import io.countersign.client.fixtures.Indexes;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.IndexAggregation;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Rate;
import java.util.List;
import java.util.Optional;

/** A failing and a passing example of each rule of indexes, and of their scenario. */
final class IndexExamples {
    private static final DocumentId INDEX = bitcoinIndex().build().documentId();
    private static final ConfigSnapshot VENUE =
            Markets.venue().with(bitcoinIndex().build());

    private IndexExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-IDX-01",
                        Severity.BLOCK,
                        bitcoinIndex()
                                .constituents(weighted("0.51", "0.19", "0.1", "0.1", "0.1"))
                                .build(),
                        bitcoinIndex()
                                .constituents(weighted("0.5", "0.2", "0.1", "0.1", "0.1"))
                                .build()),
                RuleExample.snapshots(
                        "D-IDX-02",
                        Severity.BLOCK,
                        Markets.venue().with(collateral()).with(ratio().build()),
                        Markets.venue()
                                .with(collateral())
                                .with(ratio().addConversionPath("ETH/USD").build())),
                RuleExample.documents(
                        "D-IDX-03",
                        Severity.ERROR,
                        bitcoinIndex().outlierBand(Optional.empty()).build(),
                        bitcoinIndex().build()),
                RuleExample.changes(
                        "T-IDX-01",
                        Severity.BLOCK,
                        VENUE,
                        VENUE.with(bitcoinIndex()
                                .constituents(weighted("0.2", "0.2", "0.2"))
                                .build()),
                        VENUE.with(bitcoinIndex()
                                .constituents(weighted("0.25", "0.25", "0.25", "0.25"))
                                .build()),
                        ChangeContext.builder()
                                .put(
                                        RuleInput.CONSTITUENT_PRICES,
                                        INDEX,
                                        Indexes.prices(
                                                Indexes.minutes("49500"),
                                                Indexes.minutes("49600"),
                                                Indexes.minutes("50000"),
                                                Indexes.minutes("50000"),
                                                Indexes.minutes("50000")))
                                .build(),
                        "prices of the five sources: 49500, 49600, 50000, 50000, 50000 (a warning for the short past stays)"),
                RuleExample.changes(
                        "T-IDX-02",
                        Severity.BLOCK,
                        Markets.venue().with(capped("1.18", "1772000000")),
                        Markets.venue().with(capped("1.19", "1772000000")),
                        Markets.venue().with(capped("1.19", "1773000000")),
                        ChangeContext.none(),
                        ""),
                RuleExample.changes(
                        "X-IDX-01",
                        Severity.ERROR,
                        VENUE,
                        VENUE.without(Markets.bitcoin().build().documentId()),
                        VENUE.with(bitcoinIndex()
                                        .constituents(weighted("0.25", "0.25", "0.25", "0.25"))
                                        .build())
                                .without(Markets.bitcoin().build().documentId()),
                        ChangeContext.none(),
                        ""),
                RuleExample.knowledge(
                        "S-IDX",
                        Severity.ERROR,
                        VENUE.with(bitcoinIndex()
                                .aggregation(IndexAggregation.VOLUME_MEDIAN)
                                .minLiveConstituents(2)
                                .constituents(weighted("0.5", "0.3", "0.2"))
                                .build()),
                        ChangeContext.builder()
                                .put(
                                        RuleInput.CONSTITUENT_PRICES,
                                        INDEX,
                                        Indexes.prices(
                                                Indexes.minutes("50000"),
                                                Indexes.minutes("50600"),
                                                Indexes.minutes("51000")))
                                .build(),
                        "three sources far apart: 50000, 50600, 51000",
                        ChangeContext.builder()
                                .put(RuleInput.CONSTITUENT_PRICES, INDEX, Indexes.calm(3))
                                .build(),
                        "three sources 2 dollars apart around 50,000"));
    }

    private static IndexDefinition.Builder ratio() {
        return bitcoinIndex()
                .id("cbeth")
                .constituents(
                        List.of(Indexes.source("coinbase/CBETH-ETH", "0.5"), Indexes.source("kraken/CBETH/ETH", "0.5")))
                .minLiveConstituents(2);
    }

    private static MarketDocument collateral() {
        return CollateralSchedule.builder()
                .venue("kraken")
                .id("multi")
                .currency("USD")
                .addAssets(CollateralAsset.builder()
                        .asset("CBETH")
                        .haircut(Rate.of("0.3"))
                        .priceSource("cbeth")
                        .build())
                .build();
    }

    private static MarketDocument capped(String ratio, String taken) {
        return bitcoinIndex()
                .putExtensions("snapshotRatio", "\"" + ratio + "\"")
                .putExtensions("snapshotTimestamp", "\"" + taken + "\"")
                .build();
    }
}
