package io.countersign.model.venue.binance;

import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SelfTradePolicy;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Quantity;
import io.countersign.model.venue.internal.ReadBack;
import io.countersign.model.venue.internal.VenueWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Writes markets in the shape of Binance's {@code exchangeInfo}; reading it again gives the same documents. */
public final class BinanceWriter {
    private BinanceWriter() {}

    /**
     * The spot response of these markets.
     *
     * @throws IllegalArgumentException if the shape cannot hold a market: the response is read back and compared
     */
    public static String spot(List<SpotMarket> markets) {
        return ReadBack.require(
                VenueWriter.write(out -> out.object(response -> response.list("symbols", list -> {
                    for (SpotMarket market : markets) {
                        list.object(symbol -> writeSpot(market, symbol));
                    }
                }))),
                markets,
                new BinanceSpot());
    }

    /** The USD-M response of these contracts; as {@link #spot}. */
    public static String usdM(List<FuturesContract> contracts) {
        return ReadBack.require(response(contracts, "status"), contracts, new BinanceUsdM());
    }

    /** The COIN-M response of these contracts; as {@link #spot}. */
    public static String coinM(List<FuturesContract> contracts) {
        return ReadBack.require(response(contracts, "contractStatus"), contracts, new BinanceCoinM());
    }

    private static String response(List<FuturesContract> contracts, String statusField) {
        return VenueWriter.write(out -> out.object(response -> response.list("symbols", list -> {
            for (FuturesContract contract : contracts) {
                list.object(symbol -> writeContract(contract, statusField, symbol));
            }
        })));
    }

    private static void writeSpot(SpotMarket market, VenueWriter symbol) throws IOException {
        symbol.text("symbol", market.id());
        symbol.text("status", Words.SPOT.word(market.status(), market.venueStatus()));
        symbol.text("baseAsset", market.base());
        symbol.text("quoteAsset", market.quote());
        symbol.texts("orderTypes", market.orderTypes());
        symbol.text("defaultSelfTradePreventionMode", market.selfTradeDefault().map(Words::word));
        symbol.texts("allowedSelfTradePreventionModes", words(market.selfTradePolicies()));
        FilterList filters = new FilterList(market.extensions());
        symbol.list("filters", list -> {
            filters.price(market.priceRule(), list);
            filters.spotBand(market.priceBand(), list);
            filters.sizes(market.sizeRule(), list);
            filters.spotNotional(market.notionalRule(), list);
            filters.others(list);
        });
        symbol.kept(filters.fieldsOfSymbol());
    }

    private static void writeContract(FuturesContract contract, String statusField, VenueWriter symbol)
            throws IOException {
        symbol.text("symbol", contract.id());
        symbol.text("pair", contract.altName());
        symbol.text("contractType", contract.venueType());
        if (contract.lastTradingAt().isPresent()) {
            symbol.plain("deliveryDate", contract.lastTradingAt().get().toEpochMilli());
        }
        symbol.plain("onboardDate", contract.openedAt().map(opened -> opened.toEpochMilli()));
        symbol.text(statusField, Words.CONTRACT.word(contract.status(), contract.venueStatus()));
        symbol.text("baseAsset", contract.base());
        symbol.text("quoteAsset", contract.quote());
        symbol.text("marginAsset", contract.settle());
        if (contract.payoff() == Payoff.INVERSE) {
            symbol.plain("contractSize", contract.contractSize());
        }
        symbol.plain("pricePrecision", contract.priceRule().pricePrecision());
        symbol.texts("orderTypes", contract.orderTypes());
        FilterList filters = new FilterList(contract.extensions());
        symbol.list("filters", list -> {
            filters.price(contract.priceRule(), list);
            filters.sizes(contract.sizeRule(), list);
            filters.contractNotional(contract.notionalRule(), list);
            filters.contractBand(contract.priceBand(), list);
            filters.others(list);
        });
        symbol.kept(filters.fieldsOfSymbol());
    }

    private static List<String> words(List<SelfTradePolicy> policies) {
        return policies.stream().map(Words::word).toList();
    }

    /** The filters of one symbol while they are written: each with what the model kept of it. */
    private static final class FilterList {
        private final SortedMap<String, String> kept = new TreeMap<>();
        private final SortedMap<String, String> others = new TreeMap<>();

        FilterList(Map<String, String> extensions) {
            extensions.forEach((name, value) -> {
                if (name.startsWith(Filters.EXTENSION_PREFIX)) {
                    kept.put(name.substring(Filters.EXTENSION_PREFIX.length()), value);
                } else {
                    others.put(name, value);
                }
            });
        }

        Map<String, String> fieldsOfSymbol() {
            return others;
        }

        void price(PriceRule rule, VenueWriter list) throws IOException {
            filter("PRICE_FILTER", list, filter -> {
                bound("minPrice", rule.minPrice(), "minPrice", rule.disabled(), filter);
                bound("maxPrice", rule.maxPrice(), "maxPrice", rule.disabled(), filter);
                bound(
                        "tickSize",
                        Optional.of(rule.tickSize()).filter(t -> !rule.tickDerived()),
                        "tickSize",
                        rule.disabled(),
                        filter);
            });
        }

