package io.countersign.client.story;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.OrderBook;
import io.countersign.model.formula.BookDepth;
import io.countersign.model.market.Asset;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.StaleReferenceAction;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.util.List;

/** Plain documents that stories change one thing of. */
final class Documents {
    private Documents() {}

    /** An open market without margin, fees or band. */
    static SpotMarket.Builder spot(String venue, String id, String base, String quote, String tick, int precision) {
        return SpotMarket.builder()
                .venue(venue)
                .id(id)
                .base(base)
                .quote(quote)
                .status(TradingStatus.ONLINE)
                .priceRule(Markets.price(tick, precision))
                .sizeRule(SizeRule.builder()
                        .lotStep(Quantity.of("1"))
                        .minQuantity(Quantity.of("1"))
                        .build())
                .notionalRule(NotionalRule.builder()
                        .minNotional(Notional.of("1"))
                        .costDecimals(8)
                        .build());
    }

    /** An open linear perpetual over one unit of its base, which uses the margin schedule of its own name. */
    static FuturesContract.Builder perpetual(String venue, String base, String quote, String tick) {
        String id = base + "-PERP";
        return FuturesContract.builder()
                .venue(venue)
                .id(id)
                .type(ContractType.PERPETUAL)
                .payoff(Payoff.LINEAR)
                .venueType("linear")
                .base(base)
                .quote(quote)
                .settle(quote)
                .contractSize(Amount.of("1"))
                .contractSizeUnit(SizeUnit.BASE)
                .priceRule(Markets.price(tick, 8))
                .sizeRule(SizeRule.builder()
                        .lotStep(Quantity.of("1"))
                        .minQuantity(Quantity.of("1"))
                        .build())
                .putMarginSchedules("all", id)
                .tradeable(true);
    }

    /** Limits of one account and of all together, in contracts. */
    static FuturesContract limited(FuturesContract.Builder contract, String mostOfOne, String mostOfAll) {
        return contract.maxPosition(Amount.of(mostOfOne))
                .maxPositionUnit(SizeUnit.CONTRACTS)
                .openInterestCap(Amount.of(mostOfAll))
                .build();
    }

    static MarginSchedule.Builder schedule(FuturesContract contract, MarginTier... tiers) {
        return MarginSchedule.builder()
                .venue(contract.venue())
                .id(contract.id())
                .unit(SizeUnit.CONTRACTS)
                .application(MarginApplication.MARGINAL)
                .tiers(List.of(tiers));
    }

    static Asset.Builder asset(String venue, String id) {
        return Asset.builder()
                .venue(venue)
                .id(id)
                .assetClass("currency")
                .ledgerDecimals(8)
                .displayDecimals(8);
    }

    static CollateralSchedule collateral(String venue, String currency, CollateralAsset... assets) {
        return CollateralSchedule.builder()
                .venue(venue)
                .id("collateral")
                .currency(currency)
                .assets(List.of(assets))
                .build();
    }

    static CollateralAsset.Builder counted(String asset, String haircut) {
        return CollateralAsset.builder().asset(asset).haircut(Rate.of(haircut));
    }

    /** Multiples of an index price between which orders must lie; without a price nothing is accepted. */
    static PriceBand.Builder band(String down, String up) {
        return PriceBand.builder()
                .reference(PriceReference.INDEX)
                .buyDown(Rate.of(down))
                .buyUp(Rate.of(up))
                .sellDown(Rate.of(down))
                .sellUp(Rate.of(up))
                .onStaleReference(StaleReferenceAction.REJECT);
    }

    /** A book; a level is written {@code price x quantity}. */
    static OrderBook book(List<String> bids, List<String> asks) {
        return OrderBook.of(levels(bids), levels(asks));
    }

    private static List<BookDepth.Level> levels(List<String> texts) {
        return texts.stream()
                .map(text -> text.split(" x ", -1))
                .map(parts -> new BookDepth.Level(Price.of(parts[0]), Quantity.of(parts[1])))
                .toList();
    }
}
