package io.countersign.analytics;

import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.util.List;

/** Small documents to change. */
final class Markets {
    private Markets() {}

    static SpotMarket spot(String id, String tick, String minQuantity) {
        return SpotMarket.builder()
                .venue("kraken")
                .id(id)
                .base(id.substring(0, 3))
                .quote("USD")
                .priceRule(PriceRule.builder().tickSize(TickSize.of(tick)).build())
                .sizeRule(
                        SizeRule.builder().minQuantity(Quantity.of(minQuantity)).build())
                .notionalRule(NotionalRule.builder().build())
                .build();
    }

    static MarginSchedule margin(String id, MarginTier... tiers) {
        return MarginSchedule.builder()
                .venue("kraken")
                .id(id)
                .unit(SizeUnit.BASE)
                .application(MarginApplication.MARGINAL)
                .tiers(List.of(tiers))
                .build();
    }

    static ConfigSnapshot start() {
        return ConfigSnapshot.of(
                Recorder.SCOPE,
                List.of(
                        spot("XBTUSD", "0.1", "0.0001"),
                        spot("ETHUSD", "0.01", "0.002"),
                        margin(
                                "PF_XBTUSD",
                                MarginTier.of("0", "0.02", "0.01"),
                                MarginTier.of("500000", "0.04", "0.02"))));
    }
}