        void sizes(SizeRule rule, VenueWriter list) throws IOException {
            if (isSaid(rule.lotStep(), "lotStep", rule)
                    || isSaid(rule.minQuantity(), "minQuantity", rule)
                    || isSaid(rule.maxQuantity(), "maxQuantity", rule)) {
                filter("LOT_SIZE", list, filter -> {
                    bound("stepSize", rule.lotStep(), "lotStep", rule.disabled(), filter);
                    bound("minQty", rule.minQuantity(), "minQuantity", rule.disabled(), filter);
                    bound("maxQty", rule.maxQuantity(), "maxQuantity", rule.disabled(), filter);
                });
            }
            if (isSaid(rule.marketLotStep(), "marketLotStep", rule)
                    || isSaid(rule.marketMinQuantity(), "marketMinQuantity", rule)
                    || isSaid(rule.marketMaxQuantity(), "marketMaxQuantity", rule)) {
                filter("MARKET_LOT_SIZE", list, filter -> {
                    bound("stepSize", rule.marketLotStep(), "marketLotStep", rule.disabled(), filter);
                    bound("minQty", rule.marketMinQuantity(), "marketMinQuantity", rule.disabled(), filter);
                    bound("maxQty", rule.marketMaxQuantity(), "marketMaxQuantity", rule.disabled(), filter);
                });
            }
            if (rule.icebergParts().isPresent()) {
                filter("ICEBERG_PARTS", list, filter -> filter.plain("limit", rule.icebergParts()));
            }
        }

        private static boolean isSaid(Optional<Quantity> bound, String name, SizeRule rule) {
            return bound.isPresent() || rule.disabled().contains(name);
        }

        void spotNotional(NotionalRule rule, VenueWriter list) throws IOException {
            boolean most = kept.containsKey(Filters.NOTIONAL)
                    || rule.maxNotional().isPresent()
                    || rule.disabled().contains("maxNotional")
                    || rule.maxAppliesToMarket().isPresent();
            if (most) {
                filter(Filters.NOTIONAL, list, filter -> {
                    bound("minNotional", rule.minNotional(), "minNotional", rule.disabled(), filter);
                    filter.plain("applyMinToMarket", rule.minAppliesToMarket());
                    bound("maxNotional", rule.maxNotional(), "maxNotional", rule.disabled(), filter);
                    filter.plain("applyMaxToMarket", rule.maxAppliesToMarket());
                    filter.plain("avgPriceMins", rule.averagePriceWindow().map(Duration::toMinutes));
                });
            } else if (!rule.equals(NotionalRule.builder().build())) {
                filter("MIN_NOTIONAL", list, filter -> {
                    bound("minNotional", rule.minNotional(), "minNotional", rule.disabled(), filter);
                    filter.plain("applyToMarket", rule.minAppliesToMarket());
                    filter.plain("avgPriceMins", rule.averagePriceWindow().map(Duration::toMinutes));
                });
            }
        }

        void contractNotional(Optional<NotionalRule> rule, VenueWriter list) throws IOException {
            if (rule.isPresent()) {
                filter(
                        "MIN_NOTIONAL",
                        list,
                        filter -> bound(
                                "notional",
                                rule.get().minNotional(),
                                "minNotional",
                                rule.get().disabled(),
                                filter));
            }
        }

        void spotBand(Optional<PriceBand> band, VenueWriter list) throws IOException {
            if (band.isEmpty()) {
                return;
            }
            PriceBand sides = band.get();
            boolean bySide = kept.containsKey(Filters.BY_SIDE)
                    || !sides.buyUp().equals(sides.sellUp())
                    || !sides.buyDown().equals(sides.sellDown());
            filter(bySide ? Filters.BY_SIDE : "PERCENT_PRICE", list, filter -> {
                filter.text(bySide ? "bidMultiplierUp" : "multiplierUp", sides.buyUp());
                filter.text(bySide ? "bidMultiplierDown" : "multiplierDown", sides.buyDown());
                if (bySide) {
                    filter.text("askMultiplierUp", sides.sellUp());
                    filter.text("askMultiplierDown", sides.sellDown());
                }
                filter.plain(
                        "avgPriceMins",
                        sides.reference() == PriceReference.LAST
                                ? Optional.of(0L)
                                : sides.referenceWindow().map(Duration::toMinutes));
            });
        }

        void contractBand(Optional<PriceBand> band, VenueWriter list) throws IOException {
            if (band.isPresent()) {
                filter("PERCENT_PRICE", list, filter -> {
                    filter.text("multiplierUp", band.get().buyUp());
                    filter.text("multiplierDown", band.get().sellDown());
                });
            }
        }

        /** The filters that the model has no place for. */
        void others(VenueWriter list) throws IOException {
            for (String type : List.copyOf(kept.keySet())) {
                filter(type, list, filter -> {});
            }
        }

        private void filter(String type, VenueWriter list, VenueWriter.Body fields) throws IOException {
            String rest = kept.remove(type);
            list.object(filter -> {
                filter.text("filterType", type);
                fields.writeTo(filter);
                if (rest != null) {
                    filter.keptFields(type, rest);
                }
            });
        }

        private static void bound(
                String field, Optional<?> value, String name, SortedSet<String> disabled, VenueWriter filter)
                throws IOException {
            filter.text(field, disabled.contains(name) ? Optional.of("0") : value);
        }
    }
}
